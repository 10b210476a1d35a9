import type { Finding } from "./policy-run";
import type { View } from "./view";

/** The part of the config that an area's components are made from, by the area in their type token. */
const partOf: Record<string, string> = {
  network: "network",
  cluster: "cluster",
  "managed-addons": "cluster",
  "node-pools": "nodePools",
  storage: "storageClasses",
  namespaces: "namespaces",
  addons: "addons",
  gateways: "gateways",
  observability: "observability",
  "app-service": "services",
};

/**
 * A finding with the part of the config that its resource comes from. Kubernetes objects say so themselves, by an
 * annotation; AWS resources can't, so for them it is the part of the nearest component above.
 */
export function withPath(finding: Finding, view: View): Finding {
  if (finding.path !== undefined) return finding;
  if (finding.policy === "cost-ceiling") return { ...finding, path: "cost.ceilingMonthlyUsd" };
  for (let one = view.get(finding.urn); one !== undefined; one = view.get(one.parent)) {
    const path = partOf[/^platform:([^:]+):/.exec(one.type)?.[1] ?? ""];
    if (path !== undefined) return { ...finding, path };
  }
  return finding;
}
