import type { ManagedAddonName } from "../components/managed-addons/settings";

/**
 * Versions of what EKS manages, with where each was seen and when; those of charts, images and definitions are in
 * components/pins.yaml. Nothing is looked up at preview (no `mostRecent`, no recommended image): two previews of one
 * commit are the same, and a bump is a reviewed diff.
 *
 * How to bump: `aws eks describe-cluster-versions`, `aws eks describe-addon-versions --kubernetes-version <minor>
 * --addon-name <name>`, and for node images the public parameter
 * `/aws/service/eks/optimized-ami/<minor>/amazon-linux-2023/x86_64/standard/recommended/release_version`.
 */

/** Dates are the first day on which the support named is no longer given. */
export interface KubernetesSupport {
  readonly standardSupportEnds: string;
  readonly extendedSupportEnds: string;
}

// Rule: 14 months of standard support from the release on EKS, then 12 months of extended support
// (Amazon EKS user guide, "Understand the Kubernetes version lifecycle on EKS").
export const kubernetesVersions: Record<string, KubernetesSupport> = {
  // EKS user guide, kubernetes-versions; endoflife.date/amazon-eks (2026-02).
  "1.31": { standardSupportEnds: "2025-11-26", extendedSupportEnds: "2026-11-26" },
  // EKS user guide, kubernetes-versions; endoflife.date/amazon-eks (2026-02).
  "1.32": { standardSupportEnds: "2026-03-23", extendedSupportEnds: "2027-03-23" },
  // EKS user guide, kubernetes-versions; endoflife.date/amazon-eks (2026-02).
  "1.33": { standardSupportEnds: "2026-07-29", extendedSupportEnds: "2027-07-29" },
  // EKS user guide, kubernetes-versions; endoflife.date/amazon-eks (2026-02).
  "1.34": { standardSupportEnds: "2026-12-02", extendedSupportEnds: "2027-12-02" },
  // endoflife.date/amazon-eks (2026-02).
  "1.35": { standardSupportEnds: "2027-03-27", extendedSupportEnds: "2028-03-27" },
  // Standard: `aws eks describe-cluster-versions` as reported by two public projects (2026-09). Extended: the rule above.
  "1.36": { standardSupportEnds: "2027-08-02", extendedSupportEnds: "2028-08-02" },
};

export const defaultKubernetesVersion = "1.36";

/**
 * The newest build of each managed add-on that was seen installed, or listed by `describe-addon-versions`, for that
 * Kubernetes minor. AWS publishes no offline table; "seen" means a public project's record of a real cluster, and
 * "pinned" a public configuration whose run was not seen.
 * Floor for vpc-cni: v1.22.4, the first build with network policy agent 1.4.0, which fixes CVE-2026-86831
 * (pods of two namespaces could share network policy; AWS security bulletin 2026-113, 2026-09-16).
 */
export const eksAddons = {
  "1.34": {
    // describe-addon-versions for 1.34, 2026-09-20 (default); installed on a 1.34 cluster 2026-09-24.
    "vpc-cni": "v1.22.4-eksbuild.3",
    // describe-addon-versions: valid for 1.33 to 1.36, 2026-09-23 (the default of 1.34 is v1.12.4-eksbuild.38).
    coredns: "v1.13.2-eksbuild.31",
    // describe-addon-versions for 1.34, 2026-09-20 (default); installed on a 1.34 cluster 2026-09-24.
    "kube-proxy": "v1.34.6-eksbuild.29",
    // Pinned for 1.34 beside kube-proxy v1.34.6-eksbuild.17, 2026-08.
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    // Not seen on 1.34: the build seen on 1.35.
    "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
    // describe-addon-versions for 1.34, 2026-09-20; installed on a 1.34 cluster 2026-09-24.
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    // Pinned for 1.34 beside kube-proxy v1.34.6-eksbuild.17, 2026-08.
    "aws-efs-csi-driver": "v3.4.0-eksbuild.1",
    // Not seen on 1.34: the build seen on 1.35.
    "snapshot-controller": "v8.6.0-eksbuild.6",
  },
  "1.35": {
    // describe-addon-versions for 1.35, 2026-10-02 (the default is v1.22.4-eksbuild.3).
    "vpc-cni": "v1.23.2-eksbuild.1",
    // describe-addon-versions for 1.35, 2026-10-02 (the default is v1.13.2-eksbuild.31).
    coredns: "v1.14.6-eksbuild.4",
    // describe-addon-versions for 1.35, 2026-10-02 (default); installed on a 1.35 cluster 2026-09-24.
    "kube-proxy": "v1.35.3-eksbuild.29",
    // describe-addon-versions for 1.35, 2026-10-02 (the default is v1.3.10-eksbuild.3).
    "eks-pod-identity-agent": "v1.4.0-eksbuild.3",
    // Pinned for 1.35 by a script that asks describe-addon-versions, 2026-08.
    "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
    // Default of 1.35, 2026-09.
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    // Pinned for 1.35 beside kube-proxy v1.35.3-eksbuild.21, 2026-09.
    "aws-efs-csi-driver": "v3.4.2-eksbuild.1",
    // Pinned for 1.35 beside kube-proxy v1.35.3-eksbuild.21, 2026-09.
    "snapshot-controller": "v8.6.0-eksbuild.6",
  },
  "1.36": {
    // describe-addon-versions for 1.36, 2026-10-07; resolved by EKS for a new 1.36 cluster 2026-10.
    "vpc-cni": "v1.23.2-eksbuild.1",
    // Resolved by EKS for a new 1.36 cluster, 2026-10 (v1.14.7-eksbuild.10 in describe-addon-versions 2026-10-07).
    coredns: "v1.14.7-eksbuild.11",
    // Resolved by EKS for a new 1.36 cluster, 2026-10; pinned by two further projects.
    "kube-proxy": "v1.36.0-eksbuild.45",
    // describe-addon-versions for 1.36, 2026-10-07; resolved by EKS for a new 1.36 cluster 2026-10.
    "eks-pod-identity-agent": "v1.4.0-eksbuild.3",
    // Installed on a 1.36 cluster, 2026-09/10 (two projects).
    "eks-node-monitoring-agent": "v1.7.2-eksbuild.1",
    // Installed on 1.36 clusters, 2026-09-24 and 2026-10.
    "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
    // Installed on a 1.36 cluster, 2026-09-27 and 2026-10.
    "aws-efs-csi-driver": "v3.4.2-eksbuild.1",
    // Installed on a 1.36 cluster and used for a restore drill, 2026-09.
    "snapshot-controller": "v8.6.0-eksbuild.8",
  },
} as const satisfies Record<string, Record<ManagedAddonName, string>>;

/**
 * Release version of the node image per Kubernetes minor, as `releaseVersion` of a managed node group takes it.
 * One number serves x86 and arm64. An empty string is a release that was not found: a stack on that minor sets
 * `releaseVersion` of its pools, or the preview says what is missing.
 */
export const nodeImages = {
  "1.34": {
    // ReleaseVersion of a running 1.34 node group, 2026-10; also named in a release digest of 2026-09-30.
    al2023: "1.34.11-20260930",
    // Not found for 1.34. Bottlerocket numbers its releases the same for every variant (see 1.35, 1.36).
    bottlerocket: "",
  },
  "1.35": {
    // ReleaseVersion of a running 1.35 node group, 2026-10-06.
    al2023: "1.35.8-20260930",
    // Release of a running 1.35 node group after an in-place update, 2026-10-01.
    bottlerocket: "1.66.0-1ad6b4a4",
  },
  "1.36": {
    // kubelet and release of a running 1.36 node, 2026-10 (1.36.4-20261003 is pinned by one project, run not seen).
    al2023: "1.36.4-20260930",
    // Images bottlerocket-aws-k8s-1.36-{x86_64,aarch64}-v1.66.0-1ad6b4a4 on running nodes, 2026-09-24.
    bottlerocket: "1.66.0-1ad6b4a4",
  },
} as const satisfies Record<string, Record<"al2023" | "bottlerocket", string>>;
