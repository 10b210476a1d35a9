import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { runChecks } from "./checks";
import { ConfigError, type ConfigProblem, pathText, placesOf, problemsOf, without } from "./problems";
import { type PlatformConfig, stackSchema } from "./schema";
import { resolveStack } from "./resolve";
import type { FollowedConfig } from "./resolve/followed";
import { followReferences } from "./resolve/references";
import type { ResolvedStack } from "./resolve/stack";
import { type TierName, tierNames, tiers } from "./tiers";

/** Project name, and so the namespace of every key of the config. */
export const project = "platform";

/** A stack as its config describes it, and what the user should know although it is no error. */
export interface ParsedStack {
  config: ResolvedStack;
  warnings: string[];
}

/**
 * Reads the config of the running stack, strictly and once.
 *
 * @throws ConfigError with every problem of the config, each with its path and remedy.
 */
export function loadConfig(): ParsedStack {
  return parseStack(pulumi.getStack(), rawConfig(pulumi.runtime.allConfig()));
}

/** The project's own keys, without their namespace and decoded, of a config as the engine hands it over. */
export function rawConfig(all: Record<string, string>): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(all)) {
    const [namespace, name] = splitKey(key);
    if (namespace === project) raw[name] = decode(text);
  }
  return raw;
}

/** Parses a raw config and resolves it. Pure, but for the clock where the config names no date. */
export function parseStack(stack: string, raw: Record<string, unknown>): ParsedStack {
  const schema = stackSchema(tiers[tierOf(raw)]);
  // reportInput stays off: a config may hold secrets, and the value is looked up by path where it may be shown.
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const found = problemsOf(parsed.error, raw, schema);
    throw new ConfigError(stack, [...found, ...problemsBehind(stack, raw, placesOf(parsed.error))]);
  }
  const { problems, warnings, config } = resolved(schema, {
    ...parsed.data,
    stack,
    today: parsed.data.today ?? clock(),
  });
  if (problems.length || !config) throw new ConfigError(stack, problems);
  return { config, warnings };
}

/** What becomes of a config whose every part is valid by itself: its references are followed, then it is resolved and checked. */
function resolved(schema: z.ZodType, given: PlatformConfig) {
  const followed = followReferences(schema, given);
  const { problems } = followed;
  if (!followed.complete) return { problems, warnings: [], config: undefined };
  const { serving, deployed } = resolveStack(followed.config as FollowedConfig);
  const checked = runChecks(serving);
  return {
    problems: [...problems, ...beside(followed.places, checked.problems)],
    warnings: checked.warnings,
    config: deployed,
  };
}

/**
 * Problems that a config would have once the found ones were mended: what is wrong is taken out, and what goes over more
 * than one area runs on the rest, so that a typo does not hide what stands elsewhere.
 */
function problemsBehind(stack: string, raw: Record<string, unknown>, places: PropertyKey[][]): ConfigProblem[] {
  const schema = stackSchema(tiers[tierOf(raw)]);
  const parsed = schema.safeParse(without(raw, places));
  if (!parsed.success) return [];
  const { problems } = resolved(schema, { ...parsed.data, stack, today: parsed.data.today ?? clock() });
  return beside(places, problems);
}

/** Problems of other parts than those that were mended: what is said of these may come from the mending. */
function beside(places: PropertyKey[][], problems: ConfigProblem[]): ConfigProblem[] {
  const touched = places.map((place) => pathText(place.slice(0, 2)));
  return problems.filter(({ path }) => !touched.some((place) => path.startsWith(place)));
}

/** The tier decides the defaults, so it is read first; a wrong one is reported by the schema like any other value. */
function tierOf(raw: Record<string, unknown>): TierName {
  const given = tierNames.find((tier) => tier === raw.tier);
  return given ?? "production";
}

function clock(): string {
  return new Date().toISOString().slice(0, 10);
}

function splitKey(key: string): [string, string] {
  const at = key.indexOf(":");
  return at < 0 ? [project, key] : [key.slice(0, at), key.slice(at + 1)];
}

/** Pulumi hands structured values over as JSON text and plain ones as they are. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
