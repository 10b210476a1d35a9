import * as pulumi from "@pulumi/pulumi";
import { runChecks } from "./checks";
import { ConfigError, type ConfigProblem, pathText, placesOf, problemsOf, without } from "./problems";
import { type PlatformConfig, stackSchema } from "./schema";
import { deployedConfig } from "./standby";
import { type TierName, tierNames, tiers } from "./tiers";

/** Project name, and so the namespace of every key of the config. */
export const project = "platform";

/** A parsed config, and what the user should know although it is no error. */
export interface ParsedStack {
  config: PlatformConfig;
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

/** Parses a raw config. Pure, but for the clock where the config names no date. */
export function parseStack(stack: string, raw: Record<string, unknown>): ParsedStack {
  const schema = stackSchema(tiers[tierOf(raw)]);
  // reportInput stays off: a config may hold secrets, and the value is looked up by path where it may be shown.
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const found = problemsOf(parsed.error, raw, schema);
    throw new ConfigError(stack, [...found, ...problemsBehind(stack, raw, placesOf(parsed.error))]);
  }
  const config: PlatformConfig = { ...parsed.data, stack, today: parsed.data.today ?? clock() };
  const { problems, warnings } = runChecks(config);
  if (problems.length) throw new ConfigError(stack, problems);
  return { config: deployedConfig(config), warnings };
}

/**
 * Problems that a config would have once the found ones were mended: what is wrong is taken out, and the checks over more
 * than one area run on the rest, so that a typo does not hide what stands elsewhere. What they say of a place that was
 * touched is left out: it may come from the mending.
 */
function problemsBehind(stack: string, raw: Record<string, unknown>, places: PropertyKey[][]): ConfigProblem[] {
  const parsed = stackSchema(tiers[tierOf(raw)]).safeParse(without(raw, places));
  if (!parsed.success) return [];
  const { problems } = runChecks({ ...parsed.data, stack, today: parsed.data.today ?? clock() });
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
