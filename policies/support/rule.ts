import type {
  Policy,
  PolicyConfigSchema,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Kind, kindOf, kubeObject, type KubeObject } from "./kube-object";
import { mayHavePods, podsOf, type Pod } from "./pods";
import { factualObject, rememberFacts } from "./remote";
import { apply, type Remedy } from "./remedy";
import { Report, type RuleSettings } from "./report";
import { isNamespace, levelOf, levels, remember, rememberNamespace, type Level } from "./seen";
import { stackOf, subject, subjectKind, type Stack } from "./stack";
import { isDate } from "./waivers";

/** A policy of the pack: plain data that `policies/index.ts` serves and the offline runner calls. */
export type Rule = ResourceValidationPolicy | StackValidationPolicy;

type Properties = PolicyConfigSchema["properties"];
type Config = Record<string, unknown>;

/** What every rule says of itself. `configSchema` here is the rule's own part, without the keys all rules have. */
export type About = Required<Pick<Policy, "name" | "displayName" | "description" | "severity" | "remediationSteps">> &
  Pick<Policy, "url" | "framework" | "tags" | "enforcementLevel"> & {
    config?: Properties;
    /** Items of benchmarks and scanners that the rule covers beside `framework`: `checkov CKV_AWS_39`. */
    covers?: string[];
  };

export const scopes = new WeakMap<Rule, (type: string) => boolean>();

/**
 * The resource types that a rule can have something to say about: a runner needn't show it the others. A rule that is
 * none of the pack's may be about anything.
 */
export function scopeOf(rule: Rule): (type: string) => boolean {
  return scopes.get(rule) ?? (() => true);
}

const common: Properties = {
  waivers: {
    type: "object",
    additionalProperties: { type: "string" },
    description:
      'Exempt objects, for those that can\'t carry an annotation (charts): "Kind/namespace/name", with * for any ' +
      'characters, to "<reason> until <yyyy-mm-dd>".',
  },
  today: {
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    description: "Date that waivers are measured against. Default: $PLATFORM_TODAY, else the clock (UTC).",
  },
};

const podSecurityConfig: Properties = {
  namespaceLevels: {
    type: "object",
    additionalProperties: { type: "string", enum: [...levels] },
    default: { "kube-system": "privileged" },
    description: "Pod Security levels of namespaces that the stack doesn't make itself; others are `restricted`.",
  },
};

/** A rule about the one pod that a workload describes. */
export function podRule(
  about: About & {
    /** The lowest Pod Security level of a namespace at which the rule applies; without it, the rule applies at all. */
    from?: Exclude<Level, "privileged">;
    check: (pod: Pod, report: Report, context: { level: Level; config: Config }) => void;
    remedy?: Remedy;
  },
): ResourceValidationPolicy {
  const { from, check, remedy, ...rest } = about;
  const rule = withCommon(rest, from === undefined ? {} : podSecurityConfig);
  scopes.set(rule, (type) => {
    const kind = kindOf(type);
    return kind !== undefined && (mayHavePods(kind) || isNamespace(kind));
  });
  return judgedBy(rule, remedy, (args) => {
    const object = kubeObject(args);
    if (object === undefined) {
      return undefined;
    }
    if (isNamespace(object)) {
      rememberNamespace(object);
      return undefined;
    }
    const pods = podsOf(object);
    if (pods.length === 0) {
      return undefined;
    }
    const config = configOf(rule, args.getConfig());
    const level = levelOf(object.namespace, record(config["namespaceLevels"]));
    if (from !== undefined && levels.indexOf(level) < levels.indexOf(from)) {
      return undefined;
    }
    const report = new Report(object, () => settings(rule, config));
    pods.forEach((pod) => {
      check(pod, report, { level, config });
    });
    return report;
  });
}

/** Makes a rule send what its judge finds and, where it has a remedy, apply that to what its judge complains about. */
function judgedBy(
  rule: ResourceValidationPolicy,
  remedy: Remedy | ((config: Config) => Remedy) | undefined,
  judge: (args: ResourceValidationArgs) => Report | undefined,
): ResourceValidationPolicy {
  rule.validateResource = (args, reportViolation) => judge(args)?.send(reportViolation);
  if (remedy !== undefined) {
    rule.remediateResource = (args) => {
      const report = judge(args);
      // What a patch leaves out isn't missing: there is nothing to fill in.
      if (!report?.complains() || report.object.patch) {
        return undefined;
      }
      const what = typeof remedy === "function" ? remedy(configOf(rule, args.getConfig())) : remedy;
      return apply(what, report.object, args.props) ? args.props : undefined;
    };
  }
  return rule;
}

const none: Kind = { group: "", kind: "" };

/** A rule about single Kubernetes objects of some kinds. */
export function objectRule(
  about: About & {
    applies: (kind: Kind) => boolean;
    check: (object: KubeObject, report: Report, config: Config) => void;
    /** What may be filled in, or how the config says so. */
    remedy?: Remedy | ((config: Config) => Remedy);
  },
): ResourceValidationPolicy {
  const { applies, check, remedy, ...rest } = about;
  const rule = withCommon(rest);
  scopes.set(rule, (type) => {
    const kind = kindOf(type);
    return kind !== undefined && applies(kind);
  });
  return judgedBy(rule, remedy, (args) => {
    rememberFacts(args);
    const object = applies(kindOf(args.type) ?? none) ? factualObject(args) : undefined;
    if (object === undefined) {
      return undefined;
    }
    const config = configOf(rule, args.getConfig());
    const report = new Report(object, () => settings(rule, config));
    check(object, report, config);
    return report;
  });
}

/** Objects of the whole stack, with a report for each that is complained about. */
export interface StackView extends Stack {
  config: Config;
  about: (object: KubeObject) => Report;
}

/**
 * A rule about the objects of a stack together, those of Kubernetes and those of AWS. It has a resource part too, which only notes the inputs:
 * see `seen.ts` for why outputs won't do.
 */
export function stackRule(
  about: About & { needs: (kind: Kind) => boolean; check: (view: StackView) => void },
): ResourceValidationPolicy & StackValidationPolicy {
  const { needs, check, ...rest } = about;
  const rule = withCommon(rest) as ResourceValidationPolicy & StackValidationPolicy;
  scopes.set(rule, (type) => {
    const kind = subjectKind(type);
    return kind !== undefined && needs(kind);
  });
  rule.validateResource = (args) => {
    rememberFacts(args);
    const object = subject(args);
    if (object !== undefined && needs(object)) {
      remember(object);
    }
  };
  rule.validateStack = (args, reportViolation) => {
    const config = configOf(rule, args.getConfig());
    const reports = new Map<KubeObject, Report>();
    const stack = stackOf(args.resources);
    const objects = stack.objects.filter(needs);
    const about = (object: KubeObject): Report => {
      const report = reports.get(object) ?? new Report(object, () => settings(rule, config));
      reports.set(object, report);
      return report;
    };
    check({ ...stack, objects, config, about });
    if (Object.keys(record(config["waivers"])).length > 0) {
      objects.forEach(about); // a waiver that is over is said of objects that are fine, too
    }
    for (const report of reports.values()) {
      report.send(reportViolation);
    }
  };
  return rule;
}

export function withCommon(about: About, extra: Properties = {}): ResourceValidationPolicy {
  const { config, ...policy } = about;
  return {
    enforcementLevel: "mandatory",
    ...policy,
    configSchema: { properties: { ...config, ...extra, ...common } },
  };
}

const configs = new WeakMap<object, Config>();

/** The engine fills defaults in from the schema; a pack that runs without its config must not depend on it. */
export function configOf(rule: Policy, given: object): Config {
  let config = configs.get(given);
  if (config === undefined) {
    const properties = Object.entries(rule.configSchema?.properties ?? {});
    const defaults = properties.map(([key, schema]) => [key, schema.default] as const);
    config = { ...Object.fromEntries(defaults.filter(([, value]) => value !== undefined)), ...given };
    configs.set(given, config);
  }
  return config;
}

// Every report asks for them, and all of one rule in a run have the same config.
const made = new WeakMap<Config, RuleSettings>();

export function settings(rule: Policy, config: Config): RuleSettings {
  let one = made.get(config);
  if (one === undefined) {
    one = { name: rule.name, description: rule.description, today: today(config), waivers: record(config["waivers"]) };
    made.set(config, one);
  }
  return one;
}

export function today(config: Config): string {
  const given = config["today"] ?? process.env["PLATFORM_TODAY"];
  return typeof given === "string" && isDate(given) ? given : new Date().toISOString().slice(0, 10);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
