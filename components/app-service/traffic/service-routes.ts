import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { FailoverRecords } from "../../failover/records";
import { PlatformComponent } from "../../shared/component";
import { sharedAnnotations, sharedFields, sharedOptions } from "../../shared/field-owners";
import type { ServiceRoutesTransform } from "../transform";
import { routeSpec, type RoutePlan } from "./route";
import { backendTlsSpec } from "./backend-tls";
import { routeObjects } from "./route-features";
import { type TargetHealth, targetHealthSpec } from "./target-health";

export interface ServiceRoutesArgs {
  /** Name of the Service that requests go to. */
  service: string;
  /** Service of a new version alone, where there is one; a canary moves a share of the requests there. */
  newVersion?: { service: string; share: boolean } | undefined;
  health: TargetHealth;
  /** Secret with the service's certificate and its authority's root, where it speaks TLS. */
  tls?: { secret: string; namespace: string };
  /** Port of the Service. */
  port: number;
  routes: RoutePlan[];
  /** Metadata of an object of the service, by its name. */
  metadata(name: string): k8s.types.input.meta.v1.ObjectMeta;
  /** The other stack of a pair, where the records of hosts fail over to it. */
  failover?: FailoverRecords | undefined;
  transform?: ServiceRoutesTransform;
}

/**
 * How requests from outside reach a service: an HTTPRoute for each host, attached to its gateway, and what the gateway's load
 * balancer asks to know that a pod is ready. Cost: none of its own; the gateway has the load balancer.
 */
export class ServiceRoutes extends PlatformComponent<ServiceRoutesTransform> {
  constructor(name: string, args: ServiceRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("app-service", "ServiceRoutes", name, opts, args.transform);
    // Before the routes, or the load balancer would start with health checks of its own.
    const asked = args.routes.some(({ gateway }) => gateway.targetsPodIps);
    const first = asked
      ? [
          this.createTargetHealth(args, args.service, "target-health"),
          ...(args.newVersion
            ? [this.createTargetHealth(args, args.newVersion.service, "new-version-target-health")]
            : []),
        ]
      : [];
    first.push(...this.createBackendTls(args));
    for (const plan of args.routes) this.createRoute(plan, args, [...first, ...this.createFeatures(plan, args)]);
    this.registerOutputs({});
  }

  private createTargetHealth(args: ServiceRoutesArgs, service: string, suffix: string): pulumi.Resource {
    const { health, metadata } = args;
    const configuration = {
      apiVersion: "gateway.k8s.aws/v1",
      kind: "TargetGroupConfiguration",
      metadata: metadata(service),
      spec: targetHealthSpec(service, health, args.tls !== undefined),
    };
    return this.make("targetHealth", k8s.apiextensions.CustomResource, this.child(suffix), configuration);
  }

  /** Proxies of a gateway check the certificate; an ALB can't, and is told elsewhere. */
  private createBackendTls({ service, newVersion, tls, routes, metadata }: ServiceRoutesArgs) {
    if (tls === undefined || !routes.some(({ gateway }) => gateway.kind === "envoy")) return [];
    const policy = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "BackendTLSPolicy",
      metadata: metadata(service),
      spec: backendTlsSpec([service, ...(newVersion ? [newVersion.service] : [])], tls.secret, tls.namespace),
    };
    return [this.make("backendTls", k8s.apiextensions.CustomResource, this.child("backend-tls"), policy)];
  }

  /** Before the route, or its requests would pass unasked until they are there. */
  private createFeatures(plan: RoutePlan, { metadata }: ServiceRoutesArgs): pulumi.Resource[] {
    return routeObjects(plan).map(({ apiVersion, kind, namespace, spec }) => {
      const own = metadata(plan.name);
      const object = { apiVersion, kind, metadata: namespace === undefined ? own : { ...own, namespace }, spec };
      return this.make("routeFeature", k8s.apiextensions.CustomResource, plan.name, object);
    });
  }

  private routeMetadata({ name, host }: RoutePlan, { metadata, failover, newVersion }: ServiceRoutesArgs) {
    const own = metadata(name);
    const annotations = {
      ...own.annotations,
      ...failover?.annotationsOf(host),
      ...(newVersion?.share ? sharedAnnotations(sharedFields.canaryRoute) : {}),
    };
    return { ...own, annotations };
  }

  private createRoute(plan: RoutePlan, args: ServiceRoutesArgs, dependsOn: pulumi.Resource[]): void {
    const newVersion = args.newVersion?.share ? args.newVersion.service : undefined;
    const route = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: this.routeMetadata(plan, args),
      spec: routeSpec(plan, args.service, args.port, newVersion),
    };
    const shared = newVersion === undefined ? {} : sharedOptions(sharedFields.canaryRoute);
    // The object's own name: unlike "<component>-<suffix>" it can't be that of another service's route.
    this.make("route", k8s.apiextensions.CustomResource, plan.name, route, { dependsOn, ...shared });
  }
}
