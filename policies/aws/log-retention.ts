import { awsRule } from "../support/aws-rule";
import { number } from "../support/values";
import { operations } from "./aws";

export const logRetention = awsRule({
  name: "log-retention",
  displayName: "How long logs are kept",
  description: "Every log group says how long it keeps its logs.",
  severity: "medium",
  remediationSteps: "Set retentionInDays.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  ...operations,
  covers: ["checkov CKV_AWS_66"],
  kinds: ["aws.cloudwatch.LogGroup"],
  config: {
    minDays: { type: "integer", minimum: 1, default: 7, description: "Days that logs are kept, at least." },
    maxDays: { type: "integer", minimum: 1, default: 3653, description: "And at most, for cost and privacy." },
  },
  check(object, report, { config }) {
    const field = object.root.at("retentionInDays");
    const [least, most] = [number(config["minDays"], 7), number(config["maxDays"], 3653)];
    report.expect(field, (value) => typeof value === "number" && value >= least && value <= most, {
      why: "logs are kept for ever, and paid for as long, unless a number above zero says otherwise",
      fix: `Set ${field.path} to ${least} or more, at most ${most}`,
    });
  },
});
