import { poolRef, poolSpecs } from "../../components/node-pools/pool-spec";
import { placementOn } from "../../components/platform-addons/placement";
import { resolveAddons } from "../../components/platform-addons/resolve";
import { addonFacts, addonSet } from "./addon-set";
import { withConsoleUrls } from "./console-urls";
import { contextOf, tagsOf } from "./context";
import type { FollowedConfig } from "./followed";
import { observedStack } from "./observed";
import { withQueueRights, withQueueUrls } from "./service-queues";
import { withServiceTls } from "./service-tls";
import { resolvedServices } from "./services";
import type { Resolution, ResolvedStack } from "./stack";
import { deployedConfig } from "./standby";
import { systemDemand } from "./system-demand";
import { workloadDemand } from "./workload-demand";

/** Turns a config whose references were followed into the stack that everything else takes. Pure. */
export function resolveStack(config: FollowedConfig): Resolution {
  const serving = resolved(config);
  const deployed = deployedConfig(config);
  return { serving, deployed: deployed === config ? serving : resolved(deployed) };
}

function resolved(given: FollowedConfig): ResolvedStack {
  const context = contextOf(given);
  const tags = tagsOf(given, context);
  const config = withServiceTls(withQueueRights(withQueueUrls(withConsoleUrls(given), context), context));
  const { network, managedAddons, nodePools, cluster } = config;
  const { prefixDelegation } = managedAddons.podNetworking;
  const specs = poolSpecs(nodePools, { zones: network.zones, prefixDelegation });
  const systemPool = Object.values(specs)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .find(({ settings }) => settings.system);
  const placement = placementOn(systemPool && poolRef(systemPool));
  const set = addonSet(config);
  const addons = resolveAddons(set, {
    facts: addonFacts(context, config, tags),
    placement,
    identity: cluster.identity,
  });
  const services = resolvedServices(config);
  return {
    ...config,
    services,
    context,
    tags,
    poolSpecs: specs,
    systemPool,
    placement,
    addonSet: set,
    resolvedAddons: addons,
    workloadDemand: workloadDemand(config),
    systemDemand: systemDemand(config, addons),
    observed: observedStack({ ...config, services }),
  };
}
