/** Release, and the name of its Service. */
export const jaegerName = "jaeger";

/** Port that others call: values.yaml of the chart. */
export const jaegerPort = 16686;

/** Address inside the cluster for whoever reads it or writes to it. */
export function jaegerUrl(namespace: string): string {
  return `http://${jaegerName}.${namespace}.svc:${jaegerPort}`;
}
