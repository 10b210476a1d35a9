import { z } from "zod";
import { nearName, notThere, oneOf } from "../../components/shared/near-name";
import { type Reference, referenceOf, referents } from "../../components/shared/reference";
import { type ConfigProblem, pathText } from "../problems";
import { optionsOf, unwrapped } from "../schema-walk";

/** A config whose references were followed. */
export interface Followed<Config> {
  /** The config with the names that were left out; one that names nothing is replaced by the name that was most likely meant. */
  config: Config;
  /** One for each reference that names nothing, in the order of the schema. */
  problems: ConfigProblem[];
  /** Where these stand. */
  places: PropertyKey[][];
  /** False where a reference has nothing that it could name: then nothing can be said of what it is part of. */
  complete: boolean;
}

/**
 * Follows every reference of a config: what the schema marks by `refersTo` has to name something, and where one may be left
 * out, there has to be exactly one to be meant. Pure.
 */
export function followReferences<Config extends object>(schema: z.core.$ZodType, config: Config): Followed<Config> {
  const walk = new Walk(config);
  const followed = walk.value(schema, config, []) as Config;
  const { problems, places, complete } = walk;
  return { config: followed, problems, places, complete };
}

class Walk {
  readonly problems: ConfigProblem[] = [];
  readonly places: PropertyKey[][] = [];
  complete = true;

  constructor(private readonly config: unknown) {}

  /** The value with its references followed. */
  value(schema: z.core.$ZodType, value: unknown, path: PropertyKey[]): unknown {
    const reference = referenceIn(schema);
    if (reference) return this.name(reference, value, path);
    const here = unwrapped(schema);
    if (here instanceof z.ZodDiscriminatedUnion) {
      const [option] = optionsOf(here, value);
      return option ? this.value(option, value, path) : value;
    }
    if (here instanceof z.ZodArray && Array.isArray(value)) {
      return value.map((one, index) => this.value(here.element, one, [...path, index]));
    }
    if (!isObject(value)) return value;
    if (here instanceof z.ZodRecord) return this.record(here, value, path);
    if (!(here instanceof z.ZodObject)) return value;
    const shape = Object.entries(here.shape as Record<string, z.core.$ZodType>);
    const inner = shape.map(([key, one]) => [key, this.value(one, value[key], [...path, key])] as const);
    return { ...value, ...Object.fromEntries(inner.filter(([, one]) => one !== undefined)) };
  }

  private record({ keyType, valueType }: z.ZodRecord, value: Record<string, unknown>, path: PropertyKey[]): unknown {
    const reference = referenceIn(keyType);
    const entries = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
      const at = [...path, key];
      const name = reference ? this.name(reference, key, at) : key;
      return [[String(name), this.value(valueType, one, at)]];
    });
    return Object.fromEntries(entries);
  }

  private name(reference: Reference, value: unknown, path: PropertyKey[]): unknown {
    const { what, otherwise } = referents[reference.kind];
    const known = this.namesOf(reference);
    // Nothing can have such names: that the add-on is missing is said where it is needed.
    if (known === undefined) return value;
    if (value === undefined) return reference.only ? this.onlyOne(known, otherwise, path) : undefined;
    const given = value as string;
    if (known.includes(given)) return value;
    const problem = { given: JSON.stringify(given), why: notThere(what, given, known), set: oneOf(known, otherwise) };
    this.report(path, problem, known);
    return nearName(given, known) ?? known[0] ?? value;
  }

  private onlyOne(known: string[], otherwise: string, path: PropertyKey[]): string | undefined {
    if (known.length !== 1) {
      const why = known.length ? "is missing, and there is more than one" : "is missing, and the stack has none";
      this.report(path, { why, set: oneOf(known, otherwise) }, known);
    }
    return known[0];
  }

  private report(path: PropertyKey[], problem: Omit<ConfigProblem, "path">, known: string[]): void {
    this.problems.push({ path: pathText(path), ...problem });
    this.places.push(path);
    if (!known.length) this.complete = false;
  }

  /** Names that a reference may take; undefined where no part of the config could have any. */
  private namesOf({ kind, also = [] }: Reference): string[] | undefined {
    const areas = referents[kind].areas.flatMap((area) => {
      const found = area
        .split(".")
        .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.config);
      return found === undefined ? [] : [found];
    });
    if (!areas.length) return undefined;
    const names = areas.flatMap((area) => (Array.isArray(area) ? (area as string[]) : Object.keys(area as object)));
    return [...new Set([...names, ...also])];
  }
}

/** The reference that a schema or what it wraps is marked as. */
function referenceIn(schema: z.core.$ZodType): Reference | undefined {
  const here = referenceOf(schema);
  const { def } = schema._zod;
  return here ?? ("innerType" in def ? referenceIn(def.innerType as z.core.$ZodType) : undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
