import type { NamespaceSpec } from "../namespaces/spec";
import { doorsNamespace } from "./gateway-spec";
import type { DoorsSettings } from "./settings";

/** The namespace of the Gateways, where there are any. Nothing runs in it. */
export function doorNamespaces(doors: DoorsSettings): NamespaceSpec[] {
  if (!Object.keys(doors).length) return [];
  return [{ name: doorsNamespace, kind: "platform", configPath: "doors", podSecurity: "restricted" }];
}
