import { annotation, podSecurityLabel } from "../shared/vocabulary";
import { type AdmissionRule, cel, figure, type RuleConfig, texts } from "./rule";
import { harmlessValues, secretNames, secretShapes } from "./secret-shapes";

const shapes = secretShapes.join("|");

const noSecret = (name: string, value: string) =>
  `!${value}.matches(${cel(shapes)}) && (!${name}.matches(${cel(secretNames)}) || ${value}.matches(${cel(harmlessValues)}))`;

/** An argument of a program: its name and value where it has them, else the whole. */
const noSecretArgument = (text: string) => {
  const parts = `${text}.split("=", 2)`;
  const named = `${text}.matches(${cel("^-{0,2}[\\w.-]+=")})`;
  return `!${text}.matches(${cel(shapes)}) && (!${named} || !${parts}[0].matches(${cel(secretNames)}) || ${parts}[1].matches(${cel(harmlessValues)}))`;
};

const level = `variables.labels[?${cel(podSecurityLabel.enforce)}].orValue("")`;
const reason = `variables.annotations[?${cel(annotation.reason)}].orValue("")`;

const labelled = {
  name: "required-labels",
  level: "mandatory",
  defaults: { labels: [] },
  fix: (config) => `set the labels ${texts(config, "labels").join(", ")}: whom to wake, and whose budget pays`,
} satisfies Omit<AdmissionRule, "subject" | "expression">;

/** Every required label in each of these maps of labels; nothing to judge without one. */
const allIn =
  (...maps: string[]) =>
  (config: RuleConfig) => {
    const labels = texts(config, "labels");
    const inMap = (map: string) => `${cel(labels)}.all(key, ${map}[?key].orValue("") != "")`;
    return labels.length ? maps.map(inMap).join(" && ") : undefined;
  };

/** The part of a CronJob or a Job that says when it ends. */
const job = `(object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec : dyn(object).spec)`;

/** Rules about whole objects: jobs, namespaces, ConfigMaps, and whose anything is. */
export const objectRules: AdmissionRule[] = [
  {
    ...labelled,
    subject: "workloads",
    // Cost is counted by pods, so their template carries the labels too.
    expression: allIn("variables.labels", "variables.template.?metadata.?labels.orValue({})"),
  },
  { ...labelled, subject: "namespaces", expression: allIn("variables.labels") },
  {
    name: "job-limits",
    subject: "workloads",
    level: "mandatory",
    defaults: { maxBackoff: 6, maxSeconds: 86_400 },
    fix: (config) =>
      `set activeDeadlineSeconds to ${figure(config, "maxSeconds")} and backoffLimit to ${figure(config, "maxBackoff")} at most`,
    expression: (config) =>
      `!(object.kind in ["Job", "CronJob"]) || (${job}.?activeDeadlineSeconds.orValue(0) > 0 && ${job}.activeDeadlineSeconds <= ${figure(config, "maxSeconds")} && ${job}.?backoffLimit.orValue(6) <= ${figure(config, "maxBackoff")})`,
  },
  {
    name: "cron-jobs",
    subject: "workloads",
    level: "mandatory",
    defaults: {},
    fix: () => "set concurrencyPolicy to Forbid or Replace, and startingDeadlineSeconds to 10 or more",
    expression: () =>
      `object.kind != "CronJob" || (dyn(object).spec.?concurrencyPolicy.orValue("Allow") in ["Forbid", "Replace"] && dyn(object).spec.?startingDeadlineSeconds.orValue(0) >= 10)`,
  },
  {
    name: "no-literal-secrets",
    subject: "workloads",
    level: "mandatory",
    defaults: {},
    fix: () => "move what looks like a secret in `env`, `command` or `args` to a secret store and refer to it",
    each: () => ({
      list: "containers",
      fine: `c.?env.orValue([]).all(e, ${noSecret("e.name", `e.?value.orValue("")`)}) && (c.?command.orValue([]) + c.?args.orValue([])).all(a, ${noSecretArgument("a")})`,
    }),
  },
  {
    name: "no-literal-secrets",
    subject: "config-maps",
    level: "mandatory",
    defaults: {},
    fix: () => "move what looks like a secret to a secret store",
    expression: () => `dyn(object).?data.orValue({}).all(key, ${noSecret("key", "dyn(object).data[key]")})`,
  },
  {
    name: "namespace-level",
    subject: "namespaces",
    level: "mandatory",
    defaults: {},
    fix: () =>
      `set the label ${podSecurityLabel.enforce} to restricted, or to a lower level with its reason in the annotation ${annotation.reason}`,
    expression: () =>
      `${level} == "restricted" || (${level} in ${cel(["baseline", "privileged"])} && ${reason}.matches(r"\\S"))`,
  },
];
