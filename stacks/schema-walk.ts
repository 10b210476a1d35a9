import { z } from "zod";

/** The schema without what is wrapped around it: default, optional, check, pipe. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  if ("innerType" in def) return unwrapped(def.innerType as z.core.$ZodType);
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.in);
  return schema;
}

/** Keys that the object at a path may have; of a union, those of all its objects. Empty where there is no object. */
export function keysAt(schema: z.core.$ZodType, path: PropertyKey[]): string[] {
  const here = unwrapped(schema);
  if (here instanceof z.ZodUnion) return [...new Set(here.options.flatMap((option) => keysAt(option, path)))];
  const [key, ...rest] = path;
  if (key === undefined) return here instanceof z.ZodObject ? offeredKeys(here) : [];
  if (here instanceof z.ZodObject) {
    const next = here.shape[String(key)] as z.core.$ZodType | undefined;
    return next ? keysAt(next, rest) : [];
  }
  if (here instanceof z.ZodRecord) return keysAt(here.valueType, rest);
  if (here instanceof z.ZodArray) return keysAt(here.element, rest);
  return [];
}

/** Keys of an object but for those that exist only to be refused with a reason: they accept no value of any type. */
function offeredKeys({ shape }: z.ZodObject): string[] {
  return Object.keys(shape).filter((key) => {
    const value = shape[key];
    const inner = value && unwrapped(value);
    return !(inner instanceof z.ZodCustom || inner instanceof z.ZodUnknown);
  });
}
