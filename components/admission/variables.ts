import { annotation, podSecurityLabel } from "../shared/vocabulary";
import { cel, type Subject } from "./rule";

/** A named part that the expressions of a policy share; a later one may use an earlier one. */
export interface Variable {
  name: string;
  expression: string;
}

/** Where each kind keeps its pod and the labels of it, as `policies/support/pods.ts` has it. */
const holder = [
  `object.kind == "Pod" ? dyn(object)`,
  `object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template`,
  `object.kind == "PodTemplate" ? dyn(object).template`,
  `dyn(object).spec.template`,
].join(" : ");

const longRunning = `!(object.kind in ["Job", "CronJob"]) && !(variables.pod.?restartPolicy.orValue("") in ["Never", "OnFailure"])`;

const waived = `variables.annotations.filter(key, key.startsWith(${cel(annotation.waivePrefix)}) && variables.annotations[key].matches(r"\\S\\s+until\\s+\\d{4}-\\d{2}-\\d{2}\\s*$"))`;

/** `dyn` throughout: one policy is about several kinds, and a field of one of them is unknown to the others' types. */
const common: Variable[] = [
  { name: "annotations", expression: "dyn(object).metadata.?annotations.orValue({})" },
  { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
  {
    name: "identity",
    expression: `object.kind + "/" + (dyn(object).metadata.?namespace.orValue("") == "" ? "" : dyn(object).metadata.namespace + "/") + dyn(object).metadata.?name.orValue("")`,
  },
  {
    name: "origin",
    expression: `object.kind + "@" + variables.annotations[?${cel(annotation.configPath)}].orValue("")`,
  },
  /** Rules that the object is exempted from, in the words of the pack. Their end is judged there: CEL knows no date. */
  { name: "waivers", expression: `${waived}.map(key, key.replace(${cel(annotation.waivePrefix)}, ""))` },
];

const podVariables: Variable[] = [
  { name: "template", expression: holder },
  { name: "pod", expression: "variables.template.spec" },
  {
    name: "level",
    expression: `namespaceObject.metadata.?labels[?${cel(podSecurityLabel.enforce)}].orValue("restricted")`,
  },
  { name: "containers", expression: "variables.pod.containers + variables.pod.?initContainers.orValue([])" },
  { name: "longRunning", expression: longRunning },
  {
    name: "serving",
    expression: `variables.longRunning ? variables.pod.containers + variables.pod.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue("") == "Always") : []`,
  },
  { name: "windows", expression: `variables.pod.?os.?name.orValue("") == "windows"` },
];

/** The variables of the policy of a subject, in the order in which they build on each other. */
export function variablesOf(subject: Subject): Variable[] {
  return subject === "workloads" ? [...common, ...podVariables] : common;
}
