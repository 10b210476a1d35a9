import { z } from "zod";
import { quantity } from "../../shared/quantity";
import type { ScaleTarget } from "./autoscaling";

const bounds = z.strictObject({
  cpu: quantity().optional().describe("CPU, such as 100m."),
  memory: quantity().optional().describe("Memory, such as 128Mi."),
});

/** What a stack may say about recommendations of requests. */
export const recommendationSettings = z
  .strictObject({
    min: bounds.prefault({}).describe("Least that is recommended."),
    max: bounds.prefault({}).describe("Most that is recommended."),
  })
  .optional()
  .describe(
    "A VerticalPodAutoscaler that says what the pods should request, and changes nothing: it may stand beside any scaling. " +
      "`kubectl describe vpa <service>` shows it.",
  );

export type RecommendationSettings = NonNullable<z.output<typeof recommendationSettings>>;

/**
 * The VerticalPodAutoscaler of a service. Mode `Off`: one that changes requests moves what an HPA on CPU or memory
 * measures by, and the two chase each other (KP-N8).
 */
export function recommendationSpec(target: ScaleTarget, { min, max }: RecommendationSettings) {
  return {
    targetRef: target,
    updatePolicy: { updateMode: "Off" },
    resourcePolicy: {
      containerPolicies: [{ containerName: target.name, minAllowed: min, maxAllowed: max }].map(withoutEmpty),
    },
  };
}

function withoutEmpty({
  containerName,
  minAllowed,
  maxAllowed,
}: Record<"minAllowed" | "maxAllowed", object> & { containerName: string }) {
  return {
    containerName,
    ...(Object.keys(minAllowed).length ? { minAllowed } : {}),
    ...(Object.keys(maxAllowed).length ? { maxAllowed } : {}),
  };
}
