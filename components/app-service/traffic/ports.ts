import type * as k8s from "@pulumi/kubernetes";
import { portName } from "../../shared/vocabulary";
import type { ServiceSettings } from "../settings";

type Ports = Pick<ServiceSettings, "port" | "metrics">;

/** Ports of a service by name: what it serves, and its metrics where they have a port of their own. */
export function namedPorts({ port, metrics }: Ports): { name: string; port: number }[] {
  return [
    ...(port === "none" ? [] : [{ name: portName.http, port }]),
    ...(metrics?.port === undefined || metrics.port === port ? [] : [{ name: portName.metrics, port: metrics.port }]),
  ];
}

/**
 * The Service in front of the pods; undefined without a port. Its ports are the pods' own, so that a peer's address, its
 * network policy and the container all say one number.
 */
export function serviceSpec(
  settings: Ports,
  selector: Record<string, string>,
): k8s.types.input.core.v1.ServiceSpec | undefined {
  const ports = namedPorts(settings).map(({ name, port }) => ({ name, port, targetPort: port, protocol: "TCP" }));
  return ports.length ? { type: "ClusterIP", selector, ports } : undefined;
}
