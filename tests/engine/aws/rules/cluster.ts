import { others, shortName, type Call, type Refusal, type Rule } from "./rule";
import type { Values } from "../values";

/**
 * EKS, on CreateNodegroup and UpdateNodegroupConfig. The provider sends all three sizes when one changes:
 * terraform-provider-aws, internal/service/eks/node_group.go. The words are those of
 * terraform-aws-modules/terraform-aws-eks#3306 and #3521.
 */
const sizes: Refusal = ({ thing }) => {
  const { minSize, desiredSize, maxSize } = thing.inputs.scalingConfig ?? {};
  if (minSize > desiredSize) {
    return `InvalidParameterException: Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`;
  }
  if (desiredSize > maxSize) {
    return `InvalidParameterException: desired capacity ${desiredSize} can't be greater than max size ${maxSize}`;
  }
  return undefined;
};

function zonesOf({ world }: Call, inputs: Values): string[] {
  const ids = new Set<unknown>(inputs.vpcConfig?.subnetIds ?? []);
  const subnets = world.all("aws:ec2/subnet:Subnet").filter(({ id }) => ids.has(id));
  return [...new Set(subnets.map(({ inputs: { availabilityZone } }) => String(availabilityZone)))];
}

/**
 * EKS takes other subnets of a cluster only in the zones that it was made with, and at least two of them:
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, "Subnet requirements for clusters", and
 * https://aws.amazon.com/blogs/containers/enhanced-vpc-flexibility-modify-subnets-and-security-groups-in-amazon-eks/
 */
const zones: Refusal = (call) => {
  const before = zonesOf(call, call.olds ?? {});
  const added = zonesOf(call, call.thing.inputs).filter((zone) => !before.includes(zone));
  if (!before.length || !added.length) return undefined;
  return `InvalidParameterException: Provided subnets belong to ${added.join(", ")}, outside the zones of the cluster ${before.join(", ")}`;
};

/** One of a kind for the same cluster and keys: ResourceInUseException of the EKS API reference. */
const single =
  (...keys: string[]): Refusal =>
  (call) => {
    const twin = others(call, shortName(call.thing.type)).find((one) =>
      keys.every((key) => one.inputs[key] === call.thing.inputs[key]),
    );
    const named = keys.map((key) => String(call.thing.inputs[key])).join(", ");
    return twin && `ResourceInUseException: there is one already for ${named}`;
  };

export const clusterRules: Rule[] = [
  { types: ["eks/nodeGroup"], create: sizes, update: sizes },
  { types: ["eks/cluster"], update: zones },
  { types: ["eks/accessEntry"], create: single("clusterName", "principalArn") },
  { types: ["eks/podIdentityAssociation"], create: single("clusterName", "namespace", "serviceAccount") },
  { types: ["eks/addon"], create: single("clusterName", "addonName") },
  {
    // ResourceInUseException: a cluster goes after its node groups (EKS API reference, DeleteCluster).
    types: ["eks/cluster"],
    delete: (call) => {
      const groups = others(call, "eks/nodeGroup").filter(
        ({ inputs }) => inputs.clusterName === call.thing.inputs.name,
      );
      return groups.length ? "ResourceInUseException: Cluster has nodegroups attached" : undefined;
    },
  },
];
