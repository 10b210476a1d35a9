import { UnknownValueError } from "@pulumi/policy";
import type { KubeObject } from "./kube-object";
import { podSteps } from "./pods";

/**
 * A value that is put where nobody said anything. What somebody wrote is never overruled, however wrong, and neither
 * is what isn't known yet: that stays a finding, because only its author knows what else depends on it.
 */
export interface Fill {
  at: readonly string[];
  value: unknown;
}

/** What a rule may put right, when its level is `remediate`. */
export interface Remedy {
  /** In the object itself. */
  object?: readonly Fill[];
  /** In the template of its pod, beside the spec. */
  template?: readonly Fill[];
  /** In the spec of its pod. */
  pod?: readonly Fill[];
  /** In every container of its pod. */
  containers?: readonly Fill[];
}

type Bag = Record<string, unknown>;

/** Fills in what is missing in the properties of an object, and says whether anything was. */
export function apply(remedy: Remedy, object: KubeObject, props: Bag): boolean {
  const steps = podSteps(object);
  const template = steps === undefined ? undefined : bag(steps.reduce<unknown>(read, props));
  const spec = template === undefined ? undefined : bag(read(template, "spec"));
  const lists = ["containers", "initContainers", "ephemeralContainers"].map((list) => read(spec, list));
  const containers = lists.flatMap((list) =>
    Array.isArray(list) ? Array.from({ length: list.length }, (_, index) => bag(read(list, index))) : [],
  );
  return [
    putAll(props, remedy.object),
    putAll(template, remedy.template),
    putAll(spec, remedy.pod),
    ...containers.map((container) => putAll(container, remedy.containers)),
  ].some(Boolean);
}

function putAll(owner: Bag | undefined, fills: readonly Fill[] = []): boolean {
  return owner !== undefined && fills.map((fill) => put(owner, fill)).some(Boolean);
}

function put(owner: Bag, fill: Fill): boolean {
  const last = fill.at.at(-1) ?? "";
  const steps = fill.at.slice(0, -1);
  // Look first: a half-made path would be a change of its own.
  const there = fill.at.reduce<unknown>((at, step) => (isNothing(at) ? at : read(at, step)), owner);
  if (!isNothing(there)) {
    return false;
  }
  const holder = steps.reduce<Bag>((at, step) => {
    if (isNothing(read(at, step))) {
      at[step] = {};
    }
    return at[step] as Bag;
  }, owner);
  holder[last] = structuredClone(fill.value);
  return true;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function bag(value: unknown): Bag | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Bag) : undefined;
}

/** Stands for a value that can't be read: there, and nothing to go on from. */
const closed = "closed";

function read(owner: unknown, key: string | number): unknown {
  if (typeof owner !== "object" || owner === null || (Array.isArray(owner) && typeof key === "string")) {
    return isNothing(owner) ? undefined : closed;
  }
  try {
    return (owner as Record<string | number, unknown>)[key];
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return closed;
    }
    throw error;
  }
}
