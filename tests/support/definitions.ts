import type { RecordedResource } from "../../preview/recorded";

type Inputs = { namespace?: string; metadata?: { namespace?: string; name?: string } };

/** All that a resource waits for, by what it depends on, and by what that depends on. */
export function waysIn(resources: RecordedResource[]): (start: string) => Set<string> {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  return (start) => {
    const seen = new Set([start]);
    for (const urn of seen) for (const next of byUrn.get(urn)?.dependencies ?? []) seen.add(next);
    return seen;
  };
}

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
  const reached = waysIn(resources);
  const layers = definitionLayers(resources);
  return customObjects(resources).flatMap(({ urn, name }): [string, string[]][] => {
    const way = reached(urn);
    const missed = layers.filter((layer) => !way.has(layer.urn)).map((layer) => layer.name);
    return missed.length ? [[name, missed]] : [];
  });
}

/** What guards a namespace and is nothing that a resource waits for, by the URN and the name: names of the guards. */
export function unguarded(resources: RecordedResource[]): (urn: string, namespace: string) => string[] {
  const reached = waysIn(resources);
  const guards = resources.filter(isGuard);
  const isOf = (guard: RecordedResource, namespace: string) =>
    (homeOf(guard) ?? (guard.inputs as Inputs).metadata?.name) === namespace;
  return (urn, namespace) => {
    const way = reached(urn);
    return guards.filter((guard) => isOf(guard, namespace) && !way.has(guard.urn)).map(({ name }) => name);
  };
}

/** What is in a namespace of the program and doesn't come after all that guards it, each with what it misses. */
export function withoutWayToGuards(resources: RecordedResource[]): [string, string[]][] {
  const missing = unguarded(resources);
  return resources.flatMap((one): [string, string[]][] => {
    const home = one.type.startsWith("kubernetes:") && !isGuard(one) ? homeOf(one) : undefined;
    const missed = home === undefined ? [] : missing(one.urn, home);
    return missed.length ? [[one.name, missed]] : [];
  });
}

/** Made by the component `Namespaces`: a namespace, its quota, limits, roles and network policies. */
function isGuard({ urn }: RecordedResource): boolean {
  return urn.includes("platform:namespaces:Namespaces$");
}

function homeOf({ type, inputs }: RecordedResource): string | undefined {
  const { namespace, metadata } = inputs as Inputs;
  return (type.startsWith("kubernetes:helm.sh/") ? namespace : undefined) ?? metadata?.namespace;
}
