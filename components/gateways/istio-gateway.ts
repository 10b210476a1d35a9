import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { api, createGatewayObject, type GatewayObject } from "./gateway-object";
import { certificateSpec, secretName } from "./envoy-spec";
import { gatewaysNamespace, gatewaySpec, redirectSpec } from "./gateway-spec";
import { compressionSpec, gatewayParameters, istioClass, type IstioPlacement, proxyNetworkSpec } from "./istio-spec";
import type { IstioGatewaySettings } from "./settings";

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
}

/**
 * A gateway of Istio: the Gateway that services attach to, of which istiod makes proxies and a Service with a Network Load
 * Balancer, and what shapes them. TLS ends at the proxies (MP-16), and from there on it is the mesh's (MP-47).
 *
 * Cost: the load balancer; the proxies run on the system pool.
 */
export class IstioGateway extends PlatformComponent {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: IstioGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "IstioGateway", name, opts);
    const { gateway, settings, domain } = args;
    this.create(
      "certificate",
      args,
      api.certManager,
      "Certificate",
      gateway,
      certificateSpec(gateway, settings, domain),
    );
    const policy = this.create(
      "network-policy",
      args,
      api.networkPolicy,
      "NetworkPolicy",
      `${gateway}-proxies`,
      proxyNetworkSpec(gateway, args.placement, args),
    );
    this.gateway = this.createGateway(args, [this.createParameters(args), policy]);
    this.create("redirect", args, api.gateway, "HTTPRoute", `${gateway}-https-redirect`, redirectSpec(gateway), [
      this.gateway,
    ]);
    if (settings.compression) {
      this.create("compression", args, api.istio, "EnvoyFilter", `${gateway}-compression`, compressionSpec(gateway), [
        this.gateway,
      ]);
    }
    this.registerOutputs({});
  }

  private createParameters({ context, gateway, settings, placement, vpcCidr }: IstioGatewayArgs): pulumi.Resource {
    const { clusterName } = context;
    return new k8s.core.v1.ConfigMap(
      this.child("parameters"),
      {
        metadata: {
          name: parametersName(gateway),
          namespace: gatewaysNamespace,
          labels: commonLabels(context, { name: gateway, component: "gateway" }),
          annotations: configPath(`gateways.${gateway}`),
        },
        data: gatewayParameters(gateway, settings, placement, { clusterName, vpcCidr }),
      },
      this.opts(),
    );
  }

  /** Behind its parameters and its way out, or the proxies would be made twice. */
  private createGateway(args: IstioGatewayArgs, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const { gateway, routeNamespaces } = args;
    const shape = {
      gatewayClass: istioClass,
      parameters: { group: "", kind: "ConfigMap", name: parametersName(gateway) },
      tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName(gateway) }] },
    };
    return this.create(
      "gateway",
      args,
      api.gateway,
      "Gateway",
      gateway,
      gatewaySpec(shape, routeNamespaces),
      dependsOn,
    );
  }

  private create(
    suffix: string,
    { context, gateway }: IstioGatewayArgs,
    apiVersion: string,
    kind: string,
    name: string,
    spec: object,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    const object: GatewayObject = { apiVersion, kind, name, spec };
    return createGatewayObject(this.child(suffix), gateway, object, context, this.opts({ dependsOn }));
  }
}

const parametersName = (gateway: string) => `${gateway}-proxies`;
