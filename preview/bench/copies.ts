import type { RecordedResource } from "../recorded";

/** A stack so many times: each copy has URNs and namespaces of its own, and nothing in common with the others. */
export function copies(resources: RecordedResource[], count: number): RecordedResource[] {
  return Array.from({ length: count }, (_, index) => resources.map((resource) => copyOf(resource, index))).flat();
}

function copyOf(resource: RecordedResource, index: number): RecordedResource {
  const other = (text: string): string => `${text}-${index}`;
  const metadata = resource.inputs["metadata"] as Record<string, unknown> | undefined;
  const key = resource.type.endsWith(":Namespace") ? "name" : "namespace";
  const named = typeof metadata?.[key] === "string" ? { metadata: { ...metadata, [key]: other(metadata[key]) } } : {};
  return {
    ...resource,
    urn: other(resource.urn),
    parent: resource.parent === undefined ? undefined : other(resource.parent),
    dependencies: resource.dependencies.map(other),
    inputs: { ...structuredClone(resource.inputs), ...structuredClone(named) },
  };
}
