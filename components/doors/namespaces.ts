import type { NamespaceSpec } from "../namespaces/spec";
import { doorsNamespace } from "./gateway-spec";
import type { DoorsSettings } from "./settings";

/** Pods that answer an authority on port 80, one for each name, while cert-manager proves names by HTTP. */
const proofPods = 4;

/**
 * The namespace of the Gateways, where there are any. Nothing runs in it, and its quota of no pods keeps it so, unless
 * names are proven by HTTP: cert-manager's answers run where the certificate is. The bounds of containers are those that
 * every namespace beside a quota must have.
 */
export function doorNamespaces(doors: DoorsSettings, provenByHttp = false): NamespaceSpec[] {
  if (!Object.keys(doors).length) return [];
  return [
    {
      name: doorsNamespace,
      kind: "platform",
      configPath: "doors",
      podSecurity: "restricted",
      quota: {
        pods: provenByHttp ? proofPods.toString() : "0",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
      limitRange: {
        default: { cpu: "100m", memory: "64Mi" },
        defaultRequest: { cpu: "100m", memory: "64Mi" },
      },
      // The answers hear the load balancer, whose addresses differ by door.
      ...(provenByHttp
        ? {}
        : { network: { egress: "none", sameNamespace: "deny", scrapePorts: [], ingressFrom: {}, egressTo: {} } }),
    },
  ];
}
