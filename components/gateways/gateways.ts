import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { GatewayRef } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import { AccessLogs, gatewaysWithLogs, logPlace } from "./access-logs";
import { DomainCertificate } from "./certificate";
import { ClientLimit } from "./client-limit";
import { createClass } from "./gateway-class";
import { api, createGatewayObject, type GatewayObject } from "./gateway-object";
import { edgeOf, gatewayHealthPath, proxyGatewayRef, type ProxyPlacement } from "./envoy-spec";
import {
  albTls,
  type GatewayNetwork,
  gatewayRef,
  gatewaySpec,
  loadBalancerSpec,
  redirectSpec,
  targetGroupSpec,
} from "./gateway-spec";
import { IstioGateway } from "./istio-gateway";
import { istioGatewayRef, type IstioPlacement } from "./istio-spec";
import { passageObjects } from "./passage";
import { createProofPolicy, proofPolicy } from "./proof-policy";
import { GatewayProxies } from "./proxies";
import {
  type AlbGatewaySettings,
  type GatewaySettings,
  type GatewaysSettings,
  type EnvoyGatewaySettings,
  isAlbGateway,
  isEnvoyGateway,
  type IstioGatewaySettings,
  isIstioGateway,
} from "./settings";

/** What gateways of one kind share. */
interface Shared {
  issued: DomainCertificate | undefined;
  /** The bucket that they write access logs to; none when there is none. */
  logs: AccessLogs[];
}

export interface GatewaysArgs {
  context: PlatformContext;
  settings: GatewaysSettings;
  network: GatewayNetwork;
  /** Domain of the stack; a certificate that the program has issued is for it and for every name directly below. */
  domain: string;
  /** Hosted zone of the domain, for that certificate. */
  zoneId?: string;
  /** Where proxies run; without it, no gateway may need any. */
  proxies?: ProxyPlacement;
  /** Where proxies of the mesh run; without it, no gateway may be of type `istio`. */
  mesh?: IstioPlacement;
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace?: string;
  /** Namespaces whose routes may attach: those of the services that have routes. */
  routeNamespaces: string[];
  /** Gateway by which cert-manager answers an authority that has a name proven by HTTP; left out where none does. */
  proofGateway?: string | undefined;
  /** Last word on the load balancer configuration and on the Gateway of each gateway. */
  transform?: { loadBalancer?: Transform<Record<string, unknown>>; gateway?: Transform<Record<string, unknown>> };
}

/**
 * The gateways of the platform: where requests come in. Each is a Gateway that services attach to by routes. Of type `alb`,
 * the AWS Load Balancer Controller makes an Application Load Balancer of it; of type `nlb`, Envoy Gateway makes proxies
 * behind a Network Load Balancer, of type `istio` istiod does; of type `alb-gateway`, an ALB stands before proxies. HTTPS
 * only; HTTP answers with a redirect.
 *
 * Cost: a load balancer per gateway by the hour and capacity unit, and its public addresses.
 */
export class Gateways extends PlatformComponent {
  /** What a service needs to know of each gateway, by its name. */
  readonly refs: Record<string, GatewayRef> = {};
  /** The Gateways by gateway, for what must come after them. */
  readonly resources: Record<string, pulumi.Resource> = {};

  constructor(name: string, args: GatewaysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "Gateways", name, opts);
    const gateways = Object.entries(args.settings);
    const classOf = (suffix: string, gatewayClass: "alb" | "envoy") =>
      createClass(this.child(suffix), gatewayClass, args.context, this.opts());
    if (gateways.some(([, gateway]) => isAlbGateway(gateway))) classOf("class", "alb");
    if (gateways.some(([, gateway]) => isEnvoyGateway(gateway))) classOf("envoy-class", "envoy");
    const issued = this.createCertificate(args);
    const logs = this.createAccessLogs(args);
    for (const [gateway, settings] of gateways) {
      if (gateway === args.proofGateway)
        createProofPolicy(this.child(proofPolicy), this.refOf(gateway, settings, args), args.context, this.opts());
      this.resources[gateway] = this.createGateway(gateway, settings, { issued, logs }, args);
      this.refs[gateway] = this.refOf(gateway, settings, args);
    }
    this.registerOutputs({ gateways: Object.keys(this.refs) });
  }

  private refOf(gateway: string, settings: GatewaySettings, args: GatewaysArgs): GatewayRef {
    if (isIstioGateway(settings)) return istioGatewayRef(gateway);
    return isEnvoyGateway(settings)
      ? proxyGatewayRef(gateway, placementOf(gateway, args))
      : gatewayRef(gateway, settings, args.network);
  }

  /** One certificate for all gateways that name none: they share the domain. */
  private createCertificate({ settings, domain, zoneId }: GatewaysArgs): DomainCertificate | undefined {
    const wanted = Object.values(settings).some(
      (gateway) => isAlbGateway(gateway) && gateway.certificate === undefined,
    );
    if (!wanted || zoneId === undefined) return undefined;
    return new DomainCertificate(this.child("certificate"), { domain, zoneId }, this.opts());
  }

  /** One bucket for all gateways that name none. */
  private createAccessLogs({ context, settings }: GatewaysArgs): AccessLogs[] {
    const gateways = gatewaysWithLogs(settings);
    const args = { context, gateways };
    return gateways.length ? [new AccessLogs(this.child("access-logs"), args, this.storeOpts())] : [];
  }

  private createGateway(
    gateway: string,
    settings: GatewaySettings,
    shared: Shared,
    args: GatewaysArgs,
  ): pulumi.Resource {
    if (settings.type === "alb")
      return this.createLoadBalancer(gateway, gateway, settings, shared, args, args.routeNamespaces);
    if (settings.type === "istio") return this.createIstioGateway(gateway, settings, args);
    const proxies = this.createProxies(gateway, settings, args);
    if (settings.type === "nlb") return proxies.gateway;
    const edge = edgeOf(gateway);
    const loadBalancer = this.createLoadBalancer(edge, gateway, settings, shared, args, []);
    this.createPassage(edge, gateway, args, [loadBalancer, proxies]);
    return loadBalancer;
  }

  private createProxies(gateway: string, settings: EnvoyGatewaySettings, args: GatewaysArgs): GatewayProxies {
    const { context, network, domain, routeNamespaces } = args;
    return new GatewayProxies(
      this.child(`${gateway}-proxies`),
      {
        context,
        gateway,
        settings,
        placement: placementOf(gateway, args),
        vpcCidr: network.cidr,
        domain,
        routeNamespaces,
        ...(settings.type === "nlb" ? {} : { edge: edgeOf(gateway) }),
      },
      this.opts(),
    );
  }

  private createIstioGateway(gateway: string, settings: IstioGatewaySettings, args: GatewaysArgs): pulumi.Resource {
    const { monitoringNamespace, mesh: placement } = args;
    if (!placement) throw new Error(`gateways.${gateway}: set addons.istiod.`);
    const shape = { gateway, settings, placement, vpcCidr: args.network.cidr, monitoringNamespace };
    const istio = new IstioGateway(
      this.child(`${gateway}-proxies`),
      { ...args, ...shape, proves: gateway === args.proofGateway },
      this.opts(),
    );
    return istio.gateway;
  }

  /** A Gateway that the AWS controller makes an ALB of, with its configuration and the redirect. */
  private createLoadBalancer(
    name: string,
    gateway: string,
    settings: AlbGatewaySettings,
    { issued, logs }: Shared,
    { context, network, transform }: GatewaysArgs,
    routeNamespaces: string[],
  ): pulumi.Resource {
    const certificateArn = settings.certificate?.arn ?? issued?.arn;
    if (certificateArn === undefined) throw new Error(`gateways.${gateway}: set certificate.arn, or dns.zoneId.`);
    const webAclArn = settings.wafAclArn ?? this.createClientLimit(gateway, settings, context.clusterName)?.arn;
    const facts = {
      clusterName: context.clusterName,
      vpcCidr: network.cidr,
      certificateArn,
      ...(webAclArn === undefined ? {} : { webAclArn }),
      logs: logPlace(gateway, settings, context),
    };
    const create = (suffix: string, object: GatewayObject, dependsOn: pulumi.Resource[] = []) =>
      createGatewayObject(this.child(`${name}-${suffix}`), gateway, object, context, this.opts({ dependsOn }));
    const targets = create("targets", {
      apiVersion: api.aws,
      kind: "TargetGroupConfiguration",
      name,
      spec: targetGroupSpec(settings.type === "alb" ? undefined : gatewayHealthPath),
    });
    const spec = transformed(loadBalancerSpec(name, settings, facts), transform?.loadBalancer);
    const configuration = { apiVersion: api.aws, kind: "LoadBalancerConfiguration", name, spec };
    // Behind the bucket too: a load balancer tries whether it may write there.
    const loadBalancer = create("load-balancer", configuration, [targets, ...logs]);
    const parameters = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name };
    const shape = { gatewayClass: "alb", parameters, tls: albTls };
    const object = {
      apiVersion: api.gateway,
      kind: "Gateway",
      name,
      spec: transformed(gatewaySpec(shape, routeNamespaces), transform?.gateway),
    };
    // Behind its configuration, or the controller would make a load balancer with its own defaults first.
    const made = create("gateway", object, [loadBalancer]);
    const redirect = {
      apiVersion: api.gateway,
      kind: "HTTPRoute",
      name: `${name}-https-redirect`,
      spec: redirectSpec(name),
    };
    create("redirect", redirect, [made]);
    return made;
  }

  /** Behind an ALB with proxies, it is they who count. */
  private createClientLimit(
    gateway: string,
    settings: AlbGatewaySettings,
    clusterName: string,
  ): ClientLimit | undefined {
    if (settings.type !== "alb" || settings.rateLimit === undefined) return undefined;
    const limit = { aclName: `${clusterName}-${gateway}`, requestsPerSecond: settings.rateLimit.requestsPerSecond };
    return new ClientLimit(this.child(`${gateway}-limit`), limit, this.opts());
  }

  /** From the ALB to the proxies: a route for everything, and the leave to refer to their Service. */
  private createPassage(edge: string, gateway: string, args: GatewaysArgs, dependsOn: pulumi.Resource[]): void {
    const { context, domain } = args;
    const { namespace } = placementOf(gateway, args);
    const { grant, route } = passageObjects(edge, gateway, namespace, domain);
    const allowed = createGatewayObject(this.child(`${edge}-grant`), gateway, grant, context, this.opts());
    const behind = this.opts({ dependsOn: [...dependsOn, allowed] });
    createGatewayObject(this.child(`${edge}-route`), gateway, route, context, behind);
  }
}

function placementOf(gateway: string, { proxies }: GatewaysArgs): ProxyPlacement {
  if (!proxies) throw new Error(`gateways.${gateway}: set addons.envoy-gateway.`);
  return proxies;
}
