import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { DoorRef } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import { AccessLogs, doorsWithLogs, logPlace } from "./access-logs";
import { DomainCertificate } from "./certificate";
import { ClientLimit } from "./client-limit";
import { createClass } from "./gateway-class";
import { api, createDoorObject, type DoorObject } from "./door-object";
import { doorHealthPath, edgeOf, grantSpec, passageSpec, proxyDoorRef, type ProxyPlacement } from "./envoy-spec";
import {
  albTls,
  type DoorNetwork,
  doorRef,
  gatewaySpec,
  loadBalancerSpec,
  redirectSpec,
  targetGroupSpec,
} from "./gateway-spec";
import { IstioGateway } from "./istio-gateway";
import { istioDoorRef, type IstioPlacement } from "./istio-spec";
import { createProofPolicy, proofPolicy } from "./proof-policy";
import { DoorProxies } from "./proxies";
import {
  type AlbDoor,
  type DoorSettings,
  type DoorsSettings,
  type EnvoyDoor,
  isAlbDoor,
  isEnvoyDoor,
  type IstioDoor,
  isIstioDoor,
} from "./settings";

/** What doors of one kind share. */
interface Shared {
  issued: DomainCertificate | undefined;
  /** The bucket that they write access logs to; none when there is none. */
  logs: AccessLogs[];
}

export interface DoorsArgs {
  context: PlatformContext;
  settings: DoorsSettings;
  network: DoorNetwork;
  /** Domain of the stack; a certificate that the program has issued is for it and for every name directly below. */
  domain: string;
  /** Hosted zone of the domain, for that certificate. */
  zoneId?: string;
  /** Where proxies run; without it, no door may need any. */
  proxies?: ProxyPlacement;
  /** Where proxies of the mesh run; without it, no door may be of type `istio`. */
  mesh?: IstioPlacement;
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace?: string;
  /** Namespaces whose routes may attach: those of the services that have routes. */
  routeNamespaces: string[];
  /** Door by which cert-manager answers an authority that has a name proven by HTTP; left out where none does. */
  proofDoor?: string | undefined;
  /** Last word on the load balancer configuration and on the Gateway of each door. */
  transform?: { loadBalancer?: Transform<Record<string, unknown>>; gateway?: Transform<Record<string, unknown>> };
}

/**
 * The doors of the platform: where requests come in. Each is a Gateway that services attach to by routes. Of type `alb`,
 * the AWS Load Balancer Controller makes an Application Load Balancer of it; of type `nlb`, Envoy Gateway makes proxies
 * behind a Network Load Balancer, of type `istio` istiod does; of type `alb-gateway`, an ALB stands before proxies. HTTPS
 * only; HTTP answers with a redirect.
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
    const classOf = (suffix: string, gatewayClass: "alb" | "envoy") =>
      createClass(this.child(suffix), gatewayClass, args.context, this.opts());
    if (doors.some(([, door]) => isAlbDoor(door))) classOf("class", "alb");
    if (doors.some(([, door]) => isEnvoyDoor(door))) classOf("envoy-class", "envoy");
    const issued = this.createCertificate(args);
    const logs = this.createAccessLogs(args);
    for (const [door, settings] of doors) {
      if (door === args.proofDoor)
        createProofPolicy(this.child(proofPolicy), this.refOf(door, settings, args), args.context, this.opts());
      this.gateways[door] = this.createDoor(door, settings, { issued, logs }, args);
      this.refs[door] = this.refOf(door, settings, args);
    }
    this.registerOutputs({ doors: Object.keys(this.refs) });
  }

  private refOf(door: string, settings: DoorSettings, args: DoorsArgs): DoorRef {
    if (isIstioDoor(settings)) return istioDoorRef(door);
    return isEnvoyDoor(settings) ? proxyDoorRef(door, placementOf(door, args)) : doorRef(door, settings, args.network);
  }

  /** One certificate for all doors that name none: they share the domain. */
  private createCertificate({ settings, domain, zoneId }: DoorsArgs): DomainCertificate | undefined {
    const wanted = Object.values(settings).some((door) => isAlbDoor(door) && door.certificate === undefined);
    if (!wanted || zoneId === undefined) return undefined;
    return new DomainCertificate(this.child("certificate"), { domain, zoneId }, this.opts());
  }

  /** One bucket for all doors that name none. */
  private createAccessLogs({ context, settings }: DoorsArgs): AccessLogs[] {
    const doors = doorsWithLogs(settings);
    return doors.length === 0 ? [] : [new AccessLogs(this.child("access-logs"), { context, doors }, this.opts())];
  }

  private createDoor(door: string, settings: DoorSettings, shared: Shared, args: DoorsArgs): pulumi.Resource {
    if (settings.type === "alb")
      return this.createLoadBalancer(door, door, settings, shared, args, args.routeNamespaces);
    if (settings.type === "istio") return this.createIstioGateway(door, settings, args);
    const proxies = this.createProxies(door, settings, args);
    if (settings.type === "nlb") return proxies.gateway;
    const edge = edgeOf(door);
    const gateway = this.createLoadBalancer(edge, door, settings, shared, args, []);
    this.createPassage(edge, door, args, [gateway, proxies]);
    return gateway;
  }

  private createProxies(door: string, settings: EnvoyDoor, args: DoorsArgs): DoorProxies {
    const { context, network, domain, routeNamespaces } = args;
    return new DoorProxies(
      this.child(`${door}-proxies`),
      {
        context,
        door,
        settings,
        placement: placementOf(door, args),
        vpcCidr: network.cidr,
        domain,
        routeNamespaces,
        ...(settings.type === "nlb" ? {} : { edge: edgeOf(door) }),
      },
      this.opts(),
    );
  }

  private createIstioGateway(door: string, settings: IstioDoor, args: DoorsArgs): pulumi.Resource {
    const { monitoringNamespace, mesh: placement } = args;
    if (!placement) throw new Error(`doors.${door}: set addons.istiod.`);
    const shape = { door, settings, placement, vpcCidr: args.network.cidr, monitoringNamespace };
    const { gateway } = new IstioGateway(
      this.child(`${door}-proxies`),
      { ...args, ...shape, proves: door === args.proofDoor },
      this.opts(),
    );
    return gateway;
  }

  /** A Gateway that the AWS controller makes an ALB of, with its configuration and the redirect. */
  private createLoadBalancer(
    name: string,
    door: string,
    settings: AlbDoor,
    { issued, logs }: Shared,
    { context, network, transform }: DoorsArgs,
    routeNamespaces: string[],
  ): pulumi.Resource {
    const certificateArn = settings.certificate?.arn ?? issued?.arn;
    if (certificateArn === undefined) throw new Error(`doors.${door}: set certificate.arn, or dns.zoneId.`);
    const webAclArn = settings.wafAclArn ?? this.createClientLimit(door, settings, context.clusterName)?.arn;
    const facts = {
      clusterName: context.clusterName,
      vpcCidr: network.cidr,
      certificateArn,
      ...(webAclArn === undefined ? {} : { webAclArn }),
      logs: logPlace(door, settings, context),
    };
    const create = (suffix: string, object: DoorObject, dependsOn: pulumi.Resource[] = []) =>
      createDoorObject(this.child(`${name}-${suffix}`), door, object, context, this.opts({ dependsOn }));
    const targets = create("targets", {
      apiVersion: api.aws,
      kind: "TargetGroupConfiguration",
      name,
      spec: targetGroupSpec(settings.type === "alb" ? undefined : doorHealthPath),
    });
    const spec = transformed(loadBalancerSpec(name, settings, facts), transform?.loadBalancer);
    const configuration = { apiVersion: api.aws, kind: "LoadBalancerConfiguration", name, spec };
    // Behind the bucket too: a load balancer tries whether it may write there.
    const loadBalancer = create("load-balancer", configuration, [targets, ...logs]);
    const parameters = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name };
    const shape = { gatewayClass: "alb", parameters, tls: albTls };
    const gatewayObject = {
      apiVersion: api.gateway,
      kind: "Gateway",
      name,
      spec: transformed(gatewaySpec(shape, routeNamespaces), transform?.gateway),
    };
    // Behind its configuration, or the controller would make a load balancer with its own defaults first.
    const gateway = create("gateway", gatewayObject, [loadBalancer]);
    const redirect = {
      apiVersion: api.gateway,
      kind: "HTTPRoute",
      name: `${name}-https-redirect`,
      spec: redirectSpec(name),
    };
    create("redirect", redirect, [gateway]);
    return gateway;
  }

  /** Behind an ALB with proxies, it is they who count. */
  private createClientLimit(door: string, settings: AlbDoor, clusterName: string): ClientLimit | undefined {
    if (settings.type !== "alb" || settings.rateLimit === undefined) return undefined;
    const limit = { aclName: `${clusterName}-${door}`, requestsPerSecond: settings.rateLimit.requestsPerSecond };
    return new ClientLimit(this.child(`${door}-limit`), limit, this.opts());
  }

  /** From the ALB to the proxies: a route for everything, and the leave to refer to their Service. */
  private createPassage(edge: string, door: string, args: DoorsArgs, dependsOn: pulumi.Resource[]): void {
    const { context, domain } = args;
    const { namespace } = placementOf(door, args);
    const grant = createDoorObject(
      this.child(`${edge}-grant`),
      door,
      { apiVersion: api.referenceGrant, kind: "ReferenceGrant", name: edge, namespace, spec: grantSpec(door) },
      context,
      this.opts(),
    );
    const route = {
      apiVersion: api.gateway,
      kind: "HTTPRoute",
      name: edge,
      // The routes of services are behind; for the names of the domain, external-dns leads here.
      annotations: { "external-dns.alpha.kubernetes.io/hostname": `${domain},*.${domain}` },
      spec: passageSpec(edge, door, namespace),
    };
    createDoorObject(
      this.child(`${edge}-route`),
      door,
      route,
      context,
      this.opts({ dependsOn: [...dependsOn, grant] }),
    );
  }
}

function placementOf(door: string, { proxies }: DoorsArgs): ProxyPlacement {
  if (!proxies) throw new Error(`doors.${door}: set addons.envoy-gateway.`);
  return proxies;
}
