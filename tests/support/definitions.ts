import type { RecordedResource } from "../../preview/recorded";

/** Layers of definitions of custom kinds, as the program registers them. */
export function definitionLayers(resources: RecordedResource[]): RecordedResource[] {
  return resources.filter(
    ({ name, type }) => name.startsWith("addons-") && /-crds$/.test(name) && /ConfigGroup|helm/.test(type),
  );
}

/** Objects of custom kinds, by the group: Kubernetes' own end in k8s.io, but for the Gateway API and x-k8s.io. */
export function customObjects(resources: RecordedResource[]): RecordedResource[] {
  return resources.filter(
    ({ type }) =>
      /^kubernetes:(?!helm\.sh|pulumi)[^:]*\.(io|dev|com|sh|x-k8s\.io)\//.test(type) &&
      !/\.k8s\.io\//.test(type.replace(/gateway\.networking\.k8s\.io|x-k8s\.io/, "custom.io")),
  );
}

/** Objects of custom kinds that don't come after all layers, each with those that it misses. */
export function withoutWayToDefinitions(resources: RecordedResource[]): [string, string[]][] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const reached = (start: string) => {
    const seen = new Set([start]);
    for (const urn of seen) {
      const { dependencies = [], parent } = byUrn.get(urn) ?? {};
      for (const next of [...dependencies, ...(parent ? [parent] : [])]) seen.add(next);
    }
    return seen;
  };
  const layers = definitionLayers(resources);
  return customObjects(resources).flatMap(({ urn, name }): [string, string[]][] => {
    const way = reached(urn);
    const missed = layers.filter((layer) => !way.has(layer.urn)).map((layer) => layer.name);
    return missed.length ? [[name, missed]] : [];
  });
}
