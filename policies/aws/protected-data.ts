import { awsRule } from "../support/aws-rule";
import { data } from "./aws";

const kinds = [
  "aws.eks.Cluster",
  "aws.kms.Key",
  "aws.efs.FileSystem",
  "aws.rds.Instance",
  "aws.rds.Cluster",
  "aws.s3.Bucket",
  "aws.s3.BucketV2",
  "aws.dynamodb.Table",
  "aws.ecr.Repository",
  "aws.backup.Vault",
  "aws.elasticache.ReplicationGroup",
];

export const protectedData = awsRule({
  name: "protected-data",
  displayName: "Protection of what holds data",
  description: "What holds data, or the key to it, can't be destroyed by Pulumi by mistake.",
  severity: "high",
  remediationSteps: "Give the resource the option protect: true.",
  url: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  ...data,
  kinds,
  config: {
    protect: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "`optional` for stacks that come and go.",
    },
  },
  check(_, report, { config, options }) {
    if (options.protect || config["protect"] === "optional") {
      return;
    }
    report.violation({
      what: "it isn't protected",
      why: "a rename or a destroy takes it away, with all that is in it",
      fix: "Give it the option protect: true",
    });
  },
});
