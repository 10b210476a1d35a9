import { type Expectation, arn } from "./expectation";

const jobs = arn("sqs", "jobs");

/** Source of the needs: https://keda.sh/docs/2.20/scalers/aws-sqs/ and aws-cloudwatch. */
export const keda: Expectation = {
  addon: "keda",
  serviceAccount: "keda-operator",
  settings: { queueArns: [jobs], cloudWatch: true },
  mayDo: [
    { action: "sqs:GetQueueAttributes", on: jobs },
    { action: "cloudwatch:GetMetricData", on: "*" },
  ],
  justified: {
    "cloudwatch:GetMetricData":
      "classic metrics, which the scaler reads, are no resource; only datasets of OTLP metrics are",
  },
  mayNot: {
    "look at another queue": { action: "sqs:GetQueueAttributes", on: arn("sqs", "payments") },
    "take messages from the queue": { action: "sqs:ReceiveMessage", on: jobs },
    "delete messages": { action: "sqs:DeleteMessage", on: jobs },
    "write metrics": { action: "cloudwatch:PutMetricData", on: "*" },
    "take another role": { action: "sts:AssumeRole", on: "arn:aws:iam::123456789012:role/admin" },
  },
};
