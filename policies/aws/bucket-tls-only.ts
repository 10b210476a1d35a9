import type { Field } from "../support/field";
import { stackRule } from "../support/rule";
import { isFalse, jsonDocument, oneOrMany } from "../support/values";
import { besideBucket, bucketRule, buckets } from "./buckets";

const kind = "aws.s3.BucketPolicy";

export const bucketTlsOnly = stackRule({
  name: "bucket-tls-only",
  displayName: "Buckets over TLS only",
  description: "Every bucket refuses requests without TLS.",
  severity: "high",
  remediationSteps: "Deny s3:* where aws:SecureTransport is false, in the bucket's policy.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  ...bucketRule(kind),
  check(view) {
    for (const bucket of buckets(view)) {
      const policies = besideBucket(view, bucket, [kind]).map((object) => object.root.at("policy"));
      const own = bucket.root.at("policy");
      const documents = (own.absent ? policies : [...policies, own]).map(jsonDocument);
      const statements = documents.flatMap((document) => oneOrMany(document.at("Statement")));
      if (statements.some(refusesPlain)) {
        continue;
      }
      const unknown = [...documents, ...statements].find((field) => field.isUnknown);
      if (unknown) {
        // A policy that names the bucket's ARN is unknown until the bucket exists.
        view.about(bucket).unknown(unknown.ownedBy("its policy"));
        continue;
      }
      view.about(bucket).violation({
        what: "no policy of it refuses requests without TLS",
        why: "S3 also answers plain HTTP",
        fix: `Make an ${kind} that denies s3:* to everybody where aws:SecureTransport is "false"`,
      });
    }
  },
});

function refusesPlain(statement: Field): boolean {
  const actions = oneOrMany(statement.at("Action")).map((action) => action.value);
  const principal = statement.at("Principal");
  const everybody = principal.value === "*" || oneOrMany(principal.at("AWS")).some((one) => one.value === "*");
  return (
    statement.at("Effect").value === "Deny" &&
    everybody &&
    actions.some((action) => action === "s3:*" || action === "*") &&
    oneOrMany(statement.at("Condition", "Bool", "aws:SecureTransport")).some((one) => isFalse(one.value))
  );
}
