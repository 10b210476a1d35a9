/** Facts of the stack that every component may need; all of them plain, so that names and ARNs are known at preview. */
export interface PlatformContext {
  /** Name of the stack, for example `production`. */
  stack: string;
  /** Tier whose defaults apply. */
  tier: "production" | "staging" | "development";
  /** AWS region of the cluster. */
  region: string;
  /** AWS account that the stack may touch, twelve digits. */
  accountId: string;
  /** AWS partition: `aws`, `aws-cn` or `aws-us-gov`, derived from the region. */
  partition: string;
  /** Name of the EKS cluster, the first part of the names of its AWS resources. */
  clusterName: string;
  /** Kubernetes minor, for example `1.36`. */
  kubernetesVersion: string;
  /** Team that owns what no one else owns. */
  team: string;
  /** Accounting unit, written on every resource. */
  costCenter: string;
}

/** Partition of a region, by its prefix: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Last labels of AWS's own host names in a partition: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffix(partition: string): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
