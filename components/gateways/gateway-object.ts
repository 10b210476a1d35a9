import type * as k8s from "@pulumi/kubernetes";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import { gatewaysNamespace, redirectSpec } from "./gateway-spec";

/** One Kubernetes object of a gateway. */
export interface GatewayObject {
  apiVersion: string;
  kind: string;
  name: string;
  /** Default: the namespace of the gateways. */
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec: object;
}

/** API groups of what gateways are made of. */
export const api = {
  gateway: "gateway.networking.k8s.io/v1",
  // The stored version of ReferenceGrant, which the load balancer controller 3.5.0 reads.
  referenceGrant: "gateway.networking.k8s.io/v1beta1",
  aws: "gateway.k8s.aws/v1",
  envoy: "gateway.envoyproxy.io/v1alpha1",
  certManager: "cert-manager.io/v1",
  // EnvoyFilter has no other version.
  istio: "networking.istio.io/v1alpha3",
  networkPolicy: "networking.k8s.io/v1",
} as const;

/** The HTTPRoute by which a gateway answers HTTP: with the way to HTTPS. */
export function redirectObject(gateway: string): GatewayObject {
  const name = `${gateway}-https-redirect`;
  return { apiVersion: api.gateway, kind: "HTTPRoute", name, spec: redirectSpec(gateway) };
}

/** Arguments of an object of a gateway, which says what line of the config it comes from. */
export function gatewayObject(
  gateway: string,
  object: GatewayObject,
  context: PlatformContext,
): k8s.apiextensions.CustomResourceArgs {
  const { apiVersion, kind, name, namespace, labels, annotations, spec } = object;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace: namespace ?? gatewaysNamespace,
      labels: { ...commonLabels(context, { name: gateway, component: "gateway" }), ...labels },
      annotations: { ...configPath(`gateways.${gateway}`), ...annotations },
    },
    spec,
  };
}
