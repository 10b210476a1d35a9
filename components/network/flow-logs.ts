import type { PlatformContext } from "../shared/context";
import { type PolicyDocument, policyDocument } from "../identity/policy-document";

/** Days that CloudWatch Logs can keep: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Name of the log group of the VPC's flow logs. */
export function flowLogGroupName(context: PlatformContext): string {
  return `/aws/vpc/${context.clusterName}/flow-logs`;
}

/**
 * What the flow log service may do: write streams of its own group. The group is ours, so that creating groups, which
 * AWS's example also allows, is left out; listing groups can't be narrowed to one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function flowLogPolicy(context: PlatformContext): PolicyDocument {
  const groups = `arn:${context.partition}:logs:${context.region}:${context.accountId}:log-group`;
  return policyDocument(
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: `${groups}:${flowLogGroupName(context)}:*`,
    },
    { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${groups}:*` },
  );
}

/** Who may take the role: the flow log service, for flow logs of this account and region only. Source as above. */
export function flowLogTrust(context: PlatformContext) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": context.accountId },
          ArnLike: {
            "aws:SourceArn": `arn:${context.partition}:ec2:${context.region}:${context.accountId}:vpc-flow-log/*`,
          },
        },
      },
    ],
  };
}
