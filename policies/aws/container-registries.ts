import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { isTrue } from "../support/values";

export const containerRegistries = awsRule({
  name: "container-registries",
  displayName: "Container registries",
  description: "Repositories scan images when they are pushed, and a tag never changes its image.",
  severity: "high",
  remediationSteps: "Set imageScanningConfiguration.scanOnPush to true and imageTagMutability to IMMUTABLE.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
  ...cis("5.1.1"),
  tags: ["aws", "images"],
  covers: ["checkov CKV_AWS_163", "checkov CKV_AWS_51", "trivy AVD-AWS-0030", "trivy AVD-AWS-0031"],
  kinds: ["aws.ecr.Repository"],
  check(object, report) {
    const scan = object.root.at("imageScanningConfiguration", "scanOnPush");
    report.expect(scan, isTrue, {
      why: "nobody learns which images have known holes",
      fix: `Set ${scan.path} to true`,
    });
    const tags = object.root.at("imageTagMutability");
    report.expect(tags, (value) => value === "IMMUTABLE" || value === "IMMUTABLE_WITH_EXCLUSION", {
      why: "what is tested under a tag isn't what runs under it later",
      fix: `Set ${tags.path} to IMMUTABLE`,
    });
  },
});
