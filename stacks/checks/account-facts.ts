import type { NodePoolsSettings } from "../../components/node-pools/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface AccountFactsView {
  network: { zones: string[] };
  nodePools: NodePoolsSettings;
  addons: Pick<AddonsSettings, "karpenter">;
}

/** What only the account can say, each with the command that asks it; and instance types that no image here serves. */
export function checkAccountFacts(config: AccountFactsView): CheckResult {
  const karpenter = Object.entries(config.addons.karpenter?.nodePools ?? {});
  return {
    problems: [
      ...Object.entries(config.nodePools).flatMap(([name, { instanceTypes }]) =>
        acceleratorProblems(`nodePools.${name}.instanceTypes`, instanceTypes),
      ),
      ...karpenter.flatMap(([name, { instanceTypes = [] }]) =>
        acceleratorProblems(`addons.karpenter.nodePools.${name}.instanceTypes`, instanceTypes),
      ),
    ],
    warnings: [
      ...zoneWarnings(config.network.zones),
      ...(karpenter.some(([, { capacity }]) => capacity.includes("spot")) ? [spotRole] : []),
      ...karpenter.flatMap(([name, { capacity, instanceTypes }]) =>
        capacity.includes("spot") && !capacity.includes("on-demand") && instanceTypes?.length === 1
          ? [
              `addons.karpenter.nodePools.${name}: spot of one type only, ${instanceTypes.join()}: when it is taken back there is nothing ` +
                "else to go to. Name more types, or on-demand beside spot.",
            ]
          : [],
      ),
    ],
  };
}

/** https://karpenter.sh/docs/troubleshooting/#missing-service-linked-role */
const spotRole =
  "addons.karpenter: spot needs the account's service-linked role, which EC2 makes for requests by hand only. Once for an account: " +
  "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com (that it exists already is no error to mind).";

/**
 * The control plane takes no subnet of the zone use1-az3, which in most accounts is called us-east-1e:
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
function zoneWarnings(zones: string[]): string[] {
  if (!zones.includes("us-east-1e")) return [];
  return [
    "network.zones: us-east-1e is the zone use1-az3 in most accounts, where EKS takes no subnet of the control plane. Ask the account: " +
      "aws ec2 describe-availability-zones --region us-east-1 --zone-names us-east-1e --query 'AvailabilityZones[].ZoneId'",
  ];
}

/**
 * Types with a GPU or an accelerator: the images that are installed have no driver for them, and nothing tells Kubernetes
 * of them. https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 */
const accelerated = /^(p\d|g\d|gr\d|inf\d|trn\d|dl\d|vt\d|f\d)/;

function acceleratorProblems(path: string, types: readonly string[]): ConfigProblem[] {
  return types.flatMap((type, index) =>
    accelerated.test(type)
      ? [
          {
            path: `${path}[${index.toString()}]`,
            given: `"${type}"`,
            why: "has an accelerator, for which the nodes' image has no driver and services can't ask",
            set: "a type without one, such as m7i.xlarge",
          },
        ]
      : [],
  );
}
