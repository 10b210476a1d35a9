import type * as pulumi from "@pulumi/pulumi";
import type { FailoverRecords } from "../failover/records";
import type { IdentityMode } from "../identity/workload-identity";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { GatewayRef, NamespaceRef, PoolRef } from "../shared/refs";
import type { TelemetryRef } from "./monitoring/telemetry";
import type { ServiceSettings } from "./settings";
import type { Edges } from "./traffic/peers";
import type { AppServiceTransform } from "./transform";

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
