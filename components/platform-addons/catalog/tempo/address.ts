/** Release, and the name of its Service. */
export const tempoName = "tempo";

/** Port that others call: values.yaml of the chart. */
export const tempoPort = 3200;

/** Address inside the cluster for whoever reads it or writes to it. */
export function tempoUrl(namespace: string): string {
  return `http://${tempoName}.${namespace}.svc:${tempoPort}`;
}
