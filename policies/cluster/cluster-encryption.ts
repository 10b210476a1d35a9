import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { isText } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

export const clusterEncryption = awsRule({
  name: "cluster-encryption",
  displayName: "Envelope encryption of Secrets",
  description: "Kubernetes Secrets are encrypted with a KMS key of the account.",
  severity: "high",
  remediationSteps:
    "Give the cluster a KMS key: encryptionConfig with resources [secrets], or encryptionConfigKeyArn of eks.Cluster.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html",
  ...cis("5.3.1"),
  ...cluster,
  covers: ["checkov CKV_AWS_58", "trivy AVD-AWS-0039"],
  kinds: clusterKinds,
  check(object, report) {
    const config = object.root.at("encryptionConfig");
    const key = config.at("provider", "keyArn");
    report.expect(key, isText, {
      why: "without a key of your own nobody can withdraw it, or see who used it",
      fix: `Set ${key.path} to the ARN of a KMS key`,
    });
    if (!config.absent) {
      const resources = config.at("resources");
      const unsure = resources.items().filter((one) => one.isUnknown);
      if (unsure.length > 0) {
        unsure.forEach((one) => report.unknown(one));
      } else {
        report.expect(resources, (value) => Array.isArray(value) && value.includes("secrets"), {
          why: "the key then encrypts nothing",
          fix: `Set ${resources.path} to [secrets]`,
        });
      }
    }
  },
});
