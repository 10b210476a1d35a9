import { capacityOf, type PoolSpec } from "../../components/node-pools/pool-spec";
import { fixedNode, type Node } from "./fleet";
import type { Daemons } from "./offers";

/** The nodes of a managed pool at one of its sizes, over its zones, with the room that daemons leave. */
export function poolNodes(spec: PoolSpec, at: "min" | "desired" | "max", daemons: Daemons): Node[] {
  const { cpuMillis, memoryMiB, pods } = spec.allocatable;
  const offer = {
    type: spec.name,
    usd: 0,
    cpuMillis: cpuMillis - daemons.cpuMillis,
    memoryMiB: memoryMiB - daemons.memoryMiB,
    pods: pods - daemons.pods,
    vcpu: 0,
    totalMiB: 0,
  };
  return Array.from({ length: capacityOf(spec, at).nodes }, (_, index) =>
    fixedNode(offer, spec.zones[index % spec.zones.length]),
  );
}
