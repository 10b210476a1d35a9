import type { RecordedResource } from "../../../preview/recorded";
import { unknown } from "./workloads";

/** Marks secrets, assets and references on the wire: @pulumi/pulumi runtime/rpc.js, specialSigKey. */
const marker = "4dabf18193072939515e22adb298388d";

/** One place in the inputs of a resource of a stack. */
export interface Place {
  resource: RecordedResource;
  steps: (string | number)[];
  value: unknown;
}

/** What the SDK sends for a value that isn't known yet: a string, or an output without a value. */
function isUnknown(value: unknown): boolean {
  return value === unknown || (typeof value === "object" && value !== null && marker in value && !("value" in value));
}

/**
 * The same place in two resources of a type is one; list positions don't count, nor do places that aren't known. Below
 * the values of a chart all keys are one: they are the chart's own, and no rule knows them.
 */
export function distinctPlaces(resources: RecordedResource[]): Place[] {
  const found = new Map<string, Place>();
  for (const resource of resources) {
    for (const place of placesIn(resource, [], resource.inputs)) {
      const inValues = resource.type.startsWith("kubernetes:helm.sh/") && place.steps[0] === "values";
      const steps = place.steps.map((step, at) => (typeof step === "number" ? "#" : inValues && at > 0 ? "*" : step));
      const key = [resource.type, ...steps].join("\u0000");
      if (!found.has(key) && !isUnknown(place.value)) {
        found.set(key, place);
      }
    }
  }
  return [...found.values()];
}

function placesIn(resource: RecordedResource, steps: (string | number)[], value: unknown): Place[] {
  const here = steps.length === 0 ? [] : [{ resource, steps, value }];
  if (typeof value !== "object" || value === null || marker in value) {
    return here;
  }
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 2).map((item, index) => [index, item])
    : Object.entries(value);
  return [...here, ...inner.flatMap(([step, item]) => placesIn(resource, [...steps, step], item))];
}

/** The resource with another value in a place, and a URN of its own; every other place is shared. */
export function changed({ resource, steps }: Place, value: unknown, urn: string): RecordedResource {
  return { ...resource, urn, inputs: replaced(resource.inputs, steps, value) as Record<string, unknown> };
}

function replaced(owner: unknown, [step, ...rest]: (string | number)[], value: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(owner)) {
    return owner.map((item: unknown, index) => (index === step ? replaced(item, rest, value) : item));
  }
  const object = owner as Record<string, unknown>;
  return { ...object, [step]: replaced(object[step], rest, value) };
}

/** Values of another type than the one that is there; none that JSON or YAML could mean the same by. */
export function otherTypes(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return ["garbage", 7, { garbage: 1 }];
  }
  if (typeof value === "object" && value !== null) {
    return ["garbage", 7, ["garbage"]];
  }
  return [{ garbage: 1 }, [["garbage"]], ...(typeof value === "boolean" ? ["garbage", 7] : [])];
}

export const pathOf = ({ resource, steps }: Place): string => `${resource.type} ${steps.join(".")}`;
