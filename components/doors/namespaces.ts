import type { NamespaceSpec } from "../namespaces/spec";
import { doorsNamespace } from "./gateway-spec";
import { proxySurge } from "./istio-spec";
import { type DoorsSettings, isIstioDoor } from "./settings";

/** Pods that answer an authority on port 80, one for each name, while cert-manager proves names by HTTP. */
const proofPods = 4;

/**
 * The namespace of the Gateways, where there are any. Nothing runs in it but the proxies of doors of Istio, which are
 * where their Gateway is, and cert-manager's answers while names are proven by HTTP; its quota keeps it so. The bounds of
 * containers are those that every namespace beside a quota must have.
 */
export function doorNamespaces(doors: DoorsSettings, provenByHttp = false): NamespaceSpec[] {
  if (!Object.keys(doors).length) return [];
  const istioDoors = Object.values(doors).filter(isIstioDoor);
  const proxies = istioDoors.reduce((sum, { replicas }) => sum + replicas.max + proxySurge, 0);
  return [
    {
      name: doorsNamespace,
      kind: "platform",
      configPath: "doors",
      podSecurity: "restricted",
      quota: {
        pods: (proxies + (provenByHttp ? proofPods : 0)).toString(),
        "services.loadbalancers": istioDoors.length.toString(),
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
