import type { KubeObject } from "../support/kube-object";
import type { StackView } from "../support/rule";

export const vpcKinds = ["awsx.ec2.Vpc", "aws.ec2.Vpc"];

/** VPCs, without those that are part of a component that is judged itself. */
export function outermostVpcs(view: StackView): KubeObject[] {
  const all = view.objects.filter(({ kind }) => vpcKinds.includes(kind));
  return all.filter((vpc) => vpc.kind === "awsx.ec2.Vpc" || !all.some((other) => view.within(vpc, other)));
}
