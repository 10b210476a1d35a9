import type * as k8s from "@pulumi/kubernetes";
import type { WorkloadIdentityTransform } from "../identity/workload-identity";
import type { Transform } from "../shared/transform";

/** Slots of what a service has in the mesh. */
export interface ServiceMeshTransform {
  /** AuthorizationPolicy. Default: the services that call it and its gateways, each by its identity. */
  authorization?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Called for the service and for its new version. Default: mutual TLS, with the limits of `mesh`. */
  destinationRule?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Default: timeout and retries of `mesh`. */
  virtualService?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slot of what tells Prometheus where the metrics are. */
export interface MonitorTransform {
  /** ServiceMonitor, or PodMonitor with a rollout. Default: port and path of `metrics`. */
  monitor?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slot of shared volumes. */
export interface ClaimsTransform {
  /** Called for each volume of the service's own. Default: ReadWriteMany, size and class of `volumes.<name>`. */
  volumeClaim?: Transform<k8s.core.v1.PersistentVolumeClaimArgs>;
}

/** Slots of what runs the pods. */
export interface WorkloadTransform extends RolloutTransform, JobsTransform {
  /** Where there is neither `cron` nor a rollout. Default: hardened pods, spread over zones and nodes. */
  deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
}

/** Slots of what scales a service. */
export interface ScalerTransform {
  /** Default: CPU and memory of `scaling`. */
  autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  /** KEDA's, in the place of the autoscaler. Default: queues, times and queries of `scaling`. */
  scaledObject?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** How KEDA asks SQS. Default: as KEDA itself. */
  triggerAuthentication?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The VerticalPodAutoscaler that recommends. Default: it changes no pod. */
  recommendation?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Default: `disruption` of the service. */
  disruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
}

/** Slot of a service's own certificate. */
export interface CertificateTransform {
  /** Certificate of cert-manager. Default: every name that its Services have, 90 days, a new key at each renewal. */
  certificate?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slots of routes. */
export interface ServiceRoutesTransform {
  /** HTTPRoute; called for each host, which is in `spec.hostnames`. Default: paths, timeout and redirect of `routes`. */
  route?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Called for each object beside a route. Default: `allowFrom`, `login`, `rateLimit` and `retries` of `routes`. */
  routeFeature?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** BackendTLSPolicy: how Envoy's proxies know the service. Default: by the root in its own Secret, and its name. */
  backendTls?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Health checks of load balancers that ask pods themselves. Default: the readiness probe's path. */
  targetHealth?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slots of a canary or blue-green rollout. */
export interface RolloutTransform {
  /** Rollout of Argo. Default: steps of `rollout`, pods as those of a Deployment. */
  rollout?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** AnalysisTemplate. Default: errors and latency of `rollout.<kind>.analysis`. */
  analysis?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The Service of the new version alone. Default: like that of the service. */
  newVersionService?: Transform<k8s.core.v1.ServiceArgs>;
}

/** Slots of runs that end. */
export interface JobsTransform {
  /** Default: times of `cron`, never two runs at once unless it says so. */
  cronJob?: Transform<k8s.batch.v1.CronJobArgs>;
  /** The run before a rollout. Default: command and timeout of `beforeRollout`. */
  beforeRollout?: Transform<k8s.batch.v1.JobArgs>;
  /** Network policy of that run. Default: out as the service, nothing comes in. */
  beforeRolloutNetworkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

/** Slots of a service. */
export interface AppServiceTransform
  extends
    ServiceRoutesTransform,
    ServiceMeshTransform,
    WorkloadTransform,
    ScalerTransform,
    MonitorTransform,
    CertificateTransform,
    ClaimsTransform {
  /** Default: without a token. */
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Its role in AWS, where it has one. */
  identity?: WorkloadIdentityTransform;
  /** Default: `config` of the service, immutable, under a name with a checksum. */
  configMap?: Transform<k8s.core.v1.ConfigMapArgs>;
  /** Called for each directory of secrets; its name is in `metadata.name`. Default: the files that the service names. */
  secretProviderClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Default: ClusterIP, the ports of the service. */
  service?: Transform<k8s.core.v1.ServiceArgs>;
  /** Default: who calls it and whom it calls, and no one else. */
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}
