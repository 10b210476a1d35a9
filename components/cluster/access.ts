import type * as eks from "@pulumi/eks";
import type { PlatformContext } from "../shared/context";
import type { AccessSettings, accessPolicyNames } from "./access-settings";

type AccessPolicyName = (typeof accessPolicyNames)[number];

/** Policies that EKS maintains: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const policyOf: Record<AccessPolicyName, string> = {
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
  admin: "AmazonEKSAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
};

/** ARN of the access policy behind a short name, for example `arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`. */
export function accessPolicyArn(context: PlatformContext, policy: AccessPolicyName): string {
  return `arn:${context.partition}:eks::aws:cluster-access-policy/${policyOf[policy]}`;
}

/** Access entries as `eks.Cluster` takes them: by name, so that their order in the YAML changes nothing. */
export function accessEntries(
  context: PlatformContext,
  access: Record<string, AccessSettings>,
): Record<string, eks.types.input.AccessEntryArgs> {
  return Object.fromEntries(Object.entries(access).map(([name, entry]) => [name, accessEntry(context, entry)]));
}

function accessEntry(context: PlatformContext, entry: AccessSettings): eks.types.input.AccessEntryArgs {
  const { principalArn, role, namespaces } = entry;
  // Administrators by a policy of EKS: it needs no binding in the cluster that somebody could take over or delete.
  const policy = role === "platform-admin" ? "cluster-admin" : entry.policy;
  const groups = [...new Set([...(role === undefined ? [] : [role]), ...(entry.kubernetesGroups ?? [])])];
  return {
    principalArn,
    ...(groups.length ? { kubernetesGroups: groups } : {}),
    ...(policy
      ? {
          accessPolicies: {
            [policy]: {
              policyArn: accessPolicyArn(context, policy),
              accessScope: namespaces ? { type: "namespace", namespaces } : { type: "cluster" },
            },
          },
        }
      : {}),
  };
}
