/**
 * First address of the services of an EKS cluster, which is that of the Service `kubernetes` (kubernetes v1.36,
 * pkg/controlplane/instance.go, ServiceIPRange). EKS takes one of two ranges where a cluster names none:
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
 */
const clusterAddresses = ["10.100.0.1/32", "172.20.0.1/32"];

/**
 * Ranges that lead a pod to the API server, on port 443. An engine of network policies sees a packet before or after its
 * destination is changed from the Service's address to an interface in the VPC: the VPC CNI before
 * (amazon-network-policy-controller-k8s, pkg/resolvers/endpoints.go), Calico after.
 */
export function apiServer(vpcCidr: string): string[] {
  return [vpcCidr, ...clusterAddresses];
}
