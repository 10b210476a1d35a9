import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { isText } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

export const clusterEncryption = awsRule({
  name: "cluster-encryption",
  displayName: "Envelope encryption of Secrets",
  description: "Kubernetes Secrets are encrypted with a KMS key of the account.",
  severity: "high",
  remediationSteps: "Give the cluster a KMS key: encryptionConfigKeyArn, or encryptionConfig with resources [secrets].",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html",
  ...cis("5.3.1"),
  ...cluster,
  covers: ["checkov CKV_AWS_58", "trivy AVD-AWS-0039"],
  kinds: clusterKinds,
  check(object, report) {
    const component = object.kind === "eks.Cluster";
    const config = object.root.at("encryptionConfig");
    const key = component ? object.root.at("encryptionConfigKeyArn") : config.at("provider", "keyArn");
    report.expect(key, isText, {
      why: "without a key of your own nobody can withdraw it, or see who used it",
      fix: `Set ${key.path} to the ARN of a KMS key`,
    });
    if (!component && !config.absent) {
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
