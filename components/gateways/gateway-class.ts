import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";
import { commonLabels } from "../shared/labels";
import { api } from "./gateway-object";
import { envoyClass } from "./proxies";

/** Classes of Gateways, and the controller that serves each. Istio makes its own class itself. */
const classes = {
  alb: "gateway.k8s.aws/alb",
  [envoyClass]: "gateway.envoyproxy.io/gatewayclass-controller",
} as const;

/** Registers a class of Gateways. */
export function createClass(
  logicalName: string,
  name: keyof typeof classes,
  context: PlatformContext,
  opts: pulumi.CustomResourceOptions,
): void {
  new k8s.apiextensions.CustomResource(
    logicalName,
    {
      apiVersion: api.gateway,
      kind: "GatewayClass",
      metadata: { name, labels: commonLabels(context, { name: "gateways" }) },
      spec: { controllerName: classes[name] },
    },
    opts,
  );
}
