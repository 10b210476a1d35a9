import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { label } from "../shared/vocabulary";
import { api, gatewayObject, type GatewayObject, redirectObject } from "./gateway-object";
import {
  backendTrafficSpec,
  certificateSpec,
  clientTrafficSpec,
  envoyProxySpec,
  type ProxyPlacement,
  secretName,
} from "./envoy-spec";
import { gatewaySpec } from "./gateway-spec";
import type { EnvoyGatewaySettings } from "./settings";
import type { GatewayProxiesTransform } from "./transform";

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
  transform?: GatewayProxiesTransform;
}

/**
 * A gateway's Envoy proxies: the Gateway that services attach to, how its proxies run, and what they do with requests. A
 * gateway of type `nlb` gets its load balancer by the proxies' Service, and its certificate from cert-manager.
 *
 * Cost: that load balancer; the proxies run on the system pool.
 */
export class GatewayProxies extends PlatformComponent<GatewayProxiesTransform> {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: GatewayProxiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gateways", "GatewayProxies", name, opts, args.transform);
    const { gateway, settings, domain } = args;
    if (settings.type === "nlb") {
      this.create(
        "proxyCertificate",
        "certificate",
        args,
        this.of(gateway, api.certManager, "Certificate", certificateSpec(gateway, settings, domain)),
      );
    }
    this.gateway = this.createGateway(args);
    this.create(
      "clientTraffic",
      "client-traffic",
      args,
      this.of(gateway, api.envoy, "ClientTrafficPolicy", clientTrafficSpec(gateway, settings)),
      [this.gateway],
    );
    this.create(
      "backendTraffic",
      "backend-traffic",
      args,
      this.of(gateway, api.envoy, "BackendTrafficPolicy", backendTrafficSpec(gateway, settings)),
      [this.gateway],
    );
    if (settings.type === "nlb") {
      this.create("redirect", "redirect", args, redirectObject(gateway), [this.gateway]);
    }
    this.registerOutputs({});
  }

  private createGateway(args: GatewayProxiesArgs): pulumi.Resource {
    const { context, gateway, settings, placement, vpcCidr, routeNamespaces, edge } = args;
    const facts = { clusterName: context.clusterName, vpcCidr };
    const proxy = this.create(
      "proxy",
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
    slot: keyof GatewayProxiesTransform,
    suffix: string,
    { context, gateway }: GatewayProxiesArgs,
    object: GatewayObject,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    const args = gatewayObject(gateway, object, context);
    return this.make(slot, k8s.apiextensions.CustomResource, this.child(suffix), args, { dependsOn });
  }
}
