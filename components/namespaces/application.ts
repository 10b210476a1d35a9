import type { NamespacesSettings, NamespaceSettings } from "./settings";
import type { ContainerLimits, NamespaceSpec, ResourceQuantities } from "./spec";

/** What the component makes of the namespaces that a stack lists. */
export function applicationNamespaces(settings: NamespacesSettings): NamespaceSpec[] {
  return Object.entries(settings).map(([name, namespace]) => applicationNamespace(name, namespace));
}

function applicationNamespace(name: string, settings: NamespaceSettings): NamespaceSpec {
  const { egress, sameNamespace, scrapePorts, ingressFrom, egressTo, quota, limitRange, ...rest } = settings;
  return {
    ...rest,
    name,
    kind: "application",
    configPath: `namespaces.${name}`,
    quota,
    limitRange: limitsOf(limitRange),
    network: { egress, sameNamespace, scrapePorts, ingressFrom, egressTo },
  };
}

function limitsOf(range: NamespaceSettings["limitRange"]): ContainerLimits {
  return {
    default: given(range.default),
    defaultRequest: given(range.defaultRequest),
    min: given(range.min),
    max: given(range.max),
    maxLimitRequestRatio: given(range.maxLimitRequestRatio),
  };
}

/** The quantities that are there: a partial record's type also allows for undefined ones. */
function given(quantities: Partial<ResourceQuantities>): ResourceQuantities {
  const there = Object.entries(quantities).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(there);
}
