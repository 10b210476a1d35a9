import { type Field, Unknown, show } from "./field";
import { annotation } from "./keys";
import { identity, type KubeObject } from "./kube-object";

/** One exemption of one object from one rule. */
export interface Waiver {
  rule: string;
  urn: string;
  object: string;
  /** What is wrong with it, or undefined. A faulty waiver waives nothing. */
  problem: string | undefined;
  reason: string;
  /** Last day, or undefined for a standing one (a namespace that is declared `privileged`). */
  until: string | undefined;
  expired: boolean;
  path: string | undefined;
  source: "annotation" | "config" | "namespace";
}

const form = /^(.*\S)\s+until\s+(\d{4}-\d{2}-\d{2})$/s;

/** Two years, in milliseconds: an end that nobody who wrote it will see is none. */
const longest = 731 * 86_400_000;

/** Reads `<reason> until <yyyy-mm-dd>`; the day named is the last one on which the waiver holds. */
export function parseWaiver(
  rule: string,
  object: KubeObject,
  text: unknown,
  today: string,
  source: Waiver["source"],
): Waiver {
  const match = typeof text === "string" ? form.exec(text.trim()) : null;
  const until = match?.[2];
  const problem = faultIn(text, until, today);
  return {
    rule,
    urn: object.urn,
    object: identity(object),
    problem,
    reason: match?.[1] ?? "",
    until,
    expired: problem === undefined && until !== undefined && until < today,
    path: object.configPath,
    source,
  };
}

function faultIn(text: unknown, until: string | undefined, today: string): string | undefined {
  if (text instanceof Unknown) {
    return "is not known before the deployment";
  }
  if (until === undefined) {
    return `is ${show(text)}, not "<reason> until <yyyy-mm-dd>"`;
  }
  if (!isDate(until)) {
    return `ends on ${until}, which is no date`;
  }
  const far = Date.parse(until) - Date.parse(today) > longest;
  return far ? `ends on ${until}, more than two years away` : undefined;
}

/** All waivers that an object's annotations hold, whatever rule they name. */
export function annotatedWaivers(object: KubeObject, today: string): Waiver[] {
  return annotations(object)
    .entries()
    .filter(([key]) => key.startsWith(annotation.waivePrefix))
    .map(([key, field]) =>
      parseWaiver(key.slice(annotation.waivePrefix.length), object, field.value, today, "annotation"),
    );
}

/** The waiver of one rule for one object: the object's own annotation first, then the pack's config. */
export function findWaiver(
  rule: string,
  object: KubeObject,
  configured: Record<string, unknown>,
  today: string,
): Waiver | undefined {
  const own = annotations(object).at(annotation.waivePrefix + rule);
  if (own.known || own.isUnknown) {
    return parseWaiver(rule, object, own.value, today, "annotation");
  }
  const patterns = Object.keys(configured);
  const named = patterns.length === 0 ? [] : namesOf(object);
  const key = patterns.find((pattern) => named.some((name) => matches(pattern, name)));
  return key === undefined ? undefined : parseWaiver(rule, object, configured[key], today, "config");
}

/** How patterns of the config may name an object: `Deployment/shop/api`, or by its origin `Namespace@addons`. */
export function namesOf(object: KubeObject): string[] {
  const origin = object.configPath === undefined ? [] : [`${object.kind}@${object.configPath}`];
  return [identity(object), ...origin];
}

/** Patterns of a config are few, and each is tried on every object. */
const patterns = new Map<string, RegExp>();

/** `*` stands for any run of characters, `/` included. */
export function matches(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) {
    return pattern === text;
  }
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    compiled = new RegExp(`^${escaped.join(".*")}$`, "s");
    patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

function annotations(object: KubeObject): Field {
  return object.root.at("metadata", "annotations");
}

/** A day of the calendar, `yyyy-mm-dd`. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
