import { globs, imageRules } from "./image-rules";
import { objectRules } from "./object-rules";
import { podRules } from "./pod-rules";
import { probeRules } from "./probe-rules";
import { resourceRules } from "./resource-rules";
import { type AdmissionRule, cel, type RuleConfig, type RuleLevel, type Subject } from "./rule";
import { variablesOf } from "./variables";

/** Every rule, in the order in which the policy pack has them. */
export const admissionRules: readonly AdmissionRule[] = [
  ...podRules,
  ...resourceRules,
  ...probeRules,
  ...imageRules,
  ...objectRules,
];

/** What the config of the policy pack says of a rule; what it leaves out is the rule's own. */
export interface RuleSettings {
  level?: RuleLevel | undefined;
  config: RuleConfig;
  /** Exempt objects: `Kind/namespace/name` or `Kind@config.path`, with `*` for any characters. */
  waivers: readonly string[];
}

/** Settings of rules by name, as the config of the policy pack has them. */
export type PackSettings = (rule: string) => RuleSettings;

/** One ValidatingAdmissionPolicy: rules of one subject and one level. */
export interface PolicyPlan {
  name: string;
  subject: Subject;
  level: Exclude<RuleLevel, "disabled">;
  spec: Record<string, unknown>;
}

const everywhere = ["CREATE", "UPDATE"];

const resourceRulesOf: Record<Subject, { apiGroups: string[]; apiVersions: string[]; resources: string[] }[]> = {
  workloads: [
    {
      apiGroups: [""],
      apiVersions: ["v1"],
      // Both subresources send the whole pod: an ephemeral container, and other requests and limits of one that runs.
      // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
      resources: ["pods", "pods/ephemeralcontainers", "pods/resize", "podtemplates", "replicationcontrollers"],
    },
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    },
    { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["cronjobs", "jobs"] },
    { apiGroups: ["argoproj.io"], apiVersions: ["v1alpha1"], resources: ["rollouts"] },
  ],
  namespaces: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["namespaces"] }],
  "config-maps": [{ apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] }],
};

/**
 * The policies of the cluster: one for each subject and level of which there is a rule. Pure.
 *
 * What the cluster's own controllers make of a judged template is not judged again: they could not mend it, and a waiver
 * stands on the workload. `makers` are operators of which the same holds.
 *
 * Fields: Kubernetes v1.36, staging/src/k8s.io/api/admissionregistration/v1/types.go; libraries of CEL:
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
export function admissionPolicies(pack: PackSettings, makers: readonly string[]): PolicyPlan[] {
  const subjects = Object.keys(resourceRulesOf) as Subject[];
  return subjects.flatMap((subject) =>
    (["mandatory", "advisory"] as const).flatMap((level) => {
      const validations = admissionRules
        .filter((rule) => rule.subject === subject && (pack(rule.name).level ?? rule.level) === level)
        .flatMap((rule) => validation(rule, pack(rule.name)));
      if (!validations.length) return [];
      const name = `platform-${subject}${level === "advisory" ? "-advice" : ""}`;
      return [{ name, subject, level, spec: policySpec(subject, validations, makers) }];
    }),
  );
}

function policySpec(subject: Subject, validations: Record<string, unknown>[], makers: readonly string[]) {
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      matchPolicy: "Equivalent",
      resourceRules: resourceRulesOf[subject].map((rule) => ({ ...rule, operations: everywhere, scope: "*" })),
    },
    matchConditions: matchConditions(subject, makers),
    variables: variablesOf(subject),
    validations,
    // Who opted out of what stands in the audit log of each request; an empty text is left out.
    auditAnnotations: [{ key: "waivers", valueExpression: `variables.waivers.join(", ")` }],
  };
}

function matchConditions(subject: Subject, makers: readonly string[]) {
  const controller = `(request.userInfo.username.startsWith("system:serviceaccount:kube-system:") && request.userInfo.username.endsWith("-controller"))`;
  return [
    // What is being deleted only loses finalizers, and must not be held back.
    { name: "not-being-deleted", expression: "!has(object.metadata.deletionTimestamp)" },
    {
      name: "not-made-from-a-judged-template",
      expression: `!(request.userInfo.username in ${cel(["system:kube-controller-manager", ...makers])}) && !${controller}`,
    },
    ...(subject === "workloads"
      ? // One with `workloadRef` has its pods from a Deployment, which is judged.
        [{ name: "has-a-pod", expression: `object.kind != "Rollout" || has(dyn(object).spec.template)` }]
      : []),
  ];
}

function validation(rule: AdmissionRule, settings: RuleSettings): Record<string, unknown>[] {
  const config = { ...rule.defaults, ...settings.config };
  const passes = [
    ...(rule.hardening ? [`variables.level == "privileged"`] : []),
    `${cel(rule.name)} in variables.waivers`,
    ...waivedByConfig(settings.waivers),
  ];
  const message = `${rule.name}: ${rule.fix(config)}`;
  const wrap = (body: string) => [...passes, `(${body})`].join(" || ");
  const whole = rule.expression?.(config);
  if (whole !== undefined) return [{ expression: wrap(whole), message, reason: "Forbidden" }];
  const each = rule.each?.(config);
  if (each === undefined) return [];
  const list = `variables.${each.list}`;
  const guilty = `${list}.filter(c, !(${each.fine})).map(c, string(c.name)).join(", ")`;
  return [
    {
      expression: wrap(`${list}.all(c, ${each.fine})`),
      message,
      messageExpression: `${cel(`${rule.name}: container `)} + ${guilty} + ${cel(`: ${rule.fix(config)}`)}`,
      reason: "Forbidden",
    },
  ];
}

/** Its end is judged by the pack, at every preview: CEL knows no date. */
function waivedByConfig(patterns: readonly string[]): string[] {
  if (!patterns.length) return [];
  const pattern = cel(globs(patterns));
  return [`variables.identity.matches(${pattern})`, `variables.origin.matches(${pattern})`];
}
