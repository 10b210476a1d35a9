import { logicalName, nameProperties } from "./names";
import { keyOf, shapeOf } from "./shapes";
import { sha, type Values } from "./values";

/** Longest name that the provider makes up, where AWS takes fewer than 255 characters (provider/resources.go of pulumi-aws). */
const longest: Record<string, number> = {
  "lb/targetGroup": 32,
  "lb/loadBalancer": 32,
  "iam/role": 64,
  "s3/bucket": 63,
};

/** The input that names a type and that the provider fills when the program doesn't; undefined: none. */
export function autonamed(type: string): string | undefined {
  const property = nameProperties[keyOf(type)] ?? "name";
  const shape = shapeOf(type);
  return shape?.inputs.has(property) && !shape.required.has(property) ? property : undefined;
}

/**
 * Fills the name of a resource that has none, as the provider does in Check: the old name while there is one, else the
 * logical name and seven random characters.
 */
export function withName(type: string, urn: string, inputs: Values, olds: Values, random: string): Values {
  const property = autonamed(type);
  if (property === undefined || inputs[property] !== undefined) return inputs;
  if (["namePrefix", `${property}Prefix`].some((prefix) => inputs[prefix] !== undefined)) return inputs;
  const defaults = [...(Array.isArray(inputs.__defaults) ? inputs.__defaults : []), property];
  return { ...inputs, [property]: olds[property] ?? fresh(type, property, urn, random), __defaults: defaults };
}

function fresh(type: string, property: string, urn: string, random: string): string {
  const ending = `-${sha(urn + random).slice(0, 7)}`;
  const name = logicalName(urn).slice(0, (longest[keyOf(type)] ?? 255) - ending.length) + ending;
  return property === "name" ? name : name.toLowerCase();
}

/** Whether a replacement of this resource can't have the old one beside it: the program chose the name. */
export function nameIsTaken(type: string, olds: Values, news: Values): boolean {
  const property = autonamed(type);
  if (property === undefined || news[property] === undefined || olds[property] !== news[property]) return false;
  return !(Array.isArray(news.__defaults) && news.__defaults.includes(property));
}
