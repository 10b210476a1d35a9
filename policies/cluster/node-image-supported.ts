import { awsRule } from "../support/aws-rule";

export const nodeImageSupported = awsRule({
  name: "node-image-supported",
  displayName: "Supported node images",
  description: "Nodes run an operating system that gets fixes.",
  severity: "high",
  remediationSteps: "Use Amazon Linux 2023 or Bottlerocket.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html",
  tags: ["cluster", "nodes"],
  kinds: ["aws.eks.NodeGroup"],
  check(object, report) {
    const field = object.root.at("amiType");
    const given = !object.root.at("launchTemplate").absent;
    // EKS publishes no images of Amazon Linux 2 since 2025-11-26 (EKS user guide, eks-ami-deprecation-faqs).
    report.expect(
      field,
      (value) => (value === undefined && given) || (typeof value === "string" && !/^AL2_/.test(value)),
      {
        why: "EKS chooses by the cluster's version, or the image has had no fixes since 2025-11-26",
        fix: `Set ${field.path} to an AL2023 or BOTTLEROCKET type`,
      },
    );
  },
});
