import type { Place } from "../place";
import type { Values } from "../values";
import type { Thing, World } from "../world";

/** A call of AWS, with the account that it meets. */
export interface Call {
  world: World;
  place: Place;
  /** The resource as it will be, or is: its id is empty before it is made. */
  thing: Thing;
  /** Inputs before an update. */
  olds?: Values;
}

/** Why AWS refuses a call, with the code of its error; undefined: it doesn't. */
export type Refusal = (call: Call) => string | undefined;

/** What AWS says no to, which no schema shows: it depends on what there is, or was. */
export interface Rule {
  /** Types by their short name, such as `eks/nodeGroup`. */
  types: string[];
  create?: Refusal;
  update?: Refusal;
  delete?: Refusal;
  /** What stays when the resource is gone. */
  deleted?(call: Call): void;
}

/** Other resources of some types, in the same region. */
export function others({ world, thing }: Call, ...types: string[]): Thing[] {
  const wanted = new Set(types);
  return world
    .all()
    .filter((one) => one.region === thing.region && wanted.has(shortName(one.type)) && one.id !== thing.id);
}

export const shortName = (type: string): string => /^aws:([^:]*):/.exec(type)?.[1] ?? type;

/** Whether a text stands anywhere in a value. */
export function mentions(value: unknown, text: string): boolean {
  if (value === text) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((inner) => mentions(inner, text));
}
