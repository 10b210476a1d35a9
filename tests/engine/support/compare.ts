import { isDeepStrictEqual } from "node:util";
import { display, unknownText } from "../../../preview/display";
import type { RecordedResource } from "../../../preview/recorded";
import type { EventState } from "./events";

/** Marker of an unknown value in the engine's events. */
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Key and values of the engine's markers of secrets: pulumi v3.274.1, sdk/go/common/resource/sig/sig.go. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A difference between the offline preview and the engine's, and why there is one. */
export interface Difference {
  urn: string;
  what: string;
}

/** Why the two may differ: each reason names exactly the differences that it explains. */
export const reasons = {
  "a child that the plugin of a component makes": ({ urn, what }: Difference) =>
    what === "only in the engine" && /\$(awsx:ec2:Vpc|eks:index:Cluster)\$/.test(typesOf(urn)),
  "a default provider, which the engine makes for a package": ({ urn, what }: Difference) =>
    what === "only in the engine" && /::pulumi:providers:\w+::default/.test(urn),
  "inputs of a component, which its plugin gets and the engine doesn't keep": ({ urn, what }: Difference) =>
    what.startsWith("inputs.") &&
    /(helm\.sh\/v4:Chart|yaml\/v2:Config\w+|eks:index:Cluster|awsx:ec2:Vpc)$/.test(typesOf(urn)),
  "an input that the AWS provider adds: tags with the default ones, a name": ({ urn, what }: Difference) =>
    /\$?aws:[^$]+$/.test(typesOf(urn)) && /^inputs\.(tagsAll|__defaults|name): only in the engine$/.test(what),
  "the version of a provider": ({ urn, what }: Difference) =>
    /(^|\$)pulumi:providers:\w+$/.test(typesOf(urn)) && /^inputs\.(version|__internal): only in the engine$/.test(what),
} satisfies Record<string, (difference: Difference) => boolean>;

/** How often each reason explains a difference, and the differences that none explains. */
export function explained(differences: Difference[]): { counts: Record<string, number>; unexplained: Difference[] } {
  const counts: Record<string, number> = {};
  const unexplained = differences.filter((difference) => {
    const reason = Object.entries(reasons).find(([, explains]) => explains(difference));
    if (reason) counts[reason[0]] = (counts[reason[0]] ?? 0) + 1;
    return reason === undefined;
  });
  return { counts, unexplained };
}

/** Every difference of URNs, types, parents, protection and inputs. */
export function differences(offline: RecordedResource[], engine: EventState[]): Difference[] {
  const there = new Map(engine.map((one) => [one.urn, one]));
  const here = new Map(offline.map((one) => [one.urn, one]));
  const one = (urn: string, what: string): Difference => ({ urn, what });
  return [
    ...[...here.keys()].filter((urn) => !there.has(urn)).map((urn) => one(urn, "only offline")),
    ...[...there.keys()].filter((urn) => !here.has(urn)).map((urn) => one(urn, "only in the engine")),
    ...offline.flatMap((recorded) => {
      const state = there.get(recorded.urn);
      return state ? differing(recorded, state).map((what) => one(recorded.urn, what)) : [];
    }),
  ];
}

function differing(recorded: RecordedResource, state: EventState): string[] {
  const pairs: [string, unknown, unknown][] = [
    ["type", recorded.type, state.type],
    ["parent", recorded.parent, state.parent || undefined],
    ["custom", recorded.custom, state.custom ?? false],
    ["protect", recorded.protect, state.protect ?? false],
  ];
  const unequal = pairs.filter(([, a, b]) => a !== b);
  return [
    ...unequal.map(([name, a, b]) => `${name}: ${String(a)} offline, ${String(b)} in the engine`),
    ...unequalInputs(display(recorded.inputs) as Values, shown(state.inputs) as Values),
  ];
}

type Values = Record<string, unknown>;

function unequalInputs(offline: Values, engine: Values): string[] {
  const keys = [...new Set([...Object.keys(offline), ...Object.keys(engine)])];
  return keys.flatMap((key) => {
    if (!(key in engine)) return [`inputs.${key}: only offline`];
    if (!(key in offline)) return [`inputs.${key}: only in the engine`];
    if (isDeepStrictEqual(offline[key], engine[key])) return [];
    return [`inputs.${key}: ${JSON.stringify(offline[key])} offline, ${JSON.stringify(engine[key])} in the engine`];
  });
}

/** A value of an event as `display` shows one of the offline preview. */
function shown(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(unknownMarker, unknownText);
  if (Array.isArray(value)) return value.map(shown);
  if (value === null || typeof value !== "object") return value;
  const object = value as Values;
  if (object[signature] === secretSignature) return "[secret]";
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, shown(inner)]));
}

/** The part of a URN with the types, the outermost first. */
function typesOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
