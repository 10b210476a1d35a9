import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";

export const cluster = { tags: ["cluster"] };

/** The component that a program writes, and the cluster that the engine makes of it. */
export const clusterKinds = ["eks.Cluster", "aws.eks.Cluster"] as const;

/** A setting that the component has at its top and the resource in a block: `vpcConfig.endpointPrivateAccess`. */
export function clusterField(object: KubeObject, block: string, key: string): Field {
  return object.kind === "eks.Cluster" ? object.root.at(key) : object.root.at(block, key);
}
