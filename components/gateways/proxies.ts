import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { label } from "../shared/vocabulary";
import { api, createGatewayObject, type GatewayObject } from "./gateway-object";
import {
  backendTrafficSpec,
  certificateSpec,
  clientTrafficSpec,
  envoyProxySpec,
  type ProxyPlacement,
  secretName,
} from "./envoy-spec";
import { gatewaySpec, redirectSpec } from "./gateway-spec";
import type { EnvoyGatewaySettings } from "./settings";

/** Class of Gateways that Envoy Gateway serves. */
export const envoyClass = "envoy";

export interface GatewayProxiesArgs {
  context: PlatformContext;
  gateway: string;
  settings: EnvoyGatewaySettings;
  placement: ProxyPlacement;
  vpcCidr: string;
  domain: string;
  /** Namespaces whose routes may attach. */
  routeNamespaces: string[];
  /** Name of the Gateway that stands before this one, where one does. */
  edge?: string;
}

/**
 * A gateway's Envoy proxies: the Gateway that services attach to, how its proxies run, and what they do with requests. A
 * gateway of type `nlb` gets its load balancer by the proxies' Service, and its certificate from cert-manager.
 *
 * Cost: that load balancer; the proxies run on the system pool.
 */
export class GatewayProxies extends PlatformComponent {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: GatewayProxiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "GatewayProxies", name, opts);
    const { gateway, settings, domain } = args;
    if (settings.type === "nlb") {
      this.create(
        "certificate",
        args,
        this.of(gateway, api.certManager, "Certificate", certificateSpec(gateway, settings, domain)),
      );
    }
    this.gateway = this.createGateway(args);
    this.create(
      "client-traffic",
      args,
      this.of(gateway, api.envoy, "ClientTrafficPolicy", clientTrafficSpec(gateway, settings)),
      [this.gateway],
    );
    this.create(
      "backend-traffic",
      args,
      this.of(gateway, api.envoy, "BackendTrafficPolicy", backendTrafficSpec(gateway, settings)),
      [this.gateway],
    );
    if (settings.type === "nlb") {
      this.create(
        "redirect",
        args,
        this.of(`${gateway}-https-redirect`, api.gateway, "HTTPRoute", redirectSpec(gateway)),
        [this.gateway],
      );
    }
    this.registerOutputs({});
  }

  private createGateway(args: GatewayProxiesArgs): pulumi.Resource {
    const { context, gateway, settings, placement, vpcCidr, routeNamespaces, edge } = args;
    const facts = { clusterName: context.clusterName, vpcCidr };
    const proxy = this.create(
      "proxy",
      args,
      this.of(gateway, api.envoy, "EnvoyProxy", envoyProxySpec(gateway, settings, placement, facts)),
    );
    const shape = {
      gatewayClass: envoyClass,
      parameters: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: gateway },
      ...(settings.type === "nlb"
        ? { tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName(gateway) }] } }
        : {}),
    };
    const object = this.of(gateway, api.gateway, "Gateway", gatewaySpec(shape, routeNamespaces));
    return this.create(
      "gateway",
      args,
      edge === undefined ? object : { ...object, labels: { [label.behind]: edge } },
      // Behind its configuration, or the proxies would be made twice.
      [proxy],
    );
  }

  private of(name: string, apiVersion: string, kind: string, spec: object): GatewayObject {
    return { apiVersion, kind, name, spec };
  }

  private create(
    suffix: string,
    { context, gateway }: GatewayProxiesArgs,
    object: GatewayObject,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    return createGatewayObject(this.child(suffix), gateway, object, context, this.opts({ dependsOn }));
  }
}
