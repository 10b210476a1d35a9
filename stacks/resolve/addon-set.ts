import { hostedZones } from "../../components/gateways/dns-settings";
import { observabilityAddon } from "../../components/observability/stack-addon";
import { logAddons } from "../../components/observability/logs/addons";
import { traceAddons, withMeshTraces } from "../../components/observability/traces/addons";
import type { ObservabilitySettings } from "../../components/observability/settings";
import { traceCollector } from "../../components/platform-addons/catalog/istiod/settings";
import type { AddonFacts } from "../../components/platform-addons/addon-facts";
import { namespacesOf, type SelectedAddon } from "../../components/platform-addons/resolve";
import { selectedAddons, withDefinitions } from "../../components/platform-addons/select";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import { nodeRoleName } from "../../components/node-pools/node-role";
import type { PlatformContext } from "../../components/shared/context";
import { nodeImagesOf } from "../node-images";
import type { FollowedConfig } from "./followed";

/** What is read of a config to know its add-ons. */
export interface AddonSetView {
  addons: AddonsSettings;
  observability?: ObservabilitySettings | undefined;
  namespaces?: Record<string, { team?: string | undefined }> | undefined;
}

/** Every add-on of a stack: those it names, its monitoring stack, and the definitions that these need. */
export function addonSet({ addons, observability, namespaces = {} }: AddonSetView): SelectedAddon[] {
  const teams = Object.fromEntries(
    Object.entries(namespaces).flatMap(([name, { team }]) => (team === undefined ? [] : [[name, team]])),
  );
  const monitoring = observability ? [observabilityAddon(observability, teams)] : [];
  const traces = traceAddons(observability?.traces);
  const chosen = withMeshTraces(selectedAddons(addons), observability?.traces);
  const named = withDefinitions([...chosen, ...monitoring, ...traces]);
  return [...named, ...(observability ? logged(observability.logs, [...Object.keys(namespaces)], named) : [])];
}

/** Add-ons of logs: they know the namespaces of all others, and their own. */
function logged(logs: ObservabilitySettings["logs"], applications: string[], others: SelectedAddon[]): SelectedAddon[] {
  const own = logAddons(logs, []);
  const platform = namespacesOf([...others, ...own]).map(({ namespace }) => namespace.name);
  return logAddons(logs, [...applications, ...platform]);
}

type FactsView = Pick<FollowedConfig, "domain" | "dns" | "namespaces"> & {
  network: { zones: string[]; existing?: { vpcId: string } | undefined };
};

/** Facts that the values of add-ons are made from. */
export function addonFacts(
  context: PlatformContext,
  { domain, dns, namespaces, network }: FactsView,
  tags: Record<string, string>,
): AddonFacts {
  return {
    platform: context,
    zones: network.zones,
    meshNamespaces: meshNamespaces(namespaces),
    domain,
    hostedZones: hostedZones(domain, dns),
    nodes: { roleName: nodeRoleName(context), images: nodeImagesOf(context.kubernetesVersion) },
    tags,
    // The two tags together belong to one VPC of the account and region: the one that this stack makes.
    vpc: network.existing
      ? { id: network.existing.vpcId }
      : { tags: { platform: context.clusterName, stack: context.stack } },
  };
}

/** Application namespaces whose pods are in the mesh, by name. */
export function meshNamespaces(namespaces: FollowedConfig["namespaces"]): string[] {
  return Object.keys(namespaces)
    .filter((name) => namespaces[name]?.mesh === "istio")
    .sort();
}

/** What sidecars and gateways of Istio talk to beside services. */
export function meshSurroundings({ addons }: { addons: Pick<AddonsSettings, "istiod"> }) {
  const { istiod } = addons;
  return { istiodNamespace: istiod?.namespace ?? "istio-system", traces: istiod && traceCollector(istiod) };
}
