import type { Field } from "../support/field";
import type { Report } from "../support/report";
import { awsRule } from "../support/aws-rule";
import { isText, jsonDocument, texts } from "../support/values";
import { operations } from "./aws";

export const requiredTags = awsRule({
  name: "required-tags",
  displayName: "Tags for owner and cost",
  description:
    "Everything in AWS says whose it is: by the provider's default tags, and instances by their launch template.",
  severity: "medium",
  remediationSteps: "Give the AWS provider defaultTags, and launch templates tagSpecifications.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  ...operations,
  kinds: ["aws.Provider", "aws.ec2.LaunchTemplate"],
  config: {
    keys: { type: "array", items: { type: "string" }, default: [], description: "Tags that everything carries." },
  },
  check(object, report, { config }) {
    const keys = texts(config["keys"]);
    if (object.kind === "aws.Provider") {
      // The engine and the SDK hand a provider's settings over as JSON texts.
      demand(jsonDocument(object.root.at("defaultTags")).at("tags"), keys, report);
      return;
    }
    // Default tags end at the launch template: what EC2 makes from it has those of tagSpecifications only.
    const specifications = object.root.at("tagSpecifications").items();
    for (const type of ["instance", "volume"]) {
      const own = specifications.find(
        (one) => one.isUnknown || one.isMalformed || one.at("resourceType").value === type,
      );
      const perhaps = specifications.map((one) => one.at("resourceType")).find((one) => one.isUnknown);
      if (own === undefined && perhaps !== undefined) {
        report.unknown(perhaps);
        continue;
      }
      demand(own?.at("tags") ?? object.root.at("tagSpecifications").with(undefined).at(type), keys, report);
    }
  },
});

function demand(tags: Field, keys: string[], report: Report): void {
  for (const key of keys) {
    const tag = tags.at(key);
    report.expect(tag, isText, { why: "nobody knows whom to ask, and whose budget pays", fix: `Add the tag ${key}` });
  }
}
