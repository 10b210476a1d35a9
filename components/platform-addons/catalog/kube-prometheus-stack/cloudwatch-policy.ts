import { policyDocument, type PolicyDocument } from "../../../identity/policy-document";
import type { PlatformContext } from "../../../shared/context";

/**
 * What the data source may do: read.
 * https://grafana.com/docs/grafana/latest/datasources/aws-cloudwatch/configure/#iam-policies
 */
export function cloudWatchPolicy(context: PlatformContext): PolicyDocument {
  const groups = `arn:${context.partition}:logs:${context.region}:${context.accountId}:log-group:`;
  return policyDocument(
    {
      Sid: "ReadMetrics",
      Effect: "Allow",
      Action: [
        "cloudwatch:ListMetrics",
        "cloudwatch:GetMetricData",
        "cloudwatch:DescribeAlarmsForMetric",
        "cloudwatch:DescribeAlarmHistory",
        "cloudwatch:DescribeAlarms",
      ],
      // Metrics are no resource of IAM, and the data source lists alarms by metric.
      Resource: "*",
    },
    {
      Sid: "FindLogGroups",
      Effect: "Allow",
      // Names of all groups of the account, and results by the id of a query that the role could start; neither is a
      // resource. A query is not stopped, which would be an action on everybody's; it ends by itself.
      Action: ["logs:DescribeLogGroups", "logs:GetQueryResults"],
      Resource: "*",
    },
    {
      Sid: "ReadClusterLogs",
      Effect: "Allow",
      Action: ["logs:GetLogGroupFields", "logs:StartQuery", "logs:GetLogEvents"],
      // The control plane's, and those of the cluster's applications and nodes.
      Resource: ["eks", "containerinsights"].map((part) => `${groups}/aws/${part}/${context.clusterName}/*`),
    },
    {
      Sid: "FindResources",
      Effect: "Allow",
      // What the query editor offers as dimensions; these calls know no resource either.
      Action: ["ec2:DescribeTags", "ec2:DescribeInstances", "ec2:DescribeRegions", "tag:GetResources"],
      Resource: "*",
    },
  );
}
