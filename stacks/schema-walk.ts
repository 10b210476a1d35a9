import { z } from "zod";

/** The schema without what is wrapped around it: default, optional, check, pipe. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  if ("innerType" in def) return unwrapped(def.innerType as z.core.$ZodType);
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.in);
  return schema;
}

/**
 * Keys that the object at a path may have; of a union, those of the object that the input chose by its kind, or of all.
 * Empty where there is no object.
 */
export function keysAt(schema: z.core.$ZodType, path: PropertyKey[], input?: unknown): string[] {
  const here = unwrapped(schema);
  if (here instanceof z.ZodUnion) {
    return [...new Set(optionsOf(here, input).flatMap((option) => keysAt(option, path, input)))];
  }
  const [key, ...rest] = path;
  const inner = key === undefined ? undefined : (input as Record<PropertyKey, unknown> | null | undefined)?.[key];
  if (key === undefined) return here instanceof z.ZodObject ? offeredKeys(here) : [];
  if (here instanceof z.ZodObject) {
    const next = here.shape[String(key)] as z.core.$ZodType | undefined;
    return next ? keysAt(next, rest, inner) : [];
  }
  if (here instanceof z.ZodRecord) return keysAt(here.valueType, rest, inner);
  if (here instanceof z.ZodArray) return keysAt(here.element, rest, inner);
  return [];
}

/** The members of a union that an input can be meant to be: the one of its kind, where one key says the kind. */
export function optionsOf(union: z.ZodUnion, input: unknown): readonly z.core.$ZodType[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  const given = (input as Record<string, unknown> | null | undefined)?.[discriminator];
  const chosen = union.options.filter((option) => option._zod.propValues?.[discriminator]?.has(given as never));
  return chosen.length ? chosen : union.options;
}

/** Keys of an object but for those that exist only to be refused with a reason: they accept no value of any type. */
function offeredKeys({ shape }: z.ZodObject): string[] {
  return Object.keys(shape).filter((key) => {
    const value = shape[key];
    const inner = value && unwrapped(value);
    return !(inner instanceof z.ZodCustom || inner instanceof z.ZodUnknown);
  });
}
