import type { RecordedResource } from "../../preview/recorded";
import { layerOf, layers, type Layer, partOf } from "./parts";

/** A box of the picture: one component, or several that are drawn as one. */
export interface Part {
  id: string;
  title: string;
  layer: Layer;
  /** Logical names of the components in it, where they are more than one. */
  members: string[];
  /** How many resources of each type, without the components themselves. */
  types: Map<string, number>;
  resources: number;
  /** Ids of what must be there first; all of them, also those that follow from others. */
  after: Set<string>;
}

const stackType = "pulumi:pulumi:Stack";

/**
 * The components of a recorded program, with an edge wherever a resource of one depends on a resource of another: by
 * `dependsOn`, by what its inputs refer to, or because its provider is made there.
 *
 * @throws Error when two parts wait for each other, because then a part is cut wrongly.
 */
export function graphOf(resources: RecordedResource[]): Part[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const parts = new Map<string, Part>();
  const partByUrn = new Map<string, Part>();
  for (const resource of resources) {
    if (resource.type === stackType || isOwnProvider(resource, byUrn)) continue;
    const part = counted(resource, pathOf(resource, byUrn), parts);
    partByUrn.set(resource.urn, part);
  }
  for (const resource of resources) {
    const part = partByUrn.get(resource.urn);
    for (const urn of [...resource.dependencies, providerUrn(resource)]) {
      const first = urn === undefined ? undefined : partByUrn.get(urn);
      if (part && first && first !== part) part.after.add(first.id);
    }
  }
  const sorted = [...parts.values()].sort((a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer));
  refuseCircles(sorted);
  return sorted;
}

/** Ids that a part waits for and that do not already follow from another one it waits for. */
export function directlyAfter(part: Part, parts: Part[]): string[] {
  const after = new Map(parts.map((one) => [one.id, one.after]));
  const reached = (from: string): Set<string> =>
    new Set([...(after.get(from) ?? [])].flatMap((id) => [id, ...reached(id)]));
  const others = new Set([...part.after].flatMap((id) => [...reached(id)]));
  return [...part.after].filter((id) => !others.has(id)).sort();
}

/** The provider of AWS, on which all of AWS depends, is no part: an arrow from it would say nothing. */
function isOwnProvider(resource: RecordedResource, byUrn: Map<string, RecordedResource>): boolean {
  return resource.type.startsWith("pulumi:providers:") && parentOf(resource, byUrn)?.type === stackType;
}

function parentOf(resource: RecordedResource, byUrn: Map<string, RecordedResource>): RecordedResource | undefined {
  return resource.parent === undefined ? undefined : byUrn.get(resource.parent);
}

/** The resource's ancestors from the one below the stack down to itself. */
function pathOf(resource: RecordedResource, byUrn: Map<string, RecordedResource>): RecordedResource[] {
  const parent = parentOf(resource, byUrn);
  return parent === undefined || parent.type === stackType ? [resource] : [...pathOf(parent, byUrn), resource];
}

function counted(resource: RecordedResource, path: RecordedResource[], parts: Map<string, Part>): Part {
  const [component = resource] = path;
  const { id, title } = partOf(path);
  const part = parts.get(id) ?? emptyPart(id, title, layerOf(component));
  parts.set(id, part);
  part.resources += 1;
  if (path.length === 1) part.members.push(component.name);
  if (!resource.type.startsWith("platform:")) part.types.set(resource.type, (part.types.get(resource.type) ?? 0) + 1);
  return part;
}

function emptyPart(id: string, title: string, layer: Layer): Part {
  return { id, title, layer, members: [], types: new Map(), resources: 0, after: new Set() };
}

/** `<urn>::<id>` of the provider, without the id. */
function providerUrn({ provider }: RecordedResource): string | undefined {
  return provider?.slice(0, provider.lastIndexOf("::"));
}

function refuseCircles(parts: Part[]): void {
  const after = new Map(parts.map((one) => [one.id, one.after]));
  const walk = (id: string, way: string[]): void => {
    if (way.includes(id)) throw new Error(`parts wait for each other: ${[...way, id].join(" -> ")}`);
    for (const next of after.get(id) ?? []) walk(next, [...way, id]);
  };
  for (const { id } of parts) walk(id, []);
}
