import type * as k8s from "@pulumi/kubernetes";
import type { WorkloadIdentityTransform } from "../identity/workload-identity";
import type { Transform } from "../shared/transform";

/** Escape hatches of what a service has in the mesh. */
export interface ServiceMeshTransform {
  authorization?: Transform<k8s.apiextensions.CustomResourceArgs>;
  destinationRule?: Transform<k8s.apiextensions.CustomResourceArgs>;
  virtualService?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Escape hatch of what tells Prometheus where the metrics are. */
export interface MonitorTransform {
  monitor?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Escape hatch of shared volumes; called for each. */
export interface ClaimsTransform {
  volumeClaim?: Transform<k8s.core.v1.PersistentVolumeClaimArgs>;
}

/** Escape hatches of what runs the pods. */
export interface WorkloadTransform extends RolloutTransform, JobsTransform {
  deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
}

/** Escape hatches of what scales a service. */
export interface ScalerTransform {
  autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  /** KEDA's. */
  scaledObject?: Transform<k8s.apiextensions.CustomResourceArgs>;
  triggerAuthentication?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The VerticalPodAutoscaler that recommends. */
  recommendation?: Transform<k8s.apiextensions.CustomResourceArgs>;
  disruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
}

/** Escape hatch of a service's own certificate. */
export interface CertificateTransform {
  certificate?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Escape hatches of a service's routes. */
export interface ServiceRoutesTransform {
  /** Called for each route; its host is in `spec.hostnames`. */
  route?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Called for each object beside a route: who may ask, how often, tries. */
  routeFeature?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** How a gateway's proxies know the service by its certificate. */
  backendTls?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Health checks of load balancers that ask pods themselves. */
  targetHealth?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Escape hatches of a canary or blue-green rollout. */
export interface RolloutTransform {
  rollout?: Transform<k8s.apiextensions.CustomResourceArgs>;
  analysis?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The Service of the new version alone. */
  newVersionService?: Transform<k8s.core.v1.ServiceArgs>;
}

/** Escape hatches of runs that end. */
export interface JobsTransform {
  cronJob?: Transform<k8s.batch.v1.CronJobArgs>;
  beforeRollout?: Transform<k8s.batch.v1.JobArgs>;
  beforeRolloutNetworkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}

/** One slot per child: a function that gets its finished arguments and returns those to use, applied last. */
export interface AppServiceTransform
  extends
    ServiceRoutesTransform,
    ServiceMeshTransform,
    WorkloadTransform,
    ScalerTransform,
    MonitorTransform,
    CertificateTransform,
    ClaimsTransform {
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Its role in AWS, where it has one. */
  identity?: WorkloadIdentityTransform;
  configMap?: Transform<k8s.core.v1.ConfigMapArgs>;
  /** Called for each directory of secrets; its name is in `metadata.name`. */
  secretProviderClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  service?: Transform<k8s.core.v1.ServiceArgs>;
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
}
