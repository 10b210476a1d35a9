import { z } from "zod";
import { pattern } from "../shared/problem";
import { deliverers } from "./addon";

/** What a tier decides about add-ons when a stack does not. */
export interface AddonDefaults {
  /** Replicas of a controller: two or more survive the loss of a node. */
  replicas: number;
}

/** Form of the name of a namespace: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const namespaceName = pattern(
  /^(?!default$|kube-)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is not the name of a namespace that the platform may use",
  "at most 63 lower-case letters, digits and hyphens, neither default nor kube-…",
);

/** Keys that every add-on accepts, to be spread into its schema. */
export function commonAddonKeys(defaults: AddonDefaults, namespace: string) {
  return {
    namespace: namespaceName
      .default(namespace)
      .describe(
        "Namespace of its pods. Several add-ons may share one, which then enforces the least strict of their Pod Security levels.",
      ),
    replicas: z
      .int()
      .min(1)
      .max(10)
      .default(defaults.replicas)
      .describe(
        "Copies of its controller, on different nodes and over all zones. From 2 a PodDisruptionBudget keeps all but one.",
      ),
    delivery: z
      .enum(deliverers)
      .optional()
      .describe(
        "Who installs its chart: `pulumi`, this program, or `argocd`. Left out: what `argo-cd.delivers` says. A chart that makes a certificate at each render stays with the program.",
      ),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe(
        "Values of the chart for which there is no setting, merged over those of the platform. The chart ignores a key that it does not have.",
      ),
  };
}

/** The same keys for an add-on that has no number of copies to set: one on every node, or one by design. */
export function unreplicatedKeys(defaults: AddonDefaults, namespace: string) {
  const keys = commonAddonKeys(defaults, namespace);
  return { namespace: keys.namespace, values: keys.values };
}

/**
 * Settings of an add-on that is nothing but definitions: none. It has no pods; the namespace is only where Helm would
 * look for objects without one.
 */
export const definitionsOnly = z
  .strictObject({})
  .transform(() => ({ namespace: "kube-system", replicas: 0, values: {} as Record<string, unknown> }));
