/** One rule of a role, every word of it named: nothing that comes later is allowed unseen. */
export interface Rule {
  apiGroups?: string[];
  resources?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

const read = ["get", "list", "watch"];
const manage = [...read, "create", "update", "patch", "delete"];

/**
 * platform-developer: creates and manages what applications are made of (SS-50).
 *
 * Not in it: the namespace's guards (quota, limits, network policies, roles), Secrets, which come from a store, and
 * `exec`, which is past everything that is checked when a pod is made. Kubernetes' `view` is given beside it. Whoever may
 * create pods may mount each Secret of the namespace: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
export const developerRules: Rule[] = [
  {
    apiGroups: [""],
    resources: ["pods", "services", "configmaps", "persistentvolumeclaims", "serviceaccounts"],
    verbs: manage,
  },
  { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: manage },
  { apiGroups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: manage },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: manage },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: manage },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["httproutes", "grpcroutes"], verbs: manage },
  {
    apiGroups: ["monitoring.coreos.com"],
    resources: ["servicemonitors", "podmonitors", "prometheusrules"],
    verbs: manage,
  },
  {
    apiGroups: ["argoproj.io"],
    resources: ["rollouts", "analysistemplates", "analysisruns"],
    verbs: manage,
  },
  // `kubectl argo rollouts promote` writes the status: argoproj/argo-rollouts, pkg/kubectl-argo-rollouts/cmd/promote.
  { apiGroups: ["argoproj.io"], resources: ["rollouts/status"], verbs: ["get", "update", "patch"] },
];

/**
 * platform-viewer: the things without a namespace, and the kinds of the Gateway API, which `view` lacks (SS-51). `view`
 * itself is bound beside it: all namespaces, without Secrets, roles and bindings.
 */
export const viewerRules: Rule[] = [
  { apiGroups: [""], resources: ["nodes", "persistentvolumes"], verbs: read },
  { apiGroups: ["storage.k8s.io"], resources: ["storageclasses", "volumeattachments", "csinodes"], verbs: read },
  { apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: read },
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
  { apiGroups: ["apiregistration.k8s.io"], resources: ["apiservices"], verbs: read },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list"] },
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: ["gatewayclasses", "gateways", "httproutes", "grpcroutes"],
    verbs: read,
  },
];

/**
 * monitoring-reader: what a tool needs to find targets and to scrape them (SS-52), and nothing that it could read
 * contents of: no Secrets, no ConfigMaps, no logs. `nodes/metrics` is the kubelet's, without `nodes/proxy`, which would
 * reach into pods: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export const monitoringRules: Rule[] = [
  { apiGroups: [""], resources: ["nodes", "namespaces", "pods", "services"], verbs: read },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: read },
  { nonResourceURLs: ["/metrics"], verbs: ["get"] },
];
