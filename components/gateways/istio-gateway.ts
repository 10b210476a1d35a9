import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { api, type GatewayObject, gatewayObject, redirectObject } from "./gateway-object";
import { certificateSpec, secretName } from "./envoy-spec";
import { gatewaysNamespace, gatewaySpec } from "./gateway-spec";
import { compressionSpec, gatewayParameters, istioClass, type IstioPlacement, proxyNetworkSpec } from "./istio-spec";
import type { IstioGatewaySettings } from "./settings";
import type { IstioGatewayTransform } from "./transform";

export interface IstioGatewayArgs {
  context: PlatformContext;
  gateway: string;
  settings: IstioGatewaySettings;
  placement: IstioPlacement;
  vpcCidr: string;
  domain: string;
  /** Namespaces whose routes may attach. */
  routeNamespaces: string[];
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace: string | undefined;
  /** Whether it brings an authority to the pods by which cert-manager proves names. */
  proves: boolean;
  transform?: IstioGatewayTransform;
}

/**
 * A gateway of Istio: the Gateway that services attach to, of which istiod makes proxies and a Service with a Network Load
 * Balancer, and what shapes them. TLS ends at the proxies (MP-16), and from there on it is the mesh's (MP-47).
 *
 * Cost: the load balancer; the proxies run on the system pool.
 */
export class IstioGateway extends PlatformComponent<IstioGatewayTransform> {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: IstioGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "IstioGateway", name, opts, args.transform);
    const { gateway, settings, domain } = args;
    const certificate = { kind: "Certificate", spec: certificateSpec(gateway, settings, domain) };
    this.create("proxyCertificate", "certificate", args, {
      apiVersion: api.certManager,
      name: gateway,
      ...certificate,
    });
    const policy = this.create("proxyNetworkPolicy", "network-policy", args, {
      apiVersion: api.networkPolicy,
      kind: "NetworkPolicy",
      name: `${gateway}-proxies`,
      spec: proxyNetworkSpec(gateway, args.placement, args),
    });
    this.gateway = this.createGateway(args, [this.createParameters(args), policy]);
    const after = { dependsOn: [this.gateway] };
    this.create("redirect", "redirect", args, redirectObject(gateway), after);
    if (settings.compression) {
      const filter = { kind: "EnvoyFilter", name: `${gateway}-compression`, spec: compressionSpec(gateway) };
      this.create("compression", "compression", args, { apiVersion: api.istio, ...filter }, after);
    }
    this.registerOutputs({});
  }

  private createParameters({ context, gateway, settings, placement, vpcCidr }: IstioGatewayArgs): pulumi.Resource {
    const { clusterName } = context;
    return this.make("proxyParameters", k8s.core.v1.ConfigMap, this.child("parameters"), {
      metadata: {
        name: parametersName(gateway),
        namespace: gatewaysNamespace,
        labels: commonLabels(context, { name: gateway, component: "gateway" }),
        annotations: configPath(`gateways.${gateway}`),
      },
      data: gatewayParameters(gateway, settings, placement, { clusterName, vpcCidr }),
    });
  }

  /** Behind its parameters and its way out, or the proxies would be made twice. */
  private createGateway(args: IstioGatewayArgs, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const { gateway, routeNamespaces } = args;
    const shape = {
      gatewayClass: istioClass,
      parameters: { group: "", kind: "ConfigMap", name: parametersName(gateway) },
      tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName(gateway) }] },
    };
    const object = {
      apiVersion: api.gateway,
      kind: "Gateway",
      name: gateway,
      spec: gatewaySpec(shape, routeNamespaces),
    };
    return this.create("gateway", "gateway", args, object, { dependsOn });
  }

  private create(
    slot: Exclude<keyof IstioGatewayTransform, "proxyParameters">,
    suffix: string,
    { context, gateway }: IstioGatewayArgs,
    object: GatewayObject,
    opts?: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    const args = gatewayObject(gateway, object, context);
    return this.make(slot, k8s.apiextensions.CustomResource, this.child(suffix), args, opts);
  }
}

const parametersName = (gateway: string) => `${gateway}-proxies`;
