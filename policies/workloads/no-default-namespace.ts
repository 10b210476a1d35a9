import { cis } from "../support/benchmarks";
import { isWorkload } from "../support/pods";
import { objectRule } from "../support/rule";
import { texts } from "../support/values";

export const noDefaultNamespace = objectRule({
  name: "no-default-namespace",
  displayName: "Not in the default namespace",
  description: "Workloads are in a namespace of their own.",
  severity: "medium",
  remediationSteps: "Set metadata.namespace.",
  url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
  ...cis("4.5.2"),
  tags: ["workloads", "namespaces"],
  covers: ["checkov CKV_K8S_21", "trivy KSV110"],
  config: {
    forbidden: {
      type: "array",
      items: { type: "string" },
      default: ["default", "kube-public", "kube-node-lease"],
      description: "Namespaces without workloads. An object without a namespace is in `default`.",
    },
  },
  applies: isWorkload,
  check(object, report, config) {
    const field = object.root.at("metadata", "namespace");
    const forbidden = texts(config["forbidden"]);
    report.expect(field, (value) => typeof value === "string" && value !== "" && !forbidden.includes(value), {
      why: "there is no quota, no policy and no owner there",
      fix: `Set ${field.path} to a namespace of its own`,
    });
  },
});
