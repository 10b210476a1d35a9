/** CRDs that come as YAML files of a release and not as a chart of their own. */
export interface CrdBundlePin {
  readonly repository: string;
  readonly version: string;
  /** Addresses of the files, with the tag in them. */
  readonly manifests: readonly string[];
}

export const crdBundles = {
  // aquasecurity/trivy-operator, tag v0.32.0: the chart's crds/ folder.
  "trivy-operator": {
    repository: "https://github.com/aquasecurity/trivy-operator",
    version: "v0.32.0",
    manifests: [
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clustercompliancereports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clusterconfigauditreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clusterinfraassessmentreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clusterrbacassessmentreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clustersbomreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_clustervulnerabilityreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_configauditreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_exposedsecretreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_infraassessmentreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_rbacassessmentreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_sbomreports.yaml",
      "https://raw.githubusercontent.com/aquasecurity/trivy-operator/v0.32.0/deploy/helm/crds/aquasecurity.github.io_vulnerabilityreports.yaml",
    ],
  },
  // projectcalico/calico, tag v3.32.1: the kinds of the operator and those of Calico.
  calico: {
    repository: "https://github.com/projectcalico/calico",
    version: "v3.32.1",
    manifests: ["https://raw.githubusercontent.com/projectcalico/calico/v3.32.1/manifests/operator-crds.yaml"],
  },
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
  // istio/istio, tag 1.31.1: the file that the chart base has its kinds from, read in istio.io/api v1.31.1; that of the
  // charts' 1.31.0 is the same to the letter.
  istio: {
    repository: "https://github.com/istio/istio",
    version: "1.31.1",
    manifests: ["https://raw.githubusercontent.com/istio/istio/1.31.1/manifests/charts/base/files/crd-all.gen.yaml"],
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
  // kedacore/keda, tag v2.20.2, config/crd/bases: the six kinds of the chart's templates/crds.
  keda: {
    repository: "https://github.com/kedacore/keda",
    version: "v2.20.2",
    manifests: [
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/eventing.keda.sh_cloudeventsources.yaml",
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/eventing.keda.sh_clustercloudeventsources.yaml",
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/keda.sh_clustertriggerauthentications.yaml",
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/keda.sh_scaledjobs.yaml",
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/keda.sh_scaledobjects.yaml",
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/keda.sh_triggerauthentications.yaml",
    ],
  },
  // kubernetes/autoscaler, tag vertical-pod-autoscaler-chart-0.11.0: the file of the chart's crds/ folder.
  "vertical-pod-autoscaler": {
    repository: "https://github.com/kubernetes/autoscaler",
    version: "vertical-pod-autoscaler-chart-0.11.0",
    manifests: [
      "https://raw.githubusercontent.com/kubernetes/autoscaler/vertical-pod-autoscaler-chart-0.11.0/vertical-pod-autoscaler/charts/vertical-pod-autoscaler/crds/vpa-v1-crd-gen.yaml",
    ],
  },
  // vmware-tanzu/velero, tag v1.18.1, config/crd: the thirteen kinds of the chart's crds/ folder.
  velero: {
    repository: "https://github.com/vmware-tanzu/velero",
    version: "v1.18.1",
    manifests: [
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_backuprepositories.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_backups.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_backupstoragelocations.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_deletebackuprequests.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_downloadrequests.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_podvolumebackups.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_podvolumerestores.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_restores.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_schedules.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_serverstatusrequests.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v1/bases/velero.io_volumesnapshotlocations.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v2alpha1/bases/velero.io_datadownloads.yaml",
      "https://raw.githubusercontent.com/vmware-tanzu/velero/v1.18.1/config/crd/v2alpha1/bases/velero.io_datauploads.yaml",
    ],
  },
  // cloudnative-pg/plugin-barman-cloud, tag v0.13.0, config/crd/bases: the one kind of the chart's templates/crds.
  "barman-cloud": {
    repository: "https://github.com/cloudnative-pg/plugin-barman-cloud",
    version: "v0.13.0",
    manifests: [
      "https://raw.githubusercontent.com/cloudnative-pg/plugin-barman-cloud/v0.13.0/config/crd/bases/barmancloud.cnpg.io_objectstores.yaml",
    ],
  },
} as const satisfies Record<string, CrdBundlePin>;
