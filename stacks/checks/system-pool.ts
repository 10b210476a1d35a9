import { type PodDemand, totalDemand } from "../../components/platform-addons/pods";
import { capacityOf, type NodeCapacity } from "../../components/node-pools/pool-spec";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

type SystemPoolView = Pick<ResolvedStack, "addons" | "systemPool" | "systemDemand" | "resolvedAddons">;

/** Nodes that no answer is looked for beyond. */
const most = 1000;

/**
 * The system pool carries what runs on it: the sum of the requests of add-ons and of proxies of gateways, their copies on as
 * many nodes, and the largest pod on one. With an autoscaler the pool is taken at its largest.
 */
export function checkSystemPool(config: SystemPoolView): CheckResult {
  const { systemPool: spec, systemDemand: demand } = config;
  if (!spec) return {};
  const grows = config.addons["cluster-autoscaler"] !== undefined;
  const nodes = spec.settings.size[grows ? "max" : "desired"];
  const at = `nodePools.${spec.name}`;
  const sizeAt = `${at}.size.${grows ? "max" : "desired"}`;
  const needed = nodesFor(demand, spec.allocatable);
  const problems = [
    ...tooLarge(demand, spec.allocatable, at),
    ...(needed > nodes && needed <= most
      ? [
          {
            path: sizeAt,
            given: String(nodes),
            why: `can't carry what runs there: ${shortage(demand, spec.allocatable, nodes)}`,
            set: `${needed}, or larger instanceTypes`,
          },
        ]
      : []),
    ...spreadProblems(config, nodes, sizeAt),
  ];
  if (problems.length) return { problems };
  const desired = capacityOf(spec, "desired").nodes;
  return needed <= desired
    ? {}
    : {
        warnings: [
          `${at}.size.desired: ${desired} nodes can't carry what runs there (${shortage(demand, spec.allocatable, desired)}), so the autoscaler makes it ${needed}; the cost above is of ${desired}.`,
        ],
      };
}

/** Fewest nodes that carry it all, as if pods were water; one that no number of nodes carries has been reported. */
function nodesFor(demand: PodDemand[], each: NodeCapacity): number {
  for (let nodes = 1; nodes <= most; nodes++) {
    const total = totalDemand(demand, nodes);
    const fits =
      total.cpuMillis <= nodes * each.cpuMillis &&
      total.memoryMiB <= nodes * each.memoryMiB &&
      total.pods <= nodes * each.pods;
    if (fits) return nodes;
  }
  return most + 1;
}

/** `12.3 CPU asked of 11.7, 30.1Gi of 40.2Gi`: what is short first. */
function shortage(demand: PodDemand[], each: NodeCapacity, nodes: number): string {
  const total = totalDemand(demand, nodes);
  const figures = [
    { asked: total.cpuMillis / 1000, there: (nodes * each.cpuMillis) / 1000, unit: " CPU" },
    { asked: total.memoryMiB / 1024, there: (nodes * each.memoryMiB) / 1024, unit: "Gi of memory" },
    { asked: total.pods, there: nodes * each.pods, unit: " pods" },
  ];
  return figures
    .sort((one, other) => other.asked / other.there - one.asked / one.there)
    .map(({ asked, there, unit }) => `${rounded(asked)}${unit} asked for, ${rounded(there)} there`)
    .join("; ");
}

const rounded = (figure: number) => String(Math.round(figure * 10) / 10);

/** A pod beside the agents of each node that is larger than a node stays pending for ever. */
function tooLarge(demand: PodDemand[], each: NodeCapacity, at: string): ConfigProblem[] {
  const agents = totalDemand(
    demand.filter(({ copies }) => copies === "node"),
    1,
  );
  const room = { cpuMillis: each.cpuMillis - agents.cpuMillis, memoryMiB: each.memoryMiB - agents.memoryMiB };
  return demand
    .filter(({ copies }) => copies !== "node")
    .filter(({ cpuMillis, memoryMiB }) => cpuMillis > room.cpuMillis || memoryMiB > room.memoryMiB)
    .map(({ addon, workload, cpuMillis, memoryMiB }) => ({
      path: `${at}.instanceTypes`,
      why: `have no room for a pod of ${addon} (${workload}: ${cpuMillis}m and ${memoryMiB}Mi) beside the agents of each node, which leave ${room.cpuMillis}m and ${Math.floor(room.memoryMiB)}Mi`,
      set: "larger types",
    }));
}

/** Copies of a controller are never two on one node. */
function spreadProblems({ resolvedAddons }: SystemPoolView, nodes: number, sizeAt: string): ConfigProblem[] {
  return resolvedAddons
    .flatMap(({ pods }) => pods)
    .filter(
      ({ workload, copies, pool }) => pool === undefined && !workload.startsWith("Job/") && Number(copies) > nodes,
    )
    .map(({ addon, workload, copies }) => ({
      path: sizeAt,
      given: String(nodes),
      why: `is fewer than the ${copies} copies of ${addon} (${workload}), which are never two on one node`,
      set: `${copies} or more, or fewer copies`,
    }));
}
