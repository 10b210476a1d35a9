import { podRule } from "../support/rule";
import { texts } from "../support/values";
import { isOfKubernetes } from "../support/namespaced";

const system = ["system-cluster-critical", "system-node-critical"];

export const priorityClass = podRule({
  name: "priority-class",
  displayName: "Priority of pods",
  description:
    "Applications don't push the cluster's own pods aside, and name a priority class where the config asks for one.",
  severity: "medium",
  remediationSteps: "Set priorityClassName to a class for applications.",
  url: "https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/",
  tags: ["workloads", "availability"],

  config: {
    priorityClass: {
      type: "string",
      enum: ["required", "optional"],
      default: "optional",
      description: "Whether every pod names its class; else it has the cluster's default, zero as a rule.",
    },
    allowed: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Classes for applications; none means any.",
    },
  },
  check(pod, report, { config }) {
    if (isOfKubernetes(pod.object)) {
      return;
    }
    const field = pod.spec.at("priorityClassName");
    const allowed = texts(config["allowed"]);
    const free = config["priorityClass"] !== "required";
    const fits = (name: string) => !system.includes(name) && (allowed.length === 0 || allowed.includes(name));
    report.expect(field, (value) => (value === undefined ? free : typeof value === "string" && fits(value)), {
      why: field.absent
        ? "when room gets scarce nothing says who goes first"
        : "when room gets scarce it takes that of the pods that the cluster lives from",
      fix: `Set ${field.path} to ${allowed.length === 0 ? "a class for applications" : allowed.join(" or ")}`,
    });
  },
});
