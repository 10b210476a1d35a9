import { dataCharts } from "./data-chart-versions";

/** A Helm chart: the repository is an HTTPS index, or `oci://` with the registry path that holds the chart. */
export interface ChartPin {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
}

export const charts = {
  ...dataCharts,
  // hashicorp/vault-helm, tag v0.34.1, 2026-08-13. Its provider for the CSI driver is the same chart.
  vault: { repository: "https://helm.releases.hashicorp.com", chart: "vault", version: "0.34.1", appVersion: "2.0.4" },
  // aquasecurity/trivy-operator, tag v0.32.0, 2026-07-08, deploy/helm. Its images go by digest where a stack says them.
  "trivy-operator": {
    repository: "https://aquasecurity.github.io/helm-charts/",
    chart: "trivy-operator",
    version: "0.34.0",
    appVersion: "0.32.0",
  },
  // sigstore/helm-charts, tag policy-controller-0.10.6. Names its image by digest. 0.15.1 of the controller was seen tagged.
  "policy-controller": {
    repository: "https://sigstore.github.io/helm-charts",
    chart: "policy-controller",
    version: "0.10.6",
    appVersion: "0.13.1",
  },
  // projectcalico/calico, tag v3.32.1, 2026-06-24, charts/tigera-operator.
  calico: {
    repository: "https://docs.tigera.io/calico/charts",
    chart: "tigera-operator",
    version: "v3.32.1",
    appVersion: "v3.32.1",
  },
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
  // kubernetes/autoscaler, tag cluster-autoscaler-chart-9.59.0, 2026-07-21. Its RBAC covers what 1.36 asks for.
  "cluster-autoscaler": {
    repository: "https://kubernetes.github.io/autoscaler",
    chart: "cluster-autoscaler",
    version: "9.59.0",
    appVersion: "1.35.0",
  },
  // argoproj/argo-helm, argo-cd-10.3.0, 2026-08-20, the newest whose published archive could be read (as vendored by
  // entigolabs/entigo-infralib); 10.9.6 was seen published (2026-10-07). Its own release is v3.5.0; the values set the
  // newest patch whose source was read, argoproj/argo-cd v3.5.3. 3.5 is the first tested on Kubernetes 1.36.
  "argo-cd": {
    repository: "oci://ghcr.io/argoproj/argo-helm",
    chart: "argo-cd",
    version: "10.3.0",
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
  // istio/istio, branch release-1.31 at eed52ebb66ad, 2026-08-27, by its Go module: the commit that asks for istio/api at
  // the tag v1.31.0. Its charts are those of tag 1.31.0-rc.0. 1.31.1 is published too (istio/api, 2026-09-15); its charts
  // could not be read. One version for all.
  "istio-base": {
    repository: "https://istio-release.storage.googleapis.com/charts",
    chart: "base",
    version: "1.31.0",
    appVersion: "1.31.0",
  },
  "istio-cni": {
    repository: "https://istio-release.storage.googleapis.com/charts",
    chart: "cni",
    version: "1.31.0",
    appVersion: "1.31.0",
  },
  istiod: {
    repository: "https://istio-release.storage.googleapis.com/charts",
    chart: "istiod",
    version: "1.31.0",
    appVersion: "1.31.0",
  },
  // aws/karpenter-provider-aws, tag v1.14.1, 2026-08-20. Kubernetes 1.36 needs 1.13: see `oldestAddons`.
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
  // kedacore/charts, tag v2.20.2, 2026-07-31. Its maintainers test it up to Kubernetes 1.35: see `testedKubernetes`.
  keda: { repository: "https://kedacore.github.io/charts", chart: "keda", version: "2.20.2", appVersion: "2.20.2" },
  // kubernetes/autoscaler, tag vertical-pod-autoscaler-chart-0.11.0, 2026-07-26. Kubernetes 1.28 and later.
  "vertical-pod-autoscaler": {
    repository: "https://kubernetes.github.io/autoscaler",
    chart: "vertical-pod-autoscaler",
    version: "0.11.0",
    appVersion: "1.7.1",
  },
  // falcosecurity/charts, tag falco-9.1.0, 2026-06-11.
  falco: {
    repository: "https://falcosecurity.github.io/charts",
    chart: "falco",
    version: "9.1.0",
    appVersion: "0.44.1",
  },
  // fluent/helm-charts, tag fluent-bit-0.58.1, 2026-08-17.
  "fluent-bit": {
    repository: "oci://ghcr.io/fluent/helm-charts",
    chart: "fluent-bit",
    version: "0.58.1",
    appVersion: "5.1.1",
  },
  // grafana-community/helm-charts, tag loki-18.11.0, 2026-08-20: the chart of the open-source Loki since March 2026.
  loki: {
    repository: "oci://ghcr.io/grafana-community/helm-charts",
    chart: "loki",
    version: "18.11.0",
    appVersion: "3.7.6",
  },
  // grafana/alloy, tag helm-chart/1.11.1, 2026-08-06.
  alloy: {
    repository: "https://grafana.github.io/helm-charts",
    chart: "alloy",
    version: "1.11.1",
    appVersion: "v1.18.1",
  },
  // grafana-community/helm-charts, tag tempo-2.2.4, 2026-08-13.
  tempo: {
    repository: "oci://ghcr.io/grafana-community/helm-charts",
    chart: "tempo",
    version: "2.2.4",
    appVersion: "2.10.8",
  },
  // jaegertracing/helm-charts, chart jaeger 4.11.1, 2026-06-14 (commit 6c602b5).
  jaeger: {
    repository: "https://jaegertracing.github.io/helm-charts",
    chart: "jaeger",
    version: "4.11.1",
    appVersion: "2.19.0",
  },
  // open-telemetry/opentelemetry-helm-charts, tag opentelemetry-collector-0.170.0, 2026-08-14.
  "opentelemetry-collector": {
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    chart: "opentelemetry-collector",
    version: "0.170.0",
    appVersion: "0.158.0",
  },
} as const satisfies Record<string, ChartPin>;
