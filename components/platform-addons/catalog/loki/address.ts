/** Release, and the name of its Service. */
export const lokiName = "loki";

/** Port that others call: values.yaml of the chart. */
export const lokiPort = 3100;

/** Address inside the cluster for whoever reads it or writes to it. */
export function lokiUrl(namespace: string): string {
  return `http://${lokiName}.${namespace}.svc:${lokiPort}`;
}
