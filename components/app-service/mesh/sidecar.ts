import { sidecarResources } from "../../shared/mesh";
import type { ServiceSettings } from "../settings";

const { requests, limits } = sidecarResources;

/**
 * Annotations of a pod of the mesh. What its sidecar asks for is the mesh's default; said here too, so that quotas can be
 * judged before the pod is there. The port of metrics is left alone: Prometheus has no certificate of the mesh.
 * https://istio.io/latest/docs/reference/config/annotations/
 */
export function sidecarAnnotations({
  metrics,
  port,
}: Pick<ServiceSettings, "metrics" | "port">): Record<string, string> {
  const own = metrics?.port !== undefined && metrics.port !== port ? metrics.port : undefined;
  return {
    "sidecar.istio.io/proxyCPU": requests.cpu,
    "sidecar.istio.io/proxyMemory": requests.memory,
    "sidecar.istio.io/proxyCPULimit": limits.cpu,
    "sidecar.istio.io/proxyMemoryLimit": limits.memory,
    ...(own === undefined ? {} : { "traffic.sidecar.istio.io/excludeInboundPorts": own.toString() }),
  };
}
