import { isWorkload, podOf } from "../support/pods";
import { objectRule } from "../support/rule";
import { isNamespace } from "../support/seen";
import { isText, texts } from "../support/values";
import { isOfKubernetes } from "../support/namespaced";

export const requiredLabels = objectRule({
  name: "required-labels",
  displayName: "Labels for owner and cost",
  description: "Workloads, their pods and namespaces say whose they are.",
  severity: "low",
  remediationSteps: "Set the labels, on workloads also in the template of their pods.",
  url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
  tags: ["workloads", "ownership"],
  config: {
    labels: { type: "array", items: { type: "string" }, default: [], description: "Labels that every one carries." },
    fill: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description:
        "At the level `remediate`: what a missing label is filled in with, by label. One that isn't named stays a finding.",
    },
  },
  applies: (object) => isWorkload(object) || isNamespace(object),
  remedy({ fill }) {
    const missing = Object.entries(fill as Record<string, string>);
    const labels = missing.map(([key, value]) => ({ at: ["metadata", "labels", key], value }));
    return { object: labels, template: labels };
  },
  check(object, report, config) {
    if (isOfKubernetes(object)) {
      return;
    }
    // Cost is counted by pods, so their template carries the labels too.
    const template = podOf(object)?.metadata;
    const places = [object.root.at("metadata"), ...(template === undefined ? [] : [template])];
    for (const label of places.flatMap((at) => texts(config["labels"]).map((key) => at.at("labels", key)))) {
      report.expect(label, isText, {
        why: "nobody knows whom to wake, and whose budget pays",
        fix: `Set ${label.path}`,
      });
    }
  },
});
