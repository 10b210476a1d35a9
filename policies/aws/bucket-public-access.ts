import { stackRule } from "../support/rule";
import { isTrue } from "../support/values";
import { besideBucket, bucketRule, buckets } from "./buckets";

const block = "aws.s3.BucketPublicAccessBlock";
const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const bucketPublicAccess = stackRule({
  name: "bucket-public-access",
  displayName: "No public bucket",
  description: "Every bucket blocks public access, all four ways.",
  severity: "critical",
  remediationSteps: "Make an aws.s3.BucketPublicAccessBlock with all four switches true.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  covers: [
    "checkov CKV_AWS_53",
    "checkov CKV_AWS_54",
    "checkov CKV_AWS_55",
    "checkov CKV_AWS_56",
    "checkov CKV2_AWS_6",
  ],
  ...bucketRule(block),
  check(view) {
    for (const object of view.objects.filter(({ kind }) => kind === block)) {
      for (const key of switches) {
        view.about(object).expect(object.root.at(key), isTrue, {
          why: "one mistaken policy or ACL publishes the bucket; each switch is off by default here",
          fix: `Set ${key} to true`,
        });
      }
    }
    for (const bucket of buckets(view)) {
      if (besideBucket(view, bucket, [block]).length === 0) {
        view.about(bucket).violation({
          what: `it has no ${block}`,
          why: "one mistaken policy publishes it, and nothing in the program says it may not",
          fix: `Make an ${block} for it with ${switches.join(", ")} true`,
        });
      }
    }
  },
});
