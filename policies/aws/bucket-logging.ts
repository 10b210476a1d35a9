import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { stackRule, type StackView } from "../support/rule";
import { isText, jsonDocument, oneOrMany } from "../support/values";
import { besideBucket, bucketRule, buckets } from "./buckets";

const logging = ["aws.s3.BucketLogging", "aws.s3.BucketLoggingV2"];
const policy = "aws.s3.BucketPolicy";

/** Services that write logs into buckets: those of S3 itself, of load balancers, and of all that CloudWatch delivers. */
const writers = [
  "logging.s3.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "cloudtrail.amazonaws.com",
];

export const bucketLogging = stackRule({
  name: "bucket-logging",
  displayName: "Access logs of buckets",
  description: "Every bucket that isn't itself for logs logs who reads and writes it.",
  severity: "low",
  remediationSteps: "Make an aws.s3.BucketLogging with a bucket for logs.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
  covers: ["checkov CKV_AWS_18", "trivy AVD-AWS-0089"],
  ...bucketRule(...logging, policy),
  check(view) {
    for (const bucket of buckets(view)) {
      const logs = besideBucket(view, bucket, logging);
      const own = bucket.root.at("loggings");
      const statements = logs.length > 0 ? [] : statementsOf(view, bucket);
      const unknown = statements.find((field) => field.isUnknown);
      if (logs.length > 0 || statements.some(isDelivery)) {
        logs.forEach((object) => {
          const target = object.root.at("targetBucket");
          view
            .about(object)
            .expect(target, isText, { why: "nothing is logged", fix: `Set ${target.path} to a bucket` });
        });
        continue;
      }
      if (unknown && own.absent) {
        view.about(bucket).unknown(unknown.ownedBy("its policy"));
        continue;
      }
      view.about(bucket).expect(own, (value) => Array.isArray(value) && value.length > 0, {
        why: "after a leak nobody can say who read what",
        fix: `Make an ${logging[0]} for it`,
      });
    }
  },
});

function statementsOf(view: StackView, bucket: KubeObject): Field[] {
  const policies = besideBucket(view, bucket, [policy]).map((object) => jsonDocument(object.root.at("policy")));
  return policies.flatMap((document) => (document.isUnknown ? [document] : oneOrMany(document.at("Statement"))));
}

/** Logs of who wrote logs would have no end: a bucket that a service writes logs to needs none. */
function isDelivery(statement: Field): boolean {
  const services = oneOrMany(statement.at("Principal", "Service"));
  const delivers = services.some(({ value }) => typeof value === "string" && writers.includes(value));
  return delivers && statement.at("Effect").value === "Allow";
}
