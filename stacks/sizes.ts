import type { SizeName, SizeResources } from "../components/app-service/pod/resources";

/**
 * What a service of each size requests and may use at most.
 *
 * Memory: the limit is the request, so that a node is never promised more than it has; a pod that needs more is killed
 * alone and does not take its neighbours along (EKS best practices, "Configure and Size Resource Requests/Limits":
 * https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html). CPU: four times the request, because a
 * throttled start or burst costs latency and an idle limit costs nothing.
 */
export const sizes: Record<SizeName, SizeResources> = {
  small: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "400m", memory: "256Mi" } },
  medium: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "512Mi" } },
  large: { requests: { cpu: "1", memory: "2Gi" }, limits: { cpu: "4", memory: "2Gi" } },
};
