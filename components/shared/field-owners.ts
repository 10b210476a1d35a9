import { annotation } from "./vocabulary";

/**
 * A field of an object of the program that somebody else writes while the program runs along: who, and what the program
 * does about it. Server-side apply refuses to change a field of another manager, and Kubernetes counts a map or a list
 * that is atomic as one field.
 */
export interface SharedField {
  /** Kind of the object, and when it is shared. */
  object: string;
  /** The field that the API server counts as one. */
  field: string;
  /** Who writes it, and where that is to be read. */
  writer: string;
  /**
   * `left`: it is the writer's from its first change on, the program says it at creation only. `taken`: the program's next
   * change of the object takes the field back, and the writer writes again what is its own in it.
   */
  rule: "left" | "taken";
  /** What is left alone while the program compares its inputs with the state, as Pulumi's property paths. */
  ignored: readonly string[];
}

/** Every field that somebody else writes: what the program says otherwise is its own alone. */
export const sharedFields = {
  rolloutService: {
    object: "Service of a canary or a blue-green rollout",
    field: "spec.selector",
    writer: "Argo Rollouts narrows it to the pods of one version (v1.9.0, rollout/service.go, switchServiceSelector)",
    rule: "left",
    ignored: ["spec.selector"],
  },
  canaryRoute: {
    object: "HTTPRoute of a canary",
    field: "spec.rules",
    writer: "Argo Rollouts' plugin moves the weights in it (rollouts-plugin-trafficrouter-gatewayapi v0.15.0)",
    rule: "taken",
    ignored: ["spec.rules[*].backendRefs[*].weight"],
  },
  canaryVirtualService: {
    object: "VirtualService of a canary",
    field: "spec.http",
    writer: "Argo Rollouts moves the weights in it (v1.9.0, rollout/trafficrouting/istio/istio.go, SetWeight)",
    rule: "taken",
    ignored: ["spec.http[*].route[*].weight"],
  },
  nodeGroup: {
    object: "EKS node group",
    field: "scalingConfig.desiredSize",
    writer: "the cluster autoscaler sets it to the nodes that pods need",
    rule: "left",
    ignored: ["scalingConfig.desiredSize"],
  },
} as const satisfies Record<string, SharedField>;

/** Options of a resource with a shared field. */
export function sharedOptions({ ignored }: SharedField): { ignoreChanges: string[] } {
  return { ignoreChanges: [...ignored] };
}

/** Annotations of an object with a shared field: without this one a field of another manager would be a conflict. */
export function sharedAnnotations({ rule }: SharedField): Record<string, string> {
  return rule === "taken" ? { [annotation.pulumiPatchForce]: "true" } : {};
}
