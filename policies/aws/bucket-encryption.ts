import { stackRule } from "../support/rule";
import { besideBucket, bucketRule, buckets } from "./buckets";

const kinds = ["aws.s3.BucketServerSideEncryptionConfiguration", "aws.s3.BucketServerSideEncryptionConfigurationV2"];

// Since 2023 S3 encrypts every new object with a key of its own (SSE-S3); what a program can add is a key of the account.
export const bucketEncryption = stackRule({
  name: "bucket-encryption",
  displayName: "Encryption of buckets",
  description: "Every bucket says how it encrypts, with a KMS key where the config asks for one.",
  severity: "medium",
  remediationSteps: "Make an aws.s3.BucketServerSideEncryptionConfiguration.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
  covers: ["checkov CKV_AWS_145", "trivy AVD-AWS-0132"],
  ...bucketRule(...kinds),
  config: {
    algorithms: {
      type: "array",
      items: { type: "string", enum: ["AES256", "aws:kms", "aws:kms:dsse"] },
      default: ["AES256", "aws:kms", "aws:kms:dsse"],
      description: 'What may encrypt; ["aws:kms"] asks for a key whose use is logged and can be withdrawn.',
    },
  },
  check(view) {
    const allowed = Array.isArray(view.config["algorithms"]) ? view.config["algorithms"] : [];
    for (const bucket of buckets(view)) {
      const beside = besideBucket(view, bucket, kinds);
      const places = beside.length > 0 ? beside : [bucket];
      for (const object of places) {
        const report = view.about(object);
        const rules =
          object === bucket
            ? [object.root.at("serverSideEncryptionConfiguration", "rule")]
            : object.root.at("rules").items();
        const why = "nobody can tell from the program who holds the key";
        if (rules.length === 0) {
          report.expect(object.root.at("rules"), () => false, { why, fix: "Give it a rule with an sseAlgorithm" });
        }
        for (const rule of rules) {
          const algorithm = rule.at("applyServerSideEncryptionByDefault", "sseAlgorithm");
          report.expect(algorithm, (value) => allowed.includes(value), {
            why,
            fix:
              object === bucket
                ? "Make an aws.s3.BucketServerSideEncryptionConfiguration for it"
                : `Set ${algorithm.path} to one of ${allowed.join(", ")}`,
          });
        }
      }
    }
  },
});
