import { z } from "zod";
import { duration } from "../../../shared/duration";
import { quantity } from "../../../shared/quantity";

/** What a stack may say about the gateway of traces. */
export function collectorKeys(collectorReplicas: number) {
  return {
    replicas: z
      .int()
      .min(1)
      .max(20)
      .default(collectorReplicas)
      .describe("Copies of the gateway, which holds each trace until it is whole and decides whether it is kept."),
    memory: quantity()
      .default("512Mi")
      .describe(
        "Memory of each copy of the gateway, request and limit: about 10 KiB for each trace of the last seconds.",
      ),
    sampling: z
      .strictObject({
        percent: z
          .number()
          .min(0)
          .max(100)
          .default(10)
          .describe("Share of all other traces that is kept, in percent. Each costs storage."),
        slowerThan: duration(["ms", "s"], "1s").default("1s").describe("Traces that took longer are always kept."),
      })
      .prefault({})
      .describe("Which traces are kept, decided when a trace is whole. Those with an error and slow ones always are."),
  };
}

/** How many copies, how large, and which traces are kept. */
export type GatewaySettings = z.output<z.ZodObject<ReturnType<typeof collectorKeys>>>;
