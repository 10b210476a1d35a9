import { distance } from "fastest-levenshtein";
import * as z from "zod";
import type { Rule } from "../../policies/support/rule";

export type EffectiveLevel = "advisory" | "mandatory" | "disabled" | "remediate";

export interface RuleConfig {
  level: EffectiveLevel;
  properties: Record<string, unknown>;
}

export interface PackConfig {
  rules: Map<string, RuleConfig>;
  problems: string[];
}

const enforcementLevels = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * The config of each rule as the engine makes it: defaults of the schema, then the level of `all`, then the rule's own
 * entry; checked against the schema (pulumi/pulumi, pkg/resource/analyzer/config.go, ReconcilePolicyPackConfig). The
 * engine accepts rules and keys that don't exist; here they are problems, because a typo there switches nothing off
 * or on and nobody notices.
 */
export function packConfig(rules: Rule[], config: unknown): PackConfig {
  const problems: string[] = [];
  const given = entries(config, problems);
  problems.push(...misplaced(given, rules));
  const all = given.get("all")?.level;
  const result = new Map<string, RuleConfig>();
  for (const rule of rules) {
    const own = given.get(rule.name);
    problems.push(...check(rule, own?.properties ?? {}));
    result.set(rule.name, {
      level: own?.level ?? all ?? rule.enforcementLevel ?? "mandatory",
      properties: { ...defaultsOf(rule), ...own?.properties },
    });
  }
  return { rules: result, problems };
}

function defaultsOf(rule: Rule): Record<string, unknown> {
  const properties = Object.entries(rule.configSchema?.properties ?? {});
  const defaults = properties.map(([key, schema]): [string, unknown] => [key, schema.default]);
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}

function misplaced(given: Map<string, Entry>, rules: Rule[]): string[] {
  const names = rules.map((rule) => rule.name);
  const strangers = [...given.keys()].filter((name) => name !== "all" && !names.includes(name));
  const ignored = Object.keys(given.get("all")?.properties ?? {});
  return [
    ...strangers.map((name) => `${name}: the pack has no such rule.${suggest(name, names)}`),
    ...ignored.map((key) => `all.${key}: \`all\` takes an enforcementLevel only, the engine ignores the rest.`),
  ];
}

type Entry = { level: EffectiveLevel | undefined; properties: Record<string, unknown> };

function entries(config: unknown, problems: string[]): Map<string, Entry> {
  const result = new Map<string, Entry>();
  if (config === undefined || config === null) {
    return result;
  }
  if (typeof config !== "object" || Array.isArray(config)) {
    problems.push("the policy config is no JSON object of rule names.");
    return result;
  }
  for (const [name, value] of Object.entries(config as Record<string, unknown>)) {
    const object = typeof value === "string" ? { enforcementLevel: value } : value;
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      problems.push(`${name}: give an enforcement level or an object, not ${JSON.stringify(value)}.`);
      continue;
    }
    const { enforcementLevel, ...properties } = object as Record<string, unknown>;
    if (enforcementLevel !== undefined && !enforcementLevels.includes(enforcementLevel as string)) {
      problems.push(
        `${name}: ${JSON.stringify(enforcementLevel)} is no enforcement level. Use ${enforcementLevels.join(", ")}.`,
      );
      continue;
    }
    result.set(name, { level: enforcementLevel as EffectiveLevel | undefined, properties });
  }
  return result;
}

function check(rule: Rule, given: Record<string, unknown>): string[] {
  const properties = rule.configSchema?.properties ?? {};
  return Object.entries(given).flatMap(([key, value]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property === undefined) {
      return [`${rule.name}.${key}: the rule has no such setting.${suggest(key, Object.keys(properties))}`];
    }
    // Each schema judges a value or two: zod's compiled parsers would cost more than they save.
    const issues = validator(property).safeParse(value, { jitless: true }).error?.issues ?? [];
    return issues.map((issue) => `${[rule.name, key, ...issue.path].join(".")}: ${issue.message}.`);
  });
}

/** Rules share the schemas of what all of them have, their waivers for one. */
const validators = new WeakMap<object, z.ZodType>();

function validator(property: object): z.ZodType {
  const known = validators.get(property) ?? z.fromJSONSchema(property as Parameters<typeof z.fromJSONSchema>[0]);
  validators.set(property, known);
  return known;
}

function suggest(word: string, known: string[]): string {
  const nearest = [...known].sort((a, b) => distance(word, a) - distance(word, b))[0];
  return nearest !== undefined && distance(word, nearest) <= Math.max(2, word.length / 3)
    ? ` Did you mean ${nearest}?`
    : ` It has: ${known.join(", ")}.`;
}
