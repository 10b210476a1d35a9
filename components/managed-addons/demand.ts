import type { PodDemand } from "../platform-addons/pods";
import type { ManagedAddonName, ManagedAddonsSettings } from "./settings";

/** Requests of one pod of an add-on that EKS manages, and how many there are. */
interface Requests {
  workload: string;
  cpuMillis: number;
  memoryMiB: number;
}

/**
 * One on every node. VPC CNI: aws/eks-charts, stable/aws-vpc-cni (25m for each of its two containers); kube-proxy: the
 * 100m of kubernetes/kubernetes, cluster/addons/kube-proxy; EBS CSI: kubernetes-sigs/aws-ebs-csi-driver v1.64.0,
 * deploy/kubernetes/base/node.yaml. The agents of Pod Identity and node monitoring, and EFS CSI, state none.
 */
const onEveryNode: Partial<Record<ManagedAddonName, Requests>> = {
  "vpc-cni": { workload: "DaemonSet/aws-node", cpuMillis: 50, memoryMiB: 0 },
  "kube-proxy": { workload: "DaemonSet/kube-proxy", cpuMillis: 100, memoryMiB: 0 },
  "aws-ebs-csi-driver": { workload: "DaemonSet/ebs-csi-node", cpuMillis: 30, memoryMiB: 104 },
};

/** CoreDNS: kubernetes/kubernetes, cluster/addons/dns/coredns. EBS CSI: the same tag, base/controller.yaml, two copies. */
const dns: Requests = { workload: "Deployment/coredns", cpuMillis: 100, memoryMiB: 70 };
const volumes: Requests = { workload: "Deployment/ebs-csi-controller", cpuMillis: 60, memoryMiB: 232 };

/** What the add-ons ask for that EKS manages: their pods tolerate the taint of the system pool, and run there. */
export function managedDemand(settings: ManagedAddonsSettings): PodDemand[] {
  const one = (addon: ManagedAddonName, requests: Requests, copies: number | "node"): PodDemand => ({
    addon,
    namespace: "kube-system",
    copies,
    pool: undefined,
    ...requests,
  });
  return [
    ...Object.entries(onEveryNode).map(([addon, requests]) => one(addon as ManagedAddonName, requests, "node")),
    one("coredns", dns, settings.dns.minReplicas),
    one("aws-ebs-csi-driver", volumes, 2),
  ];
}
