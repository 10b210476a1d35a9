import type { Field } from "../support/field";
import { stackRule } from "../support/rule";
import { besideBucket, bucketRule, buckets } from "./buckets";

const kinds = ["aws.s3.BucketLifecycleConfiguration", "aws.s3.BucketLifecycleConfigurationV2"];

export const bucketLifecycle = stackRule({
  name: "bucket-lifecycle",
  displayName: "Lifecycle of objects",
  description: "Every bucket says how long it keeps what, and clears away uploads that never ended.",
  severity: "low",
  remediationSteps:
    "Make an aws.s3.BucketLifecycleConfiguration with a rule that expires or moves objects, and abortIncompleteMultipartUpload.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
  covers: ["checkov CKV2_AWS_61", "checkov CKV_AWS_300"],
  ...bucketRule(...kinds),
  check(view) {
    for (const bucket of buckets(view)) {
      const [beside] = besideBucket(view, bucket, kinds);
      if (beside === undefined) {
        view.about(bucket).violation({
          what: "nothing says how long it keeps its objects",
          why: "they are kept, and paid for, for ever; old versions and broken uploads, too, which nobody sees",
          fix: `Make an ${kinds[0]} for it`,
        });
        continue;
      }
      const report = view.about(beside);
      const rules = beside.root.at("rules").items();
      const read = rules.filter((rule) => report.readable(rule) && report.readable(rule.at("status")));
      if (read.length < rules.length) {
        continue;
      }
      const active = read.filter((rule) => rule.at("status").value === "Enabled");
      const demand = (keys: string[], what: string, why: string, fix: string): void => {
        const fields = active.flatMap((rule) => keys.map((key) => rule.at(key)));
        if (fields.some(acts)) {
          return;
        }
        const unknown = fields.find((field) => field.isUnknown);
        if (unknown) {
          report.unknown(unknown);
        } else {
          report.violation({ what: `no rule that is Enabled ${what}`, why, fix });
        }
      };
      demand(
        ["expiration", "transitions", "noncurrentVersionExpiration", "noncurrentVersionTransitions"],
        "expires or moves objects",
        "they are kept, and paid for, for ever",
        "Give a rule an expiration or transitions",
      );
      demand(
        ["abortIncompleteMultipartUpload"],
        "clears away uploads that never ended",
        "their parts are paid for and in no listing",
        "Give a rule abortIncompleteMultipartUpload.daysAfterInitiation",
      );
    }
  },
});

/** A list with something in it, or an object with a setting. */
function acts({ value, known }: Field): boolean {
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  return known && parts.some((part) => typeof part === "object" && part !== null && Object.keys(part).length > 0);
}
