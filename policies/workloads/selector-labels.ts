import { podOf } from "../support/pods";
import { objectRule } from "../support/rule";
import { selects } from "../support/selectors";
import { isReplicated } from "../availability/replicated";

export const selectorLabels = objectRule({
  name: "selector-labels",
  displayName: "Selectors take their own pods",
  description: "A workload's selector takes the pods of its own template.",
  severity: "medium",
  remediationSteps: "Make spec.selector a subset of the template's labels.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
  tags: ["workloads"],
  covers: ["kube-linter mismatching-selector"],
  applies: (object) =>
    (isReplicated(object) && object.kind !== "ReplicationController") ||
    (object.group === "apps" && object.kind === "DaemonSet"),
  check(object, report) {
    const selector = object.root.at("spec", "selector");
    const pod = podOf(object);
    if (selector.absent || pod === undefined) {
      return; // The API refuses an object without a selector.
    }
    const taken = selects(selector, pod.metadata.at("labels"));
    if (typeof taken !== "boolean") {
      report.readable(taken);
    } else if (!taken) {
      report.violation({
        what: `${selector.path} doesn't take the pods of its own template`,
        why: "the API refuses it",
        fix: `Set ${selector.path} to a subset of the template's labels`,
      });
    }
  },
});
