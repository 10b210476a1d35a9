import { policyDocument, type PolicyDocument } from "../../../identity/policy-document";
import type { AddonLogGroup } from "../../addon-aws";
import type { PlatformContext } from "../../../shared/context";

/** Namespaces that Kubernetes itself makes and pods may run in. */
const systemNamespaces = ["default", "kube-system"];

/** First part of the names of all groups: beside `/aws/eks/<cluster>/cluster`, which the control plane writes to. */
const prefix = ({ clusterName }: PlatformContext) => `/aws/eks/${clusterName}`;

/** Group of the containers of a namespace. */
export function namespaceLogGroup(context: PlatformContext, namespace: string): string {
  return `${prefix(context)}/namespaces/${namespace}`;
}

/** Group of containers in namespaces that the program does not know. */
export function otherLogGroup(context: PlatformContext): string {
  return `${prefix(context)}/other-namespaces`;
}

/** Group of the events of Kubernetes. */
export function eventsLogGroup(context: PlatformContext): string {
  return `${prefix(context)}/events`;
}

/** Namespaces with a group of their own, in order: those of the stack and those that every cluster has. */
export function loggedNamespaces(namespaces: readonly string[]): string[] {
  return [...new Set([...systemNamespaces, ...namespaces])].sort();
}

/** Groups of all containers: one for each namespace, and one for namespaces that somebody else makes. */
export function containerLogGroups(
  context: PlatformContext,
  namespaces: readonly string[],
  kept: Pick<AddonLogGroup, "retentionDays" | "kmsKeyArn">,
): AddonLogGroup[] {
  return [
    ...namespaces.map((namespace) => ({
      suffix: `namespace-${namespace}`,
      name: namespaceLogGroup(context, namespace),
      ...kept,
    })),
    { suffix: "other-namespaces", name: otherLogGroup(context), ...kept },
  ];
}

/**
 * What a collector may do: open streams in groups that are there, and write. It makes no group and changes no retention,
 * because the program does. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html;
 * the calls are those of fluent-bit v5.1.1, plugins/out_cloudwatch_logs/cloudwatch_api.c.
 */
export function writeLogsPolicy(context: PlatformContext, groups: readonly string[]): PolicyDocument {
  const { partition, region, accountId } = context;
  return policyDocument({
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: groups.map((group) => `arn:${partition}:logs:${region}:${accountId}:log-group:${group}:log-stream:*`),
  });
}

/** The same for every group below one name, whatever namespaces come and go. */
export function containerLogsPolicy(context: PlatformContext): PolicyDocument {
  return writeLogsPolicy(context, [namespaceLogGroup(context, "*"), otherLogGroup(context)]);
}
