import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { label } from "../shared/vocabulary";
import { api, createDoorObject, type DoorObject } from "./door-object";
import {
  backendTrafficSpec,
  certificateSpec,
  clientTrafficSpec,
  envoyProxySpec,
  type ProxyPlacement,
  secretName,
} from "./envoy-spec";
import { gatewaySpec, redirectSpec } from "./gateway-spec";
import type { EnvoyDoor } from "./settings";

/** Class of Gateways that Envoy Gateway serves. */
export const envoyClass = "envoy";

export interface DoorProxiesArgs {
  context: PlatformContext;
  door: string;
  settings: EnvoyDoor;
  placement: ProxyPlacement;
  vpcCidr: string;
  domain: string;
  /** Namespaces whose routes may attach. */
  routeNamespaces: string[];
  /** Name of the Gateway that stands before this one, where one does. */
  edge?: string;
}

/**
 * A door's Envoy proxies: the Gateway that services attach to, how its proxies run, and what they do with requests. A
 * door of type `nlb` gets its load balancer by the proxies' Service, and its certificate from cert-manager.
 *
 * Cost: that load balancer; the proxies run on the system pool.
 */
export class DoorProxies extends PlatformComponent {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: DoorProxiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("doors", "DoorProxies", name, opts);
    const { door, settings, domain } = args;
    if (settings.type === "nlb") {
      this.create(
        "certificate",
        args,
        this.of(door, api.certManager, "Certificate", certificateSpec(door, settings, domain)),
      );
    }
    this.gateway = this.createGateway(args);
    this.create(
      "client-traffic",
      args,
      this.of(door, api.envoy, "ClientTrafficPolicy", clientTrafficSpec(door, settings)),
      [this.gateway],
    );
    this.create(
      "backend-traffic",
      args,
      this.of(door, api.envoy, "BackendTrafficPolicy", backendTrafficSpec(door, settings)),
      [this.gateway],
    );
    if (settings.type === "nlb") {
      this.create("redirect", args, this.of(`${door}-https-redirect`, api.gateway, "HTTPRoute", redirectSpec(door)), [
        this.gateway,
      ]);
    }
    this.registerOutputs({});
  }

  private createGateway(args: DoorProxiesArgs): pulumi.Resource {
    const { context, door, settings, placement, vpcCidr, routeNamespaces, edge } = args;
    const facts = { clusterName: context.clusterName, vpcCidr };
    const proxy = this.create(
      "proxy",
      args,
      this.of(door, api.envoy, "EnvoyProxy", envoyProxySpec(door, settings, placement, facts)),
    );
    const shape = {
      gatewayClass: envoyClass,
      parameters: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: door },
      ...(settings.type === "nlb"
        ? { tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName(door) }] } }
        : {}),
    };
    const gateway = this.of(door, api.gateway, "Gateway", gatewaySpec(shape, routeNamespaces));
    return this.create(
      "gateway",
      args,
      edge === undefined ? gateway : { ...gateway, labels: { [label.behind]: edge } },
      // Behind its configuration, or the proxies would be made twice.
      [proxy],
    );
  }

  private of(name: string, apiVersion: string, kind: string, spec: object): DoorObject {
    return { apiVersion, kind, name, spec };
  }

  private create(
    suffix: string,
    { context, door }: DoorProxiesArgs,
    object: DoorObject,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    return createDoorObject(this.child(suffix), door, object, context, this.opts({ dependsOn }));
  }
}
