import type { Addon, CommonAddonSettings } from "./addon";
import { alloy, alloyEvents } from "./catalog/alloy/alloy";
import { argoCd } from "./catalog/argo-cd/argo-cd";
import { argoRollouts } from "./catalog/argo-rollouts/argo-rollouts";
import { awsLoadBalancerController } from "./catalog/aws-load-balancer-controller/aws-load-balancer-controller";
import { barmanCloud } from "./catalog/barman-cloud/barman-cloud";
import { calico } from "./catalog/calico/calico";
import { certManager } from "./catalog/cert-manager/cert-manager";
import { cloudnativePg } from "./catalog/cloudnative-pg/cloudnative-pg";
import { clusterAutoscaler } from "./catalog/cluster-autoscaler/cluster-autoscaler";
import { envoyGateway } from "./catalog/envoy-gateway/envoy-gateway";
import { externalDns } from "./catalog/external-dns/external-dns";
import { falco } from "./catalog/falco/falco";
import { fluentBit, fluentBitEvents } from "./catalog/fluent-bit/fluent-bit";
import { gatewayApiCrds } from "./catalog/gateway-api-crds/gateway-api-crds";
import { istioBase } from "./catalog/istio-base/istio-base";
import { istioCni } from "./catalog/istio-cni/istio-cni";
import { istiod } from "./catalog/istiod/istiod";
import { jaeger } from "./catalog/jaeger/jaeger";
import { karpenter } from "./catalog/karpenter/karpenter";
import { keda } from "./catalog/keda/keda";
import { kubePrometheusStack } from "./catalog/kube-prometheus-stack/kube-prometheus-stack";
import { loki } from "./catalog/loki/loki";
import { metricsServer } from "./catalog/metrics-server/metrics-server";
import { opencost } from "./catalog/opencost/opencost";
import { otelAgent, otelGateway } from "./catalog/opentelemetry-collector/collector";
import { policyController } from "./catalog/policy-controller/policy-controller";
import { prometheusOperatorCrds } from "./catalog/prometheus-operator-crds/prometheus-operator-crds";
import { sealedSecrets } from "./catalog/sealed-secrets/sealed-secrets";
import { secretsProviderAws } from "./catalog/secrets-store-csi-driver-provider-aws/secrets-store-csi-driver-provider-aws";
import { secretsStoreCsiDriver } from "./catalog/secrets-store-csi-driver/secrets-store-csi-driver";
import { tempo } from "./catalog/tempo/tempo";
import { trivyOperator } from "./catalog/trivy-operator/trivy-operator";
import { vaultCsiProvider } from "./catalog/vault-csi-provider/vault-csi-provider";
import { vault } from "./catalog/vault/vault";
import { velero } from "./catalog/velero/velero";
import { verticalPodAutoscaler } from "./catalog/vertical-pod-autoscaler/vertical-pod-autoscaler";

/** Every add-on that `platform:addons` may name, in alphabetical order. */
export const catalog = {
  "argo-cd": argoCd,
  "argo-rollouts": argoRollouts,
  "aws-load-balancer-controller": awsLoadBalancerController,
  "barman-cloud": barmanCloud,
  calico,
  "cert-manager": certManager,
  "cloudnative-pg": cloudnativePg,
  "cluster-autoscaler": clusterAutoscaler,
  "envoy-gateway": envoyGateway,
  "external-dns": externalDns,
  falco,
  "gateway-api-crds": gatewayApiCrds,
  "istio-base": istioBase,
  "istio-cni": istioCni,
  istiod,
  karpenter,
  keda,
  "metrics-server": metricsServer,
  opencost,
  "policy-controller": policyController,
  "prometheus-operator-crds": prometheusOperatorCrds,
  "sealed-secrets": sealedSecrets,
  "secrets-store-csi-driver": secretsStoreCsiDriver,
  "secrets-store-csi-driver-provider-aws": secretsProviderAws,
  "trivy-operator": trivyOperator,
  vault,
  "vault-csi-provider": vaultCsiProvider,
  velero,
  "vertical-pod-autoscaler": verticalPodAutoscaler,
} as const;

export type AddonName = keyof typeof catalog;

/** An add-on as a function of no particular settings, for code that handles all of them alike. */
export type AnyAddon = Addon<CommonAddonSettings>;

/** Add-ons that `platform:observability` asks for by keys of its own, in alphabetical order. */
const ofObservability: readonly AnyAddon[] = [
  alloy,
  alloyEvents,
  fluentBit,
  fluentBitEvents,
  jaeger,
  kubePrometheusStack,
  loki,
  otelAgent,
  otelGateway,
  tempo,
];

/** Every add-on that there is, in alphabetical order. */
export const everyAddon: readonly AnyAddon[] = [...Object.values<AnyAddon>(catalog), ...ofObservability].sort(
  (one, other) => (one.name < other.name ? -1 : 1),
);

/** Components that are out of date, with what to use instead; named in `platform:addons`, they are refused. */
export const retiredAddons: Record<string, { why: string; successor: string }> = {
  // kubernetes/ingress-nginx, archived on 2026-03-24.
  "ingress-nginx": {
    why: "was retired in March 2026 and gets no fixes",
    successor: "a gateway in platform:gateways: type alb, or nlb with the add-on envoy-gateway",
  },
  // grafana/loki, Promtail: end of life 2026-03-02.
  promtail: { why: "reached its end of life in March 2026", successor: "Grafana Alloy as collector of logs" },
  "loki-stack": { why: "is deprecated together with Promtail", successor: "Loki and Grafana Alloy" },
  // jaegertracing/jaeger: 1.x ended 2025-12-31.
  "jaeger-operator": { why: "installs Jaeger 1, which ended in December 2025", successor: "Jaeger 2 or Tempo" },
  // Amazon EKS user guide: access entries replace the ConfigMap.
  "aws-auth": { why: "is replaced by access entries", successor: "platform:cluster.access" },
  // istio/istio: the operator left with 1.24.
  "istio-operator": { why: "left Istio with 1.24", successor: "the add-ons istio-base, istio-cni and istiod" },
};
