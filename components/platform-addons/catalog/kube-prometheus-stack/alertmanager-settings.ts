import { z } from "zod";
import { report } from "../../../shared/problem";
import { storageClass, volume } from "../../store-settings";
import { checkRouting, routingKeys } from "./routing-settings";

/** What a stack may say about Alertmanager. */
export function alertmanagerSettings(replicas: number) {
  return z
    .strictObject({
      replicas: z
        .int()
        .min(1)
        .max(5)
        .default(replicas)
        .describe("Copies that share what was sent; three survive the loss of a node without a duplicate."),
      storage: volume("2Gi", "each copy's volume, for silences and what was sent"),
      storageClass,
      ...routingKeys,
    })
    .superRefine((settings, ctx) => checkRouting(settings, (problem) => report(ctx, problem)))
    .prefault({})
    .describe("Groups alerts and sends them.");
}

export type AlertmanagerSettings = z.output<ReturnType<typeof alertmanagerSettings>>;
