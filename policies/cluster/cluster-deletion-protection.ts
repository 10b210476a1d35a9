import { awsRule } from "../support/aws-rule";
import { isTrue } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

export const clusterDeletionProtection = awsRule({
  name: "cluster-deletion-protection",
  displayName: "Deletion protection of the cluster",
  description: "The cluster can't be deleted by one call.",
  severity: "high",
  remediationSteps: "Set deletionProtection to true.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
  ...cluster,
  kinds: clusterKinds,
  config: {
    protection: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "`optional` for stacks that come and go.",
    },
  },
  check(object, report, { config }) {
    const field = object.root.at("deletionProtection");
    report.expect(field, (value) => isTrue(value) || config["protection"] === "optional", {
      why: "one mistaken call takes everything that runs in it away",
      fix: `Set ${field.path} to true`,
    });
  },
});
