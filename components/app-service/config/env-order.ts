/** Names that a value refers to as `$(NAME)`; `$$(NAME)` is text. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables */
export function envReferences(value: string): string[] {
  return [...value.matchAll(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g)].flatMap(([, name]) => name ?? []);
}

/**
 * Variables by name, but each after those that its value refers to: Kubernetes puts in only what stands earlier, and
 * leaves the rest as text. A circle, which `envCircle` finds, stays in the order of names.
 */
export function inEnvOrder<T extends { name: unknown; value?: unknown }>(variables: T[]): T[] {
  const byName = new Map(variables.map((one) => [String(one.name), one]));
  const done = new Set<string>();
  const ordered: T[] = [];
  const visit = (name: string): void => {
    const one = byName.get(name);
    if (!one || done.has(name)) return;
    done.add(name);
    if (typeof one.value === "string") envReferences(one.value).sort().forEach(visit);
    ordered.push(one);
  };
  [...byName.keys()].sort().forEach(visit);
  return ordered;
}

/** Names that refer to each other in a circle, the first again at the end; undefined where there is none. */
export function envCircle(values: Record<string, string>): string[] | undefined {
  const clear = new Set<string>();
  const search = (name: string, way: string[]): string[] | undefined => {
    const start = way.indexOf(name);
    if (start >= 0) return [...way.slice(start), name];
    if (clear.has(name) || values[name] === undefined) return undefined;
    for (const next of envReferences(values[name])) {
      const circle = search(next, [...way, name]);
      if (circle) return circle;
    }
    clear.add(name);
    return undefined;
  };
  for (const name of Object.keys(values).sort()) {
    const circle = search(name, []);
    if (circle) return circle;
  }
  return undefined;
}
