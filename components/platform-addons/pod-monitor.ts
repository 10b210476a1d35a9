import type { AddonObject } from "./addon";

/** What Prometheus asks of an add-on's pods, where the chart has no monitor of its own. */
export function podMonitor(
  { namespace, name }: { namespace: string; name: string },
  selector: Record<string, string>,
  port: { port: string } | { portNumber: number },
): AddonObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace },
    body: {
      spec: { selector: { matchLabels: selector }, podMetricsEndpoints: [{ ...port, interval: "1m" }] },
    },
  };
}
