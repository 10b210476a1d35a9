import type { NamespaceSpec } from "../namespaces/spec";
import { doorsNamespace } from "./gateway-spec";
import type { DoorsSettings } from "./settings";

/**
 * The namespace of the Gateways, where there are any. Nothing runs in it, and its quota of no pods keeps it so; the
 * bounds of containers are those that every namespace beside a quota must have.
 */
export function doorNamespaces(doors: DoorsSettings): NamespaceSpec[] {
  if (!Object.keys(doors).length) return [];
  return [
    {
      name: doorsNamespace,
      kind: "platform",
      configPath: "doors",
      podSecurity: "restricted",
      quota: { pods: "0", "services.loadbalancers": "0", "services.nodeports": "0" },
      limitRange: {
        default: { cpu: "100m", memory: "64Mi" },
        defaultRequest: { cpu: "100m", memory: "64Mi" },
      },
    },
  ];
}
