import { runPolicies, type Finding } from "../../../preview/policy-run";
import type { RecordedResource } from "../../../preview/recorded";
import { rules } from "../../../policies/rules";
import { changed, otherTypes, type Place } from "./mutations";
import { production } from "./production";
import { today, unknown } from "./workloads";

/** Rules that see one resource at a time: any number of copies of a resource can be judged in one run. */
export const single = rules.filter((rule) => !("validateStack" in rule));

/** What each rule says of one resource, without the resource's own name. */
export type Said = Map<string, { kind: Finding["kind"]; text: string }[]>;

/** Every rule at its strictest. */
const config = {
  "cpu-limit": { cpuLimit: "forbidden" },
  "image-digest": { digest: "required" },
  "image-registry": { registries: ["registry.example/*"] },
  "required-labels": { labels: ["team"] },
  "required-tags": { keys: ["team"] },
};

/** Crashes of rules, each once; a test of its own looks at them. */
export const crashes = new Set<string>();

/** What the rules say of each resource, by URN; the URNs must differ. */
export async function said(resources: RecordedResource[]): Promise<Map<string, Said>> {
  const namespaces = (await production()).resources.filter(({ type }) => type.endsWith(":Namespace"));
  const all = [...namespaces, ...resources];
  const run = await runPolicies({ resources: all, stack: "t", project: "platform", config, rules: single, today });
  run.problems.forEach((problem) => crashes.add(problem.replace(/ on urn:\S+/, "")));
  const result = new Map<string, Said>(all.map(({ urn }) => [urn, new Map()]));
  for (const { urn, policy, kind, message } of run.findings) {
    const ofResource = result.get(urn);
    ofResource?.set(policy, [...(ofResource.get(policy) ?? []), { kind, text: message.replace(/^[^:]*: /s, "") }]);
  }
  return result;
}

/** One place with what the rules say when its value is what it was, unknown, and of other types. */
export interface Probe {
  place: Place;
  before: Said;
  unknown: Said;
  /** In the order of `otherTypes`. */
  others: Said[];
}

export async function probe(places: Place[]): Promise<Probe[]> {
  const copies = places.flatMap((place, index) => [
    changed(place, place.value, `urn:${index}:before`),
    changed(place, unknown, `urn:${index}:unknown`),
    ...otherTypes(place.value).map((value, other) => changed(place, value, `urn:${index}:${other}`)),
  ]);
  const found = await said(copies);
  const of = (urn: string): Said => found.get(urn) ?? new Map();
  return places.map((place, index) => ({
    place,
    before: of(`urn:${index}:before`),
    unknown: of(`urn:${index}:unknown`),
    others: otherTypes(place.value).map((_, other) => of(`urn:${index}:${other}`)),
  }));
}

function fresh(now: Said, rule: string, before: Said) {
  const was = new Set(before.get(rule)?.map(({ text }) => text));
  return (now.get(rule) ?? []).filter(({ text }) => !was.has(text));
}

/** Whether a rule has a violation that it had not before. */
export function complains(now: Said, rule: string, before: Said): boolean {
  return fresh(now, rule, before).some(({ kind }) => kind === "violation");
}

/** Whether a rule says nothing that it did not say before. */
export function silentAbout(now: Said, rule: string, before: Said): boolean {
  return fresh(now, rule, before).length === 0;
}

/** Whether a rule says of more than before that it isn't known; that it names what it said before otherwise is nothing new. */
export function reads(now: Said, rule: string, before: Said): boolean {
  const count = (said: Said) => said.get(rule)?.filter(({ kind }) => kind === "unknown").length ?? 0;
  return count(now) > count(before);
}

/** Whether a rule has any violation. */
export function violated(said: Said, rule: string): boolean {
  return said.get(rule)?.some(({ kind }) => kind === "violation") ?? false;
}
