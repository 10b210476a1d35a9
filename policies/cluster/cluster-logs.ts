import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { texts } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

const types = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export const clusterLogs = awsRule({
  name: "cluster-logs",
  displayName: "Control plane logs",
  description: "The control plane writes its logs.",
  severity: "high",
  remediationSteps: "List the log types in enabledClusterLogTypes.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
  ...cis("2.1.1"),
  ...cluster,
  covers: ["checkov CKV_AWS_37", "trivy AVD-AWS-0038"],
  kinds: clusterKinds,
  config: {
    types: {
      type: "array",
      items: { type: "string", enum: types },
      default: types,
      description: "Log types that must be on. `audit` is the one without which nobody can say who did what.",
    },
  },
  check(object, report, { config }) {
    const enabled = object.root.at("enabledClusterLogTypes");
    if (!report.readable(enabled)) {
      return;
    }
    const items = enabled.items();
    items.forEach((item) => {
      report.expect(item, (value) => types.includes(value as string), {
        why: "that is no log type",
        fix: `Set ${item.path} to one of ${types.join(", ")}`,
      });
    });
    const unsure = items.some((item) => item.isUnknown);
    const missing = texts(config["types"]).filter((type) => !items.some((item) => item.value === type));
    if (missing.length > 0 && !unsure) {
      report.violation({
        what: `it does not log ${missing.join(", ")}`,
        why: "after an incident nobody can say who did what",
        fix: `Add ${missing.join(", ")} to ${enabled.path}`,
      });
    }
  },
});
