import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { GatewayRef } from "../shared/refs";
import { AccessLogs, gatewaysWithLogs, logPlace } from "./access-logs";
import { DomainCertificate } from "./certificate";
import { ClientLimit } from "./client-limit";
import { gatewayClass } from "./gateway-class";
import { api, type GatewayObject, gatewayObject, redirectObject } from "./gateway-object";
import { edgeOf, gatewayHealthPath, proxyGatewayRef, type ProxyPlacement } from "./envoy-spec";
import {
  albTls,
  type GatewayNetwork,
  gatewayRef,
  gatewaySpec,
  loadBalancerSpec,
  targetGroupSpec,
} from "./gateway-spec";
import { IstioGateway } from "./istio-gateway";
import { istioGatewayRef, type IstioPlacement } from "./istio-spec";
import { passageObjects } from "./passage";
import { proofPolicy, proofPolicyObject } from "./proof-policy";
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
import type { GatewaysTransform } from "./transform";

const { CustomResource } = k8s.apiextensions;

/** Slots of the objects of a load balancer of AWS. */
type ObjectSlot = "targets" | "loadBalancer" | "gateway" | "redirect" | "passageGrant" | "passageRoute";

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
  transform?: GatewaysTransform;
}

/**
 * The gateways of the platform: where requests come in. Each is a Gateway that services attach to by routes. Of type `alb`,
 * the AWS Load Balancer Controller makes an Application Load Balancer of it; of type `nlb`, Envoy Gateway makes proxies
 * behind a Network Load Balancer, of type `istio` istiod does; of type `alb-gateway`, an ALB stands before proxies. HTTPS
 * only; HTTP answers with a redirect.
 *
 * Cost: a load balancer per gateway by the hour and capacity unit, and its public addresses.
 */
export class Gateways extends PlatformComponent<GatewaysTransform> {
  /** What a service needs to know of each gateway, by its name. */
  readonly refs: Record<string, GatewayRef> = {};
  /** The Gateways by gateway, for what must come after them. */
  readonly resources: Record<string, pulumi.Resource> = {};

  constructor(name: string, args: GatewaysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "Gateways", name, opts, args.transform);
    const gateways = Object.entries(args.settings);
    const classOf = (suffix: string, name: "alb" | "envoy") =>
      this.make("gatewayClass", CustomResource, this.child(suffix), gatewayClass(name, args.context));
    if (gateways.some(([, gateway]) => isAlbGateway(gateway))) classOf("class", "alb");
    if (gateways.some(([, gateway]) => isEnvoyGateway(gateway))) classOf("envoy-class", "envoy");
    const issued = this.createCertificate(args);
    const logs = this.createAccessLogs(args);
    for (const [gateway, settings] of gateways) {
      if (gateway === args.proofGateway) {
        const policy = proofPolicyObject(this.refOf(gateway, settings, args), args.context);
        this.make("proofPolicy", CustomResource, this.child(proofPolicy), policy);
      }
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
  private createCertificate({ settings, domain, zoneId, transform }: GatewaysArgs): DomainCertificate | undefined {
    const wanted = Object.values(settings).some(
      (gateway) => isAlbGateway(gateway) && gateway.certificate === undefined,
    );
    if (!wanted || zoneId === undefined) return undefined;
    return new DomainCertificate(this.child("certificate"), { domain, zoneId, transform }, this.opts());
  }

  /** One bucket for all gateways that name none. */
  private createAccessLogs({ context, settings, transform }: GatewaysArgs): AccessLogs[] {
    const gateways = gatewaysWithLogs(settings);
    const args = { context, gateways, transform: transform?.accessLogs };
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
        edge: settings.type === "nlb" ? undefined : edgeOf(gateway),
        transform: args.transform,
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
    args: GatewaysArgs,
    routeNamespaces: string[],
  ): pulumi.Resource {
    const { context, network } = args;
    const certificateArn = settings.certificate?.arn ?? issued?.arn;
    if (certificateArn === undefined) throw new Error(`gateways.${gateway}: set certificate.arn, or dns.zoneId.`);
    const webAclArn = settings.wafAclArn ?? this.createClientLimit(gateway, settings, args)?.arn;
    const facts = {
      clusterName: context.clusterName,
      vpcCidr: network.cidr,
      certificateArn,
      ...(webAclArn === undefined ? {} : { webAclArn }),
      logs: logPlace(gateway, settings, context),
    };
    const create = (slot: ObjectSlot, suffix: string, object: GatewayObject, dependsOn: pulumi.Resource[] = []) =>
      this.create(slot, `${name}-${suffix}`, gateway, object, args, dependsOn);
    const health = targetGroupSpec(settings.type === "alb" ? undefined : gatewayHealthPath);
    const group = { apiVersion: api.aws, kind: "TargetGroupConfiguration", name, spec: health };
    const targets = create("targets", "targets", group);
    const spec = loadBalancerSpec(name, settings, facts);
    const configuration = { apiVersion: api.aws, kind: "LoadBalancerConfiguration", name, spec };
    // Behind the bucket too: a load balancer tries whether it may write there.
    const loadBalancer = create("loadBalancer", "load-balancer", configuration, [targets, ...logs]);
    const parameters = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name };
    const shape = { gatewayClass: "alb", parameters, tls: albTls };
    const object = { apiVersion: api.gateway, kind: "Gateway", name, spec: gatewaySpec(shape, routeNamespaces) };
    // Behind its configuration, or the controller would make a load balancer with its own defaults first.
    const made = create("gateway", "gateway", object, [loadBalancer]);
    create("redirect", "redirect", redirectObject(name), [made]);
    return made;
  }

  /** Behind an ALB with proxies, it is they who count. */
  private createClientLimit(
    gateway: string,
    settings: AlbGatewaySettings,
    { context, transform }: GatewaysArgs,
  ): ClientLimit | undefined {
    if (settings.type !== "alb" || settings.rateLimit === undefined) return undefined;
    const { requestsPerSecond } = settings.rateLimit;
    const limit = { aclName: `${context.clusterName}-${gateway}`, requestsPerSecond, transform };
    return new ClientLimit(this.child(`${gateway}-limit`), limit, this.opts());
  }

  /** From the ALB to the proxies: a route for everything, and the leave to refer to their Service. */
  private createPassage(edge: string, gateway: string, args: GatewaysArgs, dependsOn: pulumi.Resource[]): void {
    const { namespace } = placementOf(gateway, args);
    const { grant, route } = passageObjects(edge, gateway, namespace, args.domain);
    const allowed = this.create("passageGrant", `${edge}-grant`, gateway, grant, args);
    this.create("passageRoute", `${edge}-route`, gateway, route, args, [...dependsOn, allowed]);
  }

  private create(
    slot: ObjectSlot,
    suffix: string,
    gateway: string,
    object: GatewayObject,
    { context }: GatewaysArgs,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    return this.make(slot, CustomResource, this.child(suffix), gatewayObject(gateway, object, context), { dependsOn });
  }
}

function placementOf(gateway: string, { proxies }: GatewaysArgs): ProxyPlacement {
  if (!proxies) throw new Error(`gateways.${gateway}: set addons.envoy-gateway.`);
  return proxies;
}
