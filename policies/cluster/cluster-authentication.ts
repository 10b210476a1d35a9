import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { isFalse } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

export const clusterAuthentication = awsRule({
  name: "cluster-authentication",
  displayName: "Access to the cluster",
  description: "Who may use the cluster stands in access entries alone.",
  severity: "high",
  remediationSteps: "Set authenticationMode to API and bootstrapClusterCreatorAdminPermissions to false.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
  ...cis("4.1.7"),
  ...cluster,
  kinds: clusterKinds,
  config: {
    creator: {
      type: "string",
      enum: ["forbidden", "allowed"],
      default: "forbidden",
      description:
        "Whether the creator may stay administrator without an access entry; the eks component insists on it.",
    },
  },
  check(object, report, { config }) {
    const mode = object.root.at("accessConfig", "authenticationMode");
    report.expect(mode, (value) => value === "API", {
      why: "the aws-auth ConfigMap is a second list of administrators, which no AWS permission guards",
      fix: `Set ${mode.path} to "API"`,
    });
    // The eks component (4.3) has no argument for it and always asks for `true`.
    if (config["creator"] !== "allowed") {
      const creator = object.root.at("accessConfig", "bootstrapClusterCreatorAdminPermissions");
      report.expect(creator, isFalse, {
        why: "whoever made the cluster stays its administrator for good, and no access entry says so; EKS's default",
        fix: `Set ${creator.path} to false and name administrators in access entries`,
      });
    }
  },
});
