/**
 * What the parts of the monitoring are called, and where others find them inside the cluster. Apart from the parts, which
 * know each other by it.
 */

/** Release of the chart kube-prometheus-stack, the first part of the names of its objects. */
export const stackName = "kube-prometheus-stack";

/** Ports that others ask: the charts' and the programs' own, as values.yaml of each says. */
export const prometheusPort = 9090;
export const alertmanagerPort = 9093;
export const lokiPort = 3100;
export const tempoPort = 3200;
export const jaegerPort = 16686;

export const lokiName = "loki";
export const tempoName = "tempo";
export const jaegerName = "jaeger";

/** Address of Prometheus: the chart's Service, port `web`. */
export function prometheusUrl(namespace: string): string {
  return `http://${stackName}-prometheus.${namespace}.svc:${prometheusPort}`;
}

/** Address of Grafana: the Service of its subchart, port 80. */
export function grafanaUrl(namespace: string): string {
  return `http://${stackName}-grafana.${namespace}.svc`;
}

/** Address of Loki for whoever asks it or writes to it. */
export function lokiUrl(namespace: string): string {
  return `http://${lokiName}.${namespace}.svc:${lokiPort}`;
}

export function tempoUrl(namespace: string): string {
  return `http://${tempoName}.${namespace}.svc:${tempoPort}`;
}

export function jaegerUrl(namespace: string): string {
  return `http://${jaegerName}.${namespace}.svc:${jaegerPort}`;
}
