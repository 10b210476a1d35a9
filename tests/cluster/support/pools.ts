import { instanceTypesOf } from "../../../components/node-pools/instance-catalog";
import { poolSpec, poolSpecs, type PoolSpec } from "../../../components/node-pools/pool-spec";
import { karpenterPools } from "../../../components/platform-addons/catalog/karpenter/pools";
import { label } from "../../../components/shared/vocabulary";
import type { ResolvedStack } from "../../../stacks/resolve/stack";

/**
 * The pools of a stack. A pool that may be empty has one node where an autoscaler gives it one when a pod waits; Karpenter's
 * pools have nodes of one type, one in each zone, and as many as their limit allows.
 */
export function poolsOf({ network, managedAddons, nodePools, addons }: ResolvedStack): PoolSpec[] {
  const environment = { zones: network.zones, prefixDelegation: managedAddons.podNetworking.prefixDelegation };
  const groups = Object.values(poolSpecs(nodePools, environment));
  const [like] = groups;
  const { karpenter } = addons;
  if (!like) throw new Error("a stack without node pools");
  return [
    ...groups.map((spec) => (addons["cluster-autoscaler"] ? withFirstNode(spec) : spec)),
    ...Object.entries(karpenterPools(karpenter)).map(([name, { taints, architectures }]) => {
      const type = architectures.includes("amd64") ? "m7i.xlarge" : "m7g.xlarge";
      const zones = karpenter?.nodePools[name]?.zones ?? network.zones;
      const limit = Number(karpenter?.nodePools[name]?.limits.cpu ?? 0);
      const max = Math.floor(limit / (instanceTypesOf([type])[0]?.vcpu ?? 1));
      const size = { min: 0, desired: Math.min(zones.length, max), max };
      const settings = { ...like.settings, instanceTypes: [type], system: false, dedicated: false, size, zones };
      return { ...poolSpec(name, settings, environment), taints, labels: { [label.pool]: name } };
    }),
  ];
}

function withFirstNode(spec: PoolSpec): PoolSpec {
  const { size } = spec.settings;
  return { ...spec, settings: { ...spec.settings, size: { ...size, desired: Math.max(size.desired, 1) } } };
}
