import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { DoorRef } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import { DomainCertificate } from "./certificate";
import { doorRef, doorsNamespace, gatewaySpec, loadBalancerSpec, redirectSpec, targetGroupSpec } from "./gateway-spec";
import type { DoorSettings, DoorsSettings } from "./settings";

/** Ranges of the network that doors are told by. */
export interface DoorNetwork {
  cidr: string;
  publicSubnetCidrs: string[];
  privateSubnetCidrs: string[];
}

export interface DoorsArgs {
  context: PlatformContext;
  settings: DoorsSettings;
  network: DoorNetwork;
  /** Domain of the stack; a certificate that the program has issued is for it and for every name directly below. */
  domain: string;
  /** Hosted zone of the domain, for that certificate. */
  zoneId?: string;
  /** Namespaces whose routes may attach: those of the services that have routes. */
  routeNamespaces: string[];
  transform?: { loadBalancer?: Transform<Record<string, unknown>>; gateway?: Transform<Record<string, unknown>> };
}

const gatewayGroup = "gateway.networking.k8s.io/v1";
const awsGroup = "gateway.k8s.aws/v1";
const gatewayClass = "alb";

/**
 * The doors of the platform: where requests come in. Each is a Gateway that services attach to by routes; the AWS Load
 * Balancer Controller makes an Application Load Balancer of it. HTTPS only; HTTP answers with a redirect.
 *
 * Cost: a load balancer per door by the hour and capacity unit, and its public addresses.
 */
export class Doors extends PlatformComponent {
  /** What a service needs to know of each door, by its name. */
  readonly refs: Record<string, DoorRef> = {};
  /** The Gateways by door, for what must come after them. */
  readonly gateways: Record<string, pulumi.Resource> = {};

  constructor(name: string, args: DoorsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("doors", "Doors", name, opts);
    const doors = Object.entries(args.settings);
    if (doors.length) this.createClass(args);
    const issued = this.createCertificate(args);
    for (const [door, settings] of doors) {
      const certificateArn = settings.certificate?.arn ?? issued?.arn;
      if (certificateArn === undefined) throw new Error(`doors.${door}: set certificate.arn, or dns.zoneId.`);
      this.gateways[door] = this.createDoor(door, settings, certificateArn, args);
      this.refs[door] = doorRef(door, settings, args.network);
    }
    this.registerOutputs({ doors: Object.keys(this.refs) });
  }

  private createClass(args: DoorsArgs): void {
    new k8s.apiextensions.CustomResource(
      this.child("class"),
      {
        apiVersion: gatewayGroup,
        kind: "GatewayClass",
        metadata: { name: gatewayClass, labels: commonLabels(args.context, { name: "doors" }) },
        spec: { controllerName: "gateway.k8s.aws/alb" },
      },
      this.opts(),
    );
  }

  /** One certificate for all doors that name none: they share the domain. */
  private createCertificate({ settings, domain, zoneId }: DoorsArgs): DomainCertificate | undefined {
    const wanted = Object.values(settings).some((door) => door.certificate === undefined);
    if (!wanted || zoneId === undefined) return undefined;
    return new DomainCertificate(this.child("certificate"), { domain, zoneId }, this.opts());
  }

  private createDoor(
    door: string,
    settings: DoorSettings,
    certificateArn: pulumi.Input<string>,
    args: DoorsArgs,
  ): pulumi.Resource {
    const { context, network, transform } = args;
    const facts = { clusterName: context.clusterName, vpcCidr: network.cidr, certificateArn };
    const targets = this.createObject(door, "targets", awsGroup, "TargetGroupConfiguration", targetGroupSpec(), args);
    const loadBalancer = this.createObject(
      door,
      "load-balancer",
      awsGroup,
      "LoadBalancerConfiguration",
      transformed(loadBalancerSpec(door, settings, facts), transform?.loadBalancer),
      args,
      [targets],
    );
    // Behind its configuration, or the controller would make a load balancer with its own defaults first.
    const gateway = this.createObject(
      door,
      "gateway",
      gatewayGroup,
      "Gateway",
      transformed(gatewaySpec(gatewayClass, door, args.routeNamespaces), transform?.gateway),
      args,
      [loadBalancer],
    );
    this.createObject(door, "redirect", gatewayGroup, "HTTPRoute", redirectSpec(door), args, [gateway]);
    return gateway;
  }

  private createObject(
    door: string,
    suffix: string,
    apiVersion: string,
    kind: string,
    spec: object,
    { context }: DoorsArgs,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    return new k8s.apiextensions.CustomResource(
      this.child(`${door}-${suffix}`),
      {
        apiVersion,
        kind,
        metadata: {
          name: kind === "HTTPRoute" ? `${door}-https-redirect` : door,
          namespace: doorsNamespace,
          labels: commonLabels(context, { name: door, component: "door" }),
          annotations: configPath(`doors.${door}`),
        },
        spec,
      },
      this.opts({ dependsOn }),
    );
  }
}
