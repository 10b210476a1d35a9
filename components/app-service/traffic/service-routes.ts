import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../../shared/component";
import { transformed, type Transform } from "../../shared/transform";
import { routeSpec, type RoutePlan } from "./route";
import type { ServiceSettings } from "../settings";
import { targetHealthSpec } from "./target-health";

/** Escape hatches of a service's routes. */
export interface ServiceRoutesTransform {
  /** Called for each route; its host is in `spec.hostnames`. */
  route?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** Health checks of load balancers that ask pods themselves. */
  targetHealth?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

export interface ServiceRoutesArgs {
  /** Name of the Service that requests go to. */
  service: string;
  settings: ServiceSettings;
  /** Port of the Service. */
  port: number;
  routes: RoutePlan[];
  /** Metadata of an object of the service, by its name. */
  metadata(name: string): k8s.types.input.meta.v1.ObjectMeta;
  transform?: ServiceRoutesTransform;
}

/**
 * How requests from outside reach a service: an HTTPRoute for each host, attached to its door, and what the door's load
 * balancer asks to know that a pod is ready. Cost: none of its own; the door has the load balancer.
 */
export class ServiceRoutes extends PlatformComponent {
  constructor(name: string, args: ServiceRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("app-service", "ServiceRoutes", name, opts);
    // Before the routes, or the load balancer would start with health checks of its own.
    const first = args.routes.some(({ door }) => door.asksPods) ? [this.createTargetHealth(args)] : [];
    for (const plan of args.routes) this.createRoute(plan, args, first);
    this.registerOutputs({});
  }

  private createTargetHealth({ service, settings, metadata, transform }: ServiceRoutesArgs): pulumi.Resource {
    const configuration = {
      apiVersion: "gateway.k8s.aws/v1",
      kind: "TargetGroupConfiguration",
      metadata: metadata(service),
      spec: targetHealthSpec(service, settings),
    };
    return new k8s.apiextensions.CustomResource(
      this.child("target-health"),
      transformed<k8s.apiextensions.CustomResourceArgs>(configuration, transform?.targetHealth),
      this.opts(),
    );
  }

  private createRoute(plan: RoutePlan, args: ServiceRoutesArgs, dependsOn: pulumi.Resource[]): void {
    const route = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: args.metadata(plan.name),
      spec: routeSpec(plan, args.service, args.port),
    };
    // The object's own name: unlike "<component>-<suffix>" it can't be that of another service's route.
    new k8s.apiextensions.CustomResource(
      plan.name,
      transformed<k8s.apiextensions.CustomResourceArgs>(route, args.transform?.route),
      this.opts({ dependsOn }),
    );
  }
}
