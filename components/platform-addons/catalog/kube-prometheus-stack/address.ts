/** Release of the chart, the first part of the names of its objects. */
export const stackName = "kube-prometheus-stack";

/** Ports that others call: values.yaml of the chart. */
export const prometheusPort = 9090;
export const alertmanagerPort = 9093;

/** Address of Prometheus: the chart's Service, port `web`. */
export function prometheusUrl(namespace: string): string {
  return `http://${stackName}-prometheus.${namespace}.svc:${prometheusPort}`;
}

/** Address of Grafana: the Service of its subchart, port 80. */
export function grafanaUrl(namespace: string): string {
  return `http://${stackName}-grafana.${namespace}.svc`;
}
