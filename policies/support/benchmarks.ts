import type { Policy } from "@pulumi/policy";

type Benchmark = Required<Pick<Policy, "framework">>;

/**
 * Items of the CIS Amazon EKS Benchmark 1.8, with their titles as kubescape/regolibrary has them
 * (`frameworks/cis-eks-t1.8.0.json`): those that can be judged before a cluster exists.
 */
const items = {
  "2.1.1": "Enable audit Logs",
  "4.1.1": "Ensure that the cluster-admin role is only used where required",
  "4.1.2": "Minimize access to secrets",
  "4.1.3": "Minimize wildcard use in Roles and ClusterRoles",
  "4.1.5": "Ensure that default service accounts are not actively used",
  "4.1.6": "Ensure that Service Account Tokens are only mounted where necessary",
  "4.1.7": "Cluster Access Manager API to streamline and enhance the management of access controls within EKS clusters",
  "4.1.8": "Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster",
  "4.3.2": "Ensure that all Namespaces have Network Policies defined",
  "4.4.1": "Prefer using secrets as files over secrets as environment variables",
  "4.4.2": "Consider external secret storage",
  "4.5.2": "The default namespace should not be used",
  "5.1.1": "Ensure Image Vulnerability Scanning using Amazon ECR image scanning or a third party provider",
  "5.1.4": "Minimize Container Registries to only those approved",
  "5.2.1": "Prefer using dedicated EKS Service Accounts",
  "5.3.1": "Ensure Kubernetes Secrets are encrypted using Customer Master Keys (CMKs) managed in AWS KMS",
  "5.4.1": "Restrict Access to the Control Plane Endpoint",
  "5.4.3": "Ensure clusters are created with Private Nodes",
  "5.4.5": "Encrypt traffic to HTTPS load balancers with TLS certificates",
} as const;

export function cis(item: keyof typeof items): Benchmark {
  return {
    framework: { name: "CIS Amazon EKS Benchmark", version: "1.8", reference: item, specification: items[item] },
  };
}

/** A chapter of the EKS Best Practices Guide, https://docs.aws.amazon.com/eks/latest/best-practices/. */
export function bestPractice(chapter: string): Benchmark {
  return {
    framework: { name: "Amazon EKS Best Practices Guide", version: "2026", reference: chapter, specification: "guide" },
  };
}
