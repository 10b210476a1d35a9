/**
 * Every version that the platform pins, with where it was seen and when. Nothing is looked up at preview
 * (no `mostRecent`, no recommended image): two previews of one commit are the same, and a bump is a reviewed diff.
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

/** The EKS managed add-ons that the cluster component installs. */
export type EksAddonName =
  | "vpc-cni"
  | "coredns"
  | "kube-proxy"
  | "eks-pod-identity-agent"
  | "eks-node-monitoring-agent"
  | "aws-ebs-csi-driver"
  | "aws-efs-csi-driver"
  | "snapshot-controller";

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
} as const satisfies Record<string, Record<EksAddonName, string>>;

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

/** A Helm chart: the repository is an HTTPS index, or `oci://` with the registry path that holds the chart. */
export interface ChartPin {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
}

export const charts = {
  // kubernetes-sigs/metrics-server, tag metrics-server-helm-chart-3.13.1, 2026-06-11. 0.8.x: Kubernetes 1.31 and later.
  "metrics-server": {
    repository: "https://kubernetes-sigs.github.io/metrics-server/",
    chart: "metrics-server",
    version: "3.13.1",
    appVersion: "0.8.1",
  },
  // prometheus-community/helm-charts, tag kube-prometheus-stack-88.5.3, 2026-08-21. appVersion is the operator's.
  "kube-prometheus-stack": {
    repository: "oci://ghcr.io/prometheus-community/charts",
    chart: "kube-prometheus-stack",
    version: "88.5.3",
    appVersion: "v0.93.1",
  },
  // prometheus-community/helm-charts, tag prometheus-operator-crds-31.0.1, 2026-08-10: the kinds of operator v0.93.1.
  "prometheus-operator-crds": {
    repository: "oci://ghcr.io/prometheus-community/charts",
    chart: "prometheus-operator-crds",
    version: "31.0.1",
    appVersion: "v0.93.1",
  },
  // aws/eks-charts for controller v3.5.0, 2026-08-03. Built for Gateway API v1.6.0, standard channel.
  "aws-load-balancer-controller": {
    repository: "https://aws.github.io/eks-charts",
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    appVersion: "v3.5.0",
  },
  // cert-manager/cert-manager, tag v1.21.1, 2026-07-29. v1.21.2 was seen published; its values were not read.
  "cert-manager": {
    repository: "oci://quay.io/jetstack/charts",
    chart: "cert-manager",
    version: "v1.21.1",
    appVersion: "v1.21.1",
  },
  // kubernetes-sigs/external-dns, tag external-dns-helm-chart-1.21.1, 2026-04-30.
  "external-dns": {
    repository: "https://kubernetes-sigs.github.io/external-dns/",
    chart: "external-dns",
    version: "1.21.1",
    appVersion: "0.21.0",
  },
  // kubernetes/autoscaler, tag cluster-autoscaler-chart-9.59.0, 2026-07-21. The image is of `kubernetesReleases`; the
  // chart's RBAC covers what 1.36 asks for (resource.k8s.io, capacity buffers).
  "cluster-autoscaler": {
    repository: "https://kubernetes.github.io/autoscaler",
    chart: "cluster-autoscaler",
    version: "9.59.0",
    appVersion: "1.35.0",
  },
  // argoproj/argo-helm, release argo-cd-10.9.6 with v3.5.3, as `helm list` of a public record shows it, 2026-10-07. 3.5 is
  // the first minor that upstream tests on Kubernetes 1.36.
  "argo-cd": {
    repository: "oci://ghcr.io/argoproj/argo-helm",
    chart: "argo-cd",
    version: "10.9.6",
    appVersion: "v3.5.3",
  },
  // argoproj/argo-helm, tag argocd-apps-2.0.5, 2026-05-15: Applications from values, nothing else.
  "argocd-apps": {
    repository: "oci://ghcr.io/argoproj/argo-helm",
    chart: "argocd-apps",
    version: "2.0.5",
    appVersion: "",
  },
  // argoproj/argo-helm, tag argo-rollouts-2.41.0, 2026-06-05. Upstream tests Kubernetes up to 1.35 (argo-rollouts v1.9.1).
  "argo-rollouts": {
    repository: "oci://ghcr.io/argoproj/argo-helm",
    chart: "argo-rollouts",
    version: "2.41.0",
    appVersion: "v1.9.0",
  },
  // cloudnative-pg/charts, tag cloudnative-pg-v0.29.0, 2026-06-29.
  "cloudnative-pg": {
    repository: "https://cloudnative-pg.github.io/charts",
    chart: "cloudnative-pg",
    version: "0.29.0",
    appVersion: "1.30.0",
  },
  // opencost/opencost-helm-chart, tag opencost-2.5.17, 2026-04-28. Its images are pinned by digest.
  opencost: {
    repository: "https://opencost.github.io/opencost-helm-chart",
    chart: "opencost",
    version: "2.5.17",
    appVersion: "1.120.1",
  },
  // envoyproxy/gateway, tag v1.9.0, 2026-08-15; end of life 2027-02-14. Kubernetes 1.33 to 1.36.
  "envoy-gateway": {
    repository: "oci://docker.io/envoyproxy",
    chart: "gateway-helm",
    version: "v1.9.0",
    appVersion: "v1.9.0",
  },
  // aws/karpenter-provider-aws, tag v1.14.1, 2026-08-20. Kubernetes 1.36 needs 1.13: see `oldestAddons`. v1.15.0 was
  // seen published (2026-10-10); its values and permissions were not read.
  karpenter: {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter",
    version: "1.14.1",
    appVersion: "1.14.1",
  },
  // The same tag: definitions and controller must be of one version.
  "karpenter-crd": {
    repository: "oci://public.ecr.aws/karpenter",
    chart: "karpenter-crd",
    version: "1.14.1",
    appVersion: "1.14.1",
  },
  // bitnami/sealed-secrets, tag helm-v2.19.1, 2026-07-03. Chart 2.20.0 was seen published; its values were not read.
  "sealed-secrets": {
    repository: "https://bitnami.github.io/sealed-secrets",
    chart: "sealed-secrets",
    version: "2.19.1",
    appVersion: "0.38.4",
  },
  // kubernetes-sigs/secrets-store-csi-driver, tag v1.6.0, 2026-04-29.
  "secrets-store-csi-driver": {
    repository: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    chart: "secrets-store-csi-driver",
    version: "1.6.0",
    appVersion: "1.6.0",
  },
  // aws/secrets-store-csi-driver-provider-aws, tag 3.1.1, 2026-06-01. From 3.0 on it needs tokens of the driver.
  "secrets-store-csi-driver-provider-aws": {
    repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    chart: "secrets-store-csi-driver-provider-aws",
    version: "3.1.1",
    appVersion: "3.1.1",
  },
} as const satisfies Record<string, ChartPin>;

/** Oldest version of an add-on that works with a Kubernetes minor, where its maintainers say so. */
export const oldestAddons: Record<string, Record<string, string>> = {
  // aws/karpenter-provider-aws, tag v1.14.1, website/content/en/preview/upgrading/compatibility.md.
  karpenter: { "1.31": "1.0.5", "1.32": "1.2.0", "1.33": "1.5.0", "1.34": "1.6.0", "1.35": "1.9.0", "1.36": "1.13.0" },
};

/** Images of add-ons that come one for each Kubernetes minor, as tags. */
export const kubernetesReleases = {
  // kubernetes/autoscaler, newest tag of each minor: 1.34.5, 1.35.2 and 1.36.1, 2026-07-22. Its simulation of the
  // scheduler is that of the minor: upstream asks for the same one (cluster-autoscaler/README.md, "Releases").
  "cluster-autoscaler": { "1.34": "v1.34.5", "1.35": "v1.35.2", "1.36": "v1.36.1" },
} as const satisfies Record<string, Record<string, string>>;

/** CRDs that come as YAML files of a release and not as a chart of their own. */
export interface CrdBundlePin {
  readonly repository: string;
  readonly version: string;
  /** Addresses of the files, with the tag in them. */
  readonly manifests: readonly string[];
}

export const crdBundles = {
  // kubernetes-sigs/gateway-api release v1.6.0, standard channel: what the load balancer controller 3.5.0 is built for.
  "gateway-api": {
    repository: "https://github.com/kubernetes-sigs/gateway-api",
    version: "v1.6.0",
    manifests: ["https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.0/standard-install.yaml"],
  },
  // kubernetes-sigs/aws-load-balancer-controller, tag v3.5.0: the two files of the chart's crds/ folder, which Helm
  // installs once and never upgrades.
  "aws-load-balancer-controller": {
    repository: "https://github.com/kubernetes-sigs/aws-load-balancer-controller",
    version: "v3.5.0",
    manifests: [
      "https://raw.githubusercontent.com/kubernetes-sigs/aws-load-balancer-controller/v3.5.0/helm/aws-load-balancer-controller/crds/crds.yaml",
      "https://raw.githubusercontent.com/kubernetes-sigs/aws-load-balancer-controller/v3.5.0/helm/aws-load-balancer-controller/crds/gateway-crds.yaml",
    ],
  },
  // cert-manager/cert-manager, release v1.21.1: the definitions without the chart.
  "cert-manager": {
    repository: "https://github.com/cert-manager/cert-manager",
    version: "v1.21.1",
    manifests: ["https://github.com/cert-manager/cert-manager/releases/download/v1.21.1/cert-manager.crds.yaml"],
  },
  // argoproj/argo-cd, tag v3.5.3, manifests/crds.
  "argo-cd": {
    repository: "https://github.com/argoproj/argo-cd",
    version: "v3.5.3",
    manifests: [
      "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.3/manifests/crds/application-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.3/manifests/crds/applicationset-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-cd/v3.5.3/manifests/crds/appproject-crd.yaml",
    ],
  },
  // argoproj/argo-rollouts, tag v1.9.0, manifests/crds.
  "argo-rollouts": {
    repository: "https://github.com/argoproj/argo-rollouts",
    version: "v1.9.0",
    manifests: [
      "https://raw.githubusercontent.com/argoproj/argo-rollouts/v1.9.0/manifests/crds/rollout-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-rollouts/v1.9.0/manifests/crds/experiment-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-rollouts/v1.9.0/manifests/crds/analysis-run-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-rollouts/v1.9.0/manifests/crds/analysis-template-crd.yaml",
      "https://raw.githubusercontent.com/argoproj/argo-rollouts/v1.9.0/manifests/crds/cluster-analysis-template-crd.yaml",
    ],
  },
  // cloudnative-pg/cloudnative-pg, tag v1.30.0, config/crd/bases: the eleven kinds of the chart's templates/crds.
  "cloudnative-pg": {
    repository: "https://github.com/cloudnative-pg/cloudnative-pg",
    version: "v1.30.0",
    manifests: [
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_backups.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_clusterimagecatalogs.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_clusters.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_databaseroles.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_databases.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_failoverquorums.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_imagecatalogs.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_poolers.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_publications.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_scheduledbackups.yaml",
      "https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/v1.30.0/config/crd/bases/postgresql.cnpg.io_subscriptions.yaml",
    ],
  },
  // envoyproxy/gateway, tag v1.9.0: its own kinds; those of the Gateway API beside them are the experimental ones.
  "envoy-gateway": {
    repository: "https://github.com/envoyproxy/gateway",
    version: "v1.9.0",
    manifests: [
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_backends.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_backendtrafficpolicies.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_clienttrafficpolicies.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_envoyextensionpolicies.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_envoypatchpolicies.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_envoyproxies.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_httproutefilters.yaml",
      "https://raw.githubusercontent.com/envoyproxy/gateway/v1.9.0/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_securitypolicies.yaml",
    ],
  },
  // bitnami/sealed-secrets, tag helm-v2.19.1: the file of the chart's crds/ folder.
  "sealed-secrets": {
    repository: "https://github.com/bitnami/sealed-secrets",
    version: "helm-v2.19.1",
    manifests: [
      "https://raw.githubusercontent.com/bitnami/sealed-secrets/helm-v2.19.1/helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml",
    ],
  },
  // kubernetes-sigs/secrets-store-csi-driver, tag v1.6.0: the two files of the chart's crds/ folder.
  "secrets-store-csi-driver": {
    repository: "https://github.com/kubernetes-sigs/secrets-store-csi-driver",
    version: "v1.6.0",
    manifests: [
      "https://raw.githubusercontent.com/kubernetes-sigs/secrets-store-csi-driver/v1.6.0/charts/secrets-store-csi-driver/crds/secrets-store.csi.x-k8s.io_secretproviderclasses.yaml",
      "https://raw.githubusercontent.com/kubernetes-sigs/secrets-store-csi-driver/v1.6.0/charts/secrets-store-csi-driver/crds/secrets-store.csi.x-k8s.io_secretproviderclasspodstatuses.yaml",
    ],
  },
} as const satisfies Record<string, CrdBundlePin>;
