import { UnknownValueError, type ReportViolation } from "@pulumi/policy";
import { scopeOf, type Rule } from "../../policies/support/rule";
import type { KubeObject } from "../../policies/support/kube-object";
import { forgetAll, isNamespace, rememberNamespace } from "../../policies/support/seen";
import { rememberFacts } from "../../policies/support/remote";
import { subject } from "../../policies/support/stack";
import { annotatedWaivers, type Waiver } from "../../policies/support/waivers";
import type { RecordedResource } from "../recorded";
import { asEngine } from "../remote-children";
import { packConfig, type RuleConfig } from "./config";
import { remediated, type Remediation } from "./remediate";
import { NotApplicable, resourceArgs, stackArgs, type Judged } from "./sdk-args";
import { configuredLevels, configuredWaivers, standingWaiver } from "./waivers";
import { policyProps, redact } from "./wire";

export type { Remediation, Waiver };

export interface Finding {
  policy: string;
  level: "mandatory" | "advisory";
  urn: string;
  message: string;
  /** Path in the stack's config that made the object, `services.api`. */
  path?: string;
  /** `unknown`: the rule met a value that only a deployment knows. Always advisory. */
  kind: "violation" | "unknown";
}

export interface PolicyRun {
  findings: Finding[];
  waivers: Waiver[];
  /** What rules at the level `remediate` changed before anything was judged; the engine does the same. */
  remediations: Remediation[];
  /** What is wrong with the policy config, and rules that crashed: the run can't be trusted while there are any. */
  problems: string[];
}

export interface PolicyRunArgs {
  resources: RecordedResource[];
  stack: string;
  project: string;
  /** The JSON that `--policy-pack-config` takes. */
  config: unknown;
  rules: Rule[];
  /** `yyyy-mm-dd`, for the ends of waivers; a rule's own `today` in the config wins. */
  today: string;
}

/**
 * Runs the rules of the pack over recorded resources as the engine would run the pack over the stack: remote components
 * show no inputs, and have the children that their plugins make.
 */
export async function runPolicies(given: PolicyRunArgs): Promise<PolicyRun> {
  const args = { ...given, resources: asEngine(given.resources) };
  const { rules: configs, problems } = packConfig(args.rules, args.config);
  for (const { properties } of configs.values()) {
    properties["today"] ??= args.today;
  }
  const { resources, remediations } = await afterRemediation(args, configs, problems);
  const judged = resources.map((recorded): Judged => ({ recorded, ...decoded(recorded) }));
  const findings: Finding[] = [];
  const sink = new Sink(judged, findings, problems);
  const objects = judged.flatMap((one) => objectOf(one) ?? []);

  // The rules remember what they see, see policies/support/seen.ts. The engine shows namespaces before what depends on
  // them; recorded resources may have been sorted in between, so they are noted first, as are the records of remote components.
  forgetAll();
  objects.filter(isNamespace).forEach(rememberNamespace);
  judged.forEach(({ recorded, props }) => {
    rememberFacts({ ...recorded, props });
  });
  const resourceRules = args.rules.flatMap((rule) => {
    const config = active(configs, rule);
    const validations = "validateResource" in rule ? [rule.validateResource ?? []].flat() : [];
    return config ? validations.map((validate) => ({ rule, config, validate })) : [];
  });
  const concerned = byType(resourceRules);
  for (const one of judged) {
    const { urn, type } = one.recorded;
    let current: (typeof resourceRules)[number] | undefined;
    const bag = resourceArgs(one, () => current?.config.properties ?? {});
    const report: ReportViolation = (message, of) => {
      if (current) {
        sink.of(current.rule, current.config, urn)(message, of);
      }
    };
    for (const next of concerned(type)) {
      current = next;
      const pending = sink.guard(next.rule, urn, () => next.validate(bag, report));
      if (pending) {
        await pending;
      }
    }
  }
  const stackUrn = `urn:pulumi:${args.stack}::${args.project}::pulumi:pulumi:Stack::${args.project}-${args.stack}`;
  const stack = stackArgs(judged);
  for (const rule of args.rules) {
    const config = active(configs, rule);
    if (config && "validateStack" in rule) {
      const withConfig = { ...stack, getConfig: <T extends object>() => config.properties as T };
      const pending = sink.guard(rule, stackUrn, () => rule.validateStack(withConfig, sink.of(rule, config, stackUrn)));
      if (pending) {
        await pending;
      }
    }
  }
  forgetAll();
  const configured = configuredWaivers(configs, args.today);
  const waivers = objects.flatMap((object) => [
    ...annotatedWaivers(object, args.today),
    ...configured(object),
    ...standingWaiver(object),
  ]);
  return { findings, waivers: [...waivers, ...configuredLevels(objects, configs)], remediations, problems };
}

/** The rules that can have something to say about resources of a type. */
function byType<R extends { rule: Rule }>(all: R[]): (type: string) => R[] {
  const scopes = all.map((one) => ({ one, scope: scopeOf(one.rule) }));
  const known = new Map<string, R[]>();
  return (type) => {
    const some = known.get(type) ?? scopes.flatMap(({ one, scope }) => (scope(type) ? one : []));
    known.set(type, some);
    return some;
  };
}

/** Inputs never change once they are recorded, and one process may judge them often: a test does, thousands of times. */
const known = new WeakMap<object, ReturnType<typeof policyProps>>();

function decoded({ inputs }: RecordedResource): ReturnType<typeof policyProps> {
  const props = known.get(inputs) ?? policyProps(inputs);
  known.set(inputs, props);
  return props;
}

/** Resources as the engine has them after the rules at the level `remediate`; the same ones when there are none. */
async function afterRemediation(args: PolicyRunArgs, configs: Map<string, RuleConfig>, problems: string[]) {
  if (![...configs.values()].some(({ level }) => level === "remediate")) {
    return { resources: args.resources, remediations: [] };
  }
  forgetAll();
  args.resources
    .flatMap((recorded) => objectOf({ recorded, ...policyProps(recorded.inputs) }) ?? [])
    .filter(isNamespace)
    .forEach(rememberNamespace);
  const results = [];
  for (const recorded of args.resources) {
    results.push(await remediated(recorded, args.rules, configs, problems));
  }
  return {
    resources: results.map((one) => one.recorded),
    remediations: results.flatMap((one) => one.remediations),
  };
}

function active(configs: Map<string, RuleConfig>, rule: Rule): RuleConfig | undefined {
  const config = configs.get(rule.name);
  return config?.level === "disabled" ? undefined : config;
}

function objectOf(one: Judged): KubeObject | undefined {
  const { type, name, urn } = one.recorded;
  return subject({ type, name, urn, props: one.props });
}

/** Turns what rules report into findings, as the SDK's server does. */
class Sink {
  private readonly byUrn: Map<string, Judged>;

  constructor(
    judged: Judged[],
    private readonly findings: Finding[],
    private readonly problems: string[],
  ) {
    this.byUrn = new Map(judged.map((one) => [one.recorded.urn, one]));
  }

  of(rule: Rule, config: RuleConfig, fallback: string): ReportViolation {
    return (message: unknown, urn?: string) => {
      // An object may set message, urn and level of one finding: server.js, makeReportViolationFun.
      const given = (typeof message === "object" ? message : { message }) as Partial<Finding> & {
        enforcementLevel?: RuleConfig["level"];
      };
      const text = given.message ?? "";
      this.push(rule, {
        level: (given.enforcementLevel ?? config.level) === "advisory" ? "advisory" : "mandatory",
        urn: given.urn ?? urn ?? fallback,
        message: text.startsWith(`${rule.description}\n`)
          ? text.slice(rule.description.length + 1)
          : text || rule.description,
        kind: given.kind ?? "violation",
      });
    };
  }

  /** Calls a rule. A promise comes back only from a rule that is asynchronous: the others must not yield in between. */
  guard(rule: Rule, urn: string, call: () => void | Promise<void>): void | Promise<void> {
    try {
      return call()?.catch((reason: unknown) => {
        this.failed(rule, urn, reason);
      });
    } catch (error) {
      this.failed(rule, urn, error);
    }
  }

  private failed(rule: Rule, urn: string, error: unknown): void {
    if (error instanceof UnknownValueError) {
      const message = `can't run policy '${rule.name}' during preview: ${String((error as Error).message)}`;
      this.push(rule, { level: "advisory", urn, message, kind: "unknown" });
    } else if (!(error instanceof NotApplicable)) {
      this.problems.push(`${rule.name} crashed on ${urn}: ${String(error)}`);
    }
  }

  private push(rule: Rule, finding: Omit<Finding, "policy" | "path">): void {
    const one = this.byUrn.get(finding.urn);
    const path = one ? objectOf(one)?.configPath : undefined;
    this.findings.push({
      policy: rule.name,
      ...finding,
      message: redact(finding.message, one?.secrets ?? new Set()),
      ...(path === undefined ? {} : { path }),
    });
  }
}
