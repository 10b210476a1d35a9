import { podRule } from "../support/rule";
import { accountable, expectQuantity, quotas, resource } from "./resources";

// The anchors disagree: kube-score, Polaris, checkov and trivy require a CPU limit, Kyverno and Datree forbid it.
export const cpuLimit = podRule({
  name: "cpu-limit",
  displayName: "CPU limit",
  description: "Containers have a CPU limit, or none, as the stack decides.",
  severity: "low",
  remediationSteps: "Set or remove resources.limits.cpu.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  ...quotas,
  covers: ["checkov CKV_K8S_11", "trivy KSV011"],
  config: {
    cpuLimit: {
      type: "string",
      enum: ["required", "forbidden", "optional"],
      default: "optional",
      description: "`required` bounds a noisy neighbour, `forbidden` keeps idle CPU usable; `optional` judges nothing.",
    },
  },
  check(pod, report, { config }) {
    for (const container of accountable(pod)) {
      if (config["cpuLimit"] === "required") {
        expectQuantity(report, container, "limits", "cpu", "it can slow down every other container of its node");
      } else if (config["cpuLimit"] === "forbidden") {
        report.expect(resource(container, "limits", "cpu"), (value) => value === undefined, {
          why: "it is throttled even while its node has CPU to spare, and this stack forbids that",
          fix: `Remove ${container.setting("resources.limits.cpu")}`,
        });
      }
    }
  },
});
