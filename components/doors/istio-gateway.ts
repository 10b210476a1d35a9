import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { api, createDoorObject, type DoorObject } from "./door-object";
import { certificateSpec, secretName } from "./envoy-spec";
import { doorsNamespace, gatewaySpec, redirectSpec } from "./gateway-spec";
import { compressionSpec, gatewayParameters, istioClass, type IstioPlacement, proxyNetworkSpec } from "./istio-spec";
import type { IstioDoor } from "./settings";

export interface IstioGatewayArgs {
  context: PlatformContext;
  door: string;
  settings: IstioDoor;
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
 * A door of Istio: the Gateway that services attach to, of which istiod makes proxies and a Service with a Network Load
 * Balancer, and what shapes them. TLS ends at the proxies (MP-16), and from there on it is the mesh's (MP-47).
 *
 * Cost: the load balancer; the proxies run on the system pool.
 */
export class IstioGateway extends PlatformComponent {
  readonly gateway: pulumi.Resource;

  constructor(name: string, args: IstioGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("doors", "IstioGateway", name, opts);
    const { door, settings, domain } = args;
    this.create("certificate", args, api.certManager, "Certificate", door, certificateSpec(door, settings, domain));
    const policy = this.create(
      "network-policy",
      args,
      api.networkPolicy,
      "NetworkPolicy",
      `${door}-proxies`,
      proxyNetworkSpec(door, args.placement, args),
    );
    this.gateway = this.createGateway(args, [this.createParameters(args), policy]);
    this.create("redirect", args, api.gateway, "HTTPRoute", `${door}-https-redirect`, redirectSpec(door), [
      this.gateway,
    ]);
    if (settings.compression) {
      this.create("compression", args, api.istio, "EnvoyFilter", `${door}-compression`, compressionSpec(door), [
        this.gateway,
      ]);
    }
    this.registerOutputs({});
  }

  private createParameters({ context, door, settings, placement, vpcCidr }: IstioGatewayArgs): pulumi.Resource {
    const { clusterName } = context;
    return new k8s.core.v1.ConfigMap(
      this.child("parameters"),
      {
        metadata: {
          name: parametersName(door),
          namespace: doorsNamespace,
          labels: commonLabels(context, { name: door, component: "door" }),
          annotations: configPath(`doors.${door}`),
        },
        data: gatewayParameters(door, settings, placement, { clusterName, vpcCidr }),
      },
      this.opts(),
    );
  }

  /** Behind its parameters and its way out, or the proxies would be made twice. */
  private createGateway(args: IstioGatewayArgs, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const { door, routeNamespaces } = args;
    const shape = {
      gatewayClass: istioClass,
      parameters: { group: "", kind: "ConfigMap", name: parametersName(door) },
      tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName(door) }] },
    };
    return this.create("gateway", args, api.gateway, "Gateway", door, gatewaySpec(shape, routeNamespaces), dependsOn);
  }

  private create(
    suffix: string,
    { context, door }: IstioGatewayArgs,
    apiVersion: string,
    kind: string,
    name: string,
    spec: object,
    dependsOn: pulumi.Resource[] = [],
  ): pulumi.Resource {
    const object: DoorObject = { apiVersion, kind, name, spec };
    return createDoorObject(this.child(suffix), door, object, context, this.opts({ dependsOn }));
  }
}

const parametersName = (door: string) => `${door}-proxies`;
