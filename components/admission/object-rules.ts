import { annotation, podSecurityLabel } from "../shared/vocabulary";
import { type AdmissionRule, cel, figure, type RuleConfig, texts } from "./rule";

// As policies/workloads/secret-shapes.ts, in RE2.
const secretNames =
  "(?i)(^|[._-])(password|passwd|passphrase|pwd|secret|token|api[._-]?key|private[._-]?key|access[._-]?key|secret[._-]?access[._-]?key|client[._-]?secret|credentials?|connection[._-]?string|dsn)$";
const secretShapes = [
  "-----BEGIN [A-Z ]*PRIVATE KEY-----",
  "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b",
  "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b",
  "\\bgithub_pat_\\w{50,}\\b",
  "\\bxox[abprs]-[A-Za-z0-9-]{10,}\\b",
  "\\bsk_live_[0-9a-zA-Z]{20,}\\b",
  "\\b[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s:@$]{3,}@",
].join("|");
const harmless = "^(true|false|\\d{1,6}|/[\\w./-]*|\\$\\(\\w+\\)|arn:aws[\\w-]*:[\\w:/*.-]+|https?://[^@]*)?$";

const noSecret = (name: string, value: string) =>
  `!${value}.matches(${cel(secretShapes)}) && (!${name}.matches(${cel(secretNames)}) || ${value}.matches(${cel(harmless)}))`;

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
    fix: () => "move what looks like a secret in `env` to a secret store and refer to it",
    each: () => ({
      list: "containers",
      fine: `c.?env.orValue([]).all(e, ${noSecret("e.name", `e.?value.orValue("")`)})`,
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
