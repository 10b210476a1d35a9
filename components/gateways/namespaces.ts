import type { NamespaceSpec } from "../namespaces/spec";
import { gatewaysNamespace } from "./gateway-spec";
import { proxySurge } from "./istio-spec";
import { type GatewaysSettings, isIstioGateway } from "./settings";

/** Pods that answer an authority on port 80, one for each name, while cert-manager proves names by HTTP. */
const proofPods = 4;

/**
 * The namespace of the Gateways, where there are any. Nothing runs in it but the proxies of gateways of Istio, which are
 * where their Gateway is, and cert-manager's answers while names are proven by HTTP; its quota keeps it so. The bounds of
 * containers are those that every namespace beside a quota must have.
 */
export function gatewayNamespaces(gateways: GatewaysSettings, provenByHttp = false): NamespaceSpec[] {
  if (!Object.keys(gateways).length) return [];
  const istioGateways = Object.values(gateways).filter(isIstioGateway);
  const proxies = istioGateways.reduce((sum, { replicas }) => sum + replicas.max + proxySurge, 0);
  return [
    {
      name: gatewaysNamespace,
      kind: "platform",
      configPath: "gateways",
      podSecurity: "restricted",
      quota: {
        pods: (proxies + (provenByHttp ? proofPods : 0)).toString(),
        "services.loadbalancers": istioGateways.length.toString(),
        "services.nodeports": "0",
      },
      limitRange: {
        default: { cpu: "100m", memory: "64Mi" },
        defaultRequest: { cpu: "100m", memory: "64Mi" },
      },
      // Proxies have a policy of their own, and so have cert-manager's answers.
      network: { egress: "none", sameNamespace: "deny", scrapePorts: [], ingressFrom: {}, egressTo: {} },
    },
  ];
}
