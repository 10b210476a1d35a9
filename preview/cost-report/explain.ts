import { parseStack, project, rawConfig } from "../../stacks/config";
import { ConfigError, valueAt } from "../../stacks/problems";
import { stackOptions } from "../cli/args";
import { readStackFile, type StackFile } from "../cli/stack-file";
import { UserError } from "../cli/user-error";
import { costOf } from "../cost";
import { cents, type Cost } from "../cost/items";
import { nodeDemandOf } from "../cost/node-demand";
import { runProgram } from "../program";
import { View } from "../view";
import { pathParts, shownValue, stepsOf } from "./steps";

/** What the bill is with one line of the config changed. */
export interface Explained {
  /** The value as YAML writes it; `(left out)` without the line. */
  value: string;
  monthlyUsd?: number;
  range?: Cost["document"]["range"];
  /** US dollars a month more than with the value of the config, at each of the three sizes. */
  difference?: { minUsd: number; monthlyUsd: number; maxUsd: number };
  /** Why the config can't have the value. */
  refused?: string;
}

export interface Explanation {
  stack: string;
  path: string;
  given: Explained;
  steps: Explained[];
}

export interface ExplainOptions {
  stack: string;
  configFile: string | undefined;
  date: string | undefined;
}

/** The bill as it is, and with one line of the config a step smaller and a step larger: what the line costs at the margin. */
export async function explain(options: ExplainOptions, path: string, directory: string): Promise<Explanation> {
  const source = readStackFile(stackOptions(options.stack, options), directory);
  if (options.date !== undefined) source.config[`${project}:today`] = options.date;
  const parts = pathParts(path);
  const value = valueOf(options.stack, source, parts, path);
  const now = await billAt(options.stack, source);
  const [given, ...steps] = [value, ...stepsOf(value)].map((one) => ({ one, value: shownValue(one) }));
  const found: Explained[] = [];
  for (const { one, value } of steps) {
    found.push({ value, ...(await changed(options.stack, changedSource(source, parts, one), now)) });
  }
  return { stack: options.stack, path, given: { value: given?.value ?? "", ...amounts(now) }, steps: found };
}

function amounts({ monthlyUsd, range }: Cost["document"]): Pick<Explained, "monthlyUsd" | "range"> {
  return { monthlyUsd, range };
}

async function changed(stack: string, source: StackFile, now: Cost["document"]): Promise<Omit<Explained, "value">> {
  try {
    const then = await billAt(stack, source);
    const difference = {
      minUsd: cents(then.range.minMonthlyUsd - now.range.minMonthlyUsd),
      monthlyUsd: cents(then.monthlyUsd - now.monthlyUsd),
      maxUsd: cents(then.range.maxMonthlyUsd - now.range.maxMonthlyUsd),
    };
    return { ...amounts(then), difference };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [first] = error.problems;
    return { refused: `${first?.path ?? ""}: ${first?.why ?? ""}` };
  }
}

async function billAt(stack: string, source: StackFile): Promise<Cost["document"]> {
  const { config } = parseStack(stack, rawConfig(source.config));
  const { resources } = await runProgram({ stack, stackTraces: false, ...source });
  const view = new View(resources);
  return costOf(view, config, undefined, nodeDemandOf(view, config)).document;
}

/** The value that the file gives, or else the default. */
function valueOf(stack: string, source: StackFile, parts: (string | number)[], path: string): unknown {
  const raw = rawConfig(source.config);
  const given = valueAt(raw, parts);
  if (given !== undefined) return given;
  const standing = valueAt(parseStack(stack, raw).config, parts);
  if (standing === undefined) {
    throw new UserError(`--explain ${path}: ${source.file} has no such line, and it has no default.`);
  }
  return standing;
}

function changedSource(source: StackFile, [name = "", ...rest]: (string | number)[], value: unknown): StackFile {
  const config = { ...source.config };
  const key = `${project}:${name}`;
  const whole = structuredClone(rawConfig(config)[String(name)] ?? {});
  const next = rest.length ? withValue(whole, rest, value) : value;
  if (next === undefined) delete config[key];
  else config[key] = typeof next === "string" ? next : JSON.stringify(next);
  return { ...source, config };
}

/** Sets or takes out what stands at a path of a copy. */
function withValue(whole: unknown, path: (string | number)[], value: unknown): unknown {
  const last = path.at(-1) ?? "";
  let inner = whole as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) {
    inner[part] ??= {};
    inner = inner[part] as Record<string | number, unknown>;
  }
  if (value !== undefined) inner[last] = value;
  else if (Array.isArray(inner)) inner.splice(Number(last), 1);
  else Reflect.deleteProperty(inner, last);
  return whole;
}
