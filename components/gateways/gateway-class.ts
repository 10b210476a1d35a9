import type { PlatformContext } from "../shared/context";
import { commonLabels } from "../shared/labels";
import { api } from "./gateway-object";
import { envoyClass } from "./proxies";

/** Classes of Gateways, and the controller that serves each. Istio makes its own class itself. */
const classes = {
  alb: "gateway.k8s.aws/alb",
  [envoyClass]: "gateway.envoyproxy.io/gatewayclass-controller",
} as const;

/** A class of Gateways. */
export function gatewayClass(name: keyof typeof classes, context: PlatformContext) {
  return {
    apiVersion: api.gateway,
    kind: "GatewayClass",
    metadata: { name, labels: commonLabels(context, { name: "gateways" }) },
    spec: { controllerName: classes[name] },
  };
}
