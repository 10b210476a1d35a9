import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { FailoverRecords } from "../failover/records";
import type { IdentityMode, WorkloadIdentityTransform } from "../identity/workload-identity";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { GatewayRef, NamespaceRef, PoolRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import type { MonitorTransform } from "./monitoring/monitor";
import type { TelemetryRef } from "./monitoring/telemetry";
import type { ClaimsTransform } from "./pod/claims";
import type { ServiceMeshTransform } from "./mesh/service-mesh";
import type { CertificateTransform } from "./tls/certificate";
import type { WorkloadTransform } from "./pod/workload";
import type { ScalerTransform } from "./scaling/scaler";
import type { ServiceSettings } from "./settings";
import type { Edges } from "./traffic/peers";
import type { ServiceRoutesTransform } from "./traffic/service-routes";

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

export interface AppServiceArgs {
  context: PlatformContext;
  settings: ServiceSettings;
  namespace: NamespaceRef;
  /** Pools by name. */
  pools: Record<string, PoolRef>;
  /** Gateways by name. */
  gateways: Record<string, GatewayRef>;
  /** Who it calls and who calls it, from `edgesOf`. */
  edges: Edges;
  /** Registry that relative repositories are below, from `imageRegistry`. */
  registry: string;
  /** Domain that hosts without a dot are below. */
  domain: string;
  /** What it gets from the databases, queues, buckets and secrets that it names. Default: nothing. */
  grant?: Grant;
  /** The other stack of a pair, where the records of hosts fail over to it. */
  failover?: FailoverRecords;
  /** Range of the VPC, for `postgres` and `redis` of `egress`. */
  vpcCidr: string;
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace?: string;
  /** URL of Prometheus, which KEDA and analyses ask; left out where there is none. */
  prometheusUrl?: string;
  /** Collector that takes traces; left out where there is none. */
  telemetry?: TelemetryRef;
  /** How pods get AWS credentials where the service does not say: `identity` of the cluster. */
  identity: IdentityMode;
  /** Issuer of the cluster without `https://`; needed with `irsa` only. */
  oidcIssuer?: pulumi.Input<string>;
  transform?: AppServiceTransform;
}
