import { isWorkload } from "../support/pods";
import { objectRule } from "../support/rule";
import { isNamespace } from "../support/seen";
import { isText, texts } from "../support/values";
import { isOfKubernetes } from "../quotas/namespaced";

export const requiredLabels = objectRule({
  name: "required-labels",
  displayName: "Labels for owner and cost",
  description: "Workloads and namespaces say whose they are.",
  severity: "low",
  remediationSteps: "Set the labels.",
  url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
  tags: ["workloads", "ownership"],

  config: {
    labels: { type: "array", items: { type: "string" }, default: [], description: "Labels that every one carries." },
  },
  applies: (object) => isWorkload(object) || isNamespace(object),
  check(object, report, config) {
    if (isOfKubernetes(object)) {
      return;
    }
    for (const key of texts(config["labels"])) {
      const label = object.root.at("metadata", "labels", key);
      report.expect(label, isText, {
        why: "nobody knows whom to wake, and whose budget pays",
        fix: `Set ${label.path}`,
      });
    }
  },
});
