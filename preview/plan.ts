import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../policies/rules";
import { parseStack, project, rawConfig } from "../stacks/config";
import { ConfigError, problemText } from "../stacks/problems";
import { type Recovery, recoveryOf } from "../stacks/recovery/objectives";
import type { ResolvedStack } from "../stacks/resolve/stack";
import { capacityWarnings } from "./capacity";
import type { Options } from "./cli/args";
import { readStackFile } from "./cli/stack-file";
import { UserError } from "./cli/user-error";
import { costOf, type Cost } from "./cost";
import { nodeDemandOf } from "./cost/node-demand";
import { limitFindings, limitsCheck } from "./limits/check";
import { type Finding, type Remediation, runPolicies, type Waiver } from "./policy-run";
import { withPath } from "./paths";
import { runProgram } from "./program";
import type { RecordedResource } from "./recorded";
import { type Verdict, verdictsOf } from "./verdicts";
import { View } from "./view";

/** Everything that a preview found out; what is printed, written or returned as JSON is made from it. */
export interface Plan {
  stack: string;
  /** Name of the config file, for messages. */
  file: string;
  config: ResolvedStack;
  /** In the order in which the program registered them. */
  resources: RecordedResource[];
  /** The same, with questions to ask of it. */
  view: View;
  outputs: Record<string, unknown>;
  findings: Finding[];
  /** What each policy says as a whole. */
  verdicts: Verdict[];
  waivers: Waiver[];
  cost: Cost;
  /** What can be lost of each data store, and how long it takes to bring it back. */
  recovery: Recovery;
  warnings: string[];
  /** What rules at the level `remediate` would change. */
  remediations: Remediation[];
  /** The config file from the directory of the project, for reports. */
  uri: string;
  /** Line of a path of the config. */
  line(path: string): number;
  /** `<file>:<line> ` of a path of the config. */
  where(path: string): string;
}

/**
 * Makes the plan of a stack: config, program, policies, cost.
 *
 * @param progress is told what is going on.
 * @param beside what the policies judge, too, though the program leaves it to others: objects of charts.
 * @throws UserError when the config is wrong; then nothing was registered.
 */
export async function planOf(
  options: Options,
  directory: string,
  progress: (step: string) => void,
  beside: (resources: RecordedResource[], config: ResolvedStack) => Promise<RecordedResource[]> = () =>
    Promise.resolve([]),
): Promise<Plan> {
  progress("reading the config");
  const source = readStackFile(options, directory);
  if (options.date !== undefined) source.config[`${project}:today`] = options.date;
  const { config, warnings } = parsed(options.stack, source);
  const packSettings = policyConfig(options, directory, config.tier);

  progress("running the program");
  const run = await runProgram({ stack: options.stack, stackTraces: options.verbose, ...source });
  const { resources, outputs } = run;

  const judged = [...resources, ...(await beside(resources, config))];
  progress(`asking ${rules.length} policies about ${judged.length} resources`);
  const { stack } = options;
  const policies = await runPolicies({
    resources: judged,
    stack,
    project,
    config: packSettings,
    rules,
    today: config.today,
  });

  progress("adding up the cost");
  const view = new View(resources);
  const judgedView = judged.length === resources.length ? view : new View(judged);
  const cost = costOf(view, config, undefined, nodeDemandOf(view, config));
  const recovery = recoveryOf(config);
  const stackUrn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const findings = sorted([
    ...policies.findings,
    ...policies.problems.map((message) => mandatory("policy-pack", stackUrn, message)),
    ...limitFindings(view),
    ...cost.problems.map((message) => mandatory("cost-ceiling", stackUrn, message)),
    ...recovery.problems.map((message) => ({
      ...mandatory("recovery-objectives", stackUrn, message),
      path: message.slice(0, message.indexOf(":")),
    })),
  ]).map((finding) => withPath(finding, judgedView));
  return {
    stack,
    file: source.file,
    config,
    resources,
    view,
    outputs,
    findings,
    verdicts: verdictsOf(findings, packSettings, {
      [limitsCheck]: true,
      "cost-ceiling": config.cost.ceilingMonthlyUsd !== undefined,
      "recovery-objectives": config.recovery !== undefined,
    }),
    waivers: policies.waivers,
    cost,
    recovery,
    // The program logs the warnings of its config, too.
    warnings: [
      ...new Set([...source.warnings, ...warnings, ...run.said, ...cost.warnings, ...capacityWarnings(view, config)]),
    ],
    remediations: policies.remediations,
    uri: source.uri,
    line: source.line,
    where: source.where,
  };
}

function mandatory(policy: string, urn: string, message: string): Finding {
  return { policy, level: "mandatory", urn, message, kind: "violation" };
}

function parsed(stack: string, source: ReturnType<typeof readStackFile>) {
  try {
    return parseStack(stack, rawConfig(source.config));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UserError(problemText(stack, error.problems, source.where));
  }
}

function policyConfig(options: Options, directory: string, tier: string): unknown {
  const candidates = [options.stack, tier].map((name) => join(directory, "policies", "config", `${name}.json`));
  const file = options.policyConfig ?? candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    throw new UserError(`The policy config ${file} can't be read: ${(error as Error).message}`);
  }
}

/** Worst first, then by rule and resource: the order does not depend on the order of anything in the YAML. */
function sorted(findings: Finding[]): Finding[] {
  const key = (one: Finding) => [one.level === "mandatory" ? 0 : 1, one.policy, one.urn, one.message].join("\u0000");
  const keyed = findings.map((one) => [key(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
