import { stackRule } from "../support/rule";
import { besideBucket, bucketRule, buckets } from "./buckets";

const kinds = ["aws.s3.BucketVersioning", "aws.s3.BucketVersioningV2"];

export const bucketVersioning = stackRule({
  name: "bucket-versioning",
  displayName: "Versions of objects",
  description: "Every bucket keeps versions.",
  severity: "medium",
  remediationSteps: "Make an aws.s3.BucketVersioning with status Enabled.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
  covers: ["checkov CKV_AWS_21", "trivy AVD-AWS-0090"],
  ...bucketRule(...kinds),
  check(view) {
    for (const bucket of buckets(view)) {
      const beside = besideBucket(view, bucket, kinds);
      const own = bucket.root.at("versioning", "enabled");
      const states = beside.map((object) => object.root.at("versioningConfiguration", "status"));
      const why = "what is overwritten or deleted by mistake is gone";
      if (states.length === 0) {
        view.about(bucket).expect(own, (value) => value === true, {
          why,
          fix: "Make an aws.s3.BucketVersioning for it with versioningConfiguration.status Enabled",
        });
      }
      states.forEach((state, index) => {
        view.about(beside[index] ?? bucket).expect(state, (value) => value === "Enabled", {
          why,
          fix: `Set ${state.path} to Enabled`,
        });
      });
    }
  },
});
