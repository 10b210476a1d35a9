import type { NamespacesSettings } from "../../components/namespaces/settings";
import { isOpen, type PoolSpec } from "../../components/node-pools/pool-spec";
import { compareQuantities, parseQuantity, quantityNumber } from "../../components/shared/quantity";
import { type PodDemand, totalDemand } from "../../components/platform-addons/pods";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import { agentsOf } from "../resolve/system-demand";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface FitView {
  namespaces: NamespacesSettings;
  poolSpecs: Record<string, PoolSpec>;
  services: ResolvedStack["services"];
  systemDemand: PodDemand[];
}

type Service = ResolvedStack["services"][string];
const resources = ["cpu", "memory", "ephemeral-storage"] as const;

/** One pod of each service against the bounds of its namespace and the nodes that it can run on, beside their agents. */
export function checkServiceFit(config: FitView): CheckResult {
  const agents = totalDemand(agentsOf(config.systemDemand), 1);
  return {
    problems: Object.entries(config.services).flatMap(([name, service]) => [
      ...(typeof service.qos === "object" ? [] : limitRangeProblems(name, service, config)),
      ...nodeProblems(name, service, config.poolSpecs, agents),
    ]),
  };
}

/** What the API server would refuse: https://kubernetes.io/docs/concepts/policy/limit-range/ */
function limitRangeProblems(name: string, service: Service, { namespaces }: FitView): ConfigProblem[] {
  const range = namespaces[service.namespace]?.limitRange;
  if (!range) return [];
  const { requests, limits } = service.resources;
  const where = `of namespace ${service.namespace} allows`;
  return resources.flatMap((resource) => {
    const problems: ConfigProblem[] = [];
    const path = `services.${name}.resources`;
    const [min, max, ratio] = [range.min[resource], range.max[resource], range.maxLimitRequestRatio[resource]];
    const request = requests[resource];
    const limit = limits[resource] ?? range.default[resource];
    if (max !== undefined && limit !== undefined && compareQuantities(limit, max) > 0) {
      const why = `is above the ${max} that the limitRange ${where}`;
      problems.push({ path: `${path}.limits.${resource}`, given: `"${limit}"`, why, set: `${max} or less` });
    }
    if (min !== undefined && compareQuantities(request, min) < 0) {
      const why = `is below the ${min} that the limitRange ${where}`;
      problems.push({ path: `${path}.requests.${resource}`, given: `"${request}"`, why, set: `${min} or more` });
    }
    if (
      ratio !== undefined &&
      limit !== undefined &&
      quantityNumber(limit) > quantityNumber(ratio) * quantityNumber(request)
    ) {
      const why = `is more than ${ratio} times the request of ${request}, the most that the limitRange ${where}`;
      const set = `${ratio} times the request or less, or a larger request`;
      problems.push({ path: `${path}.limits.${resource}`, given: `"${limit}"`, why, set });
    }
    return problems;
  });
}

/** A pod that fits on no node stays pending for ever, and the autoscaler adds none for it. */
function nodeProblems(
  name: string,
  service: Service,
  specs: Record<string, PoolSpec>,
  agents: ReturnType<typeof totalDemand>,
): ConfigProblem[] {
  const { architectures } = service.image;
  const candidates = Object.values(specs).filter(
    (spec) =>
      (service.pool === undefined ? isOpen(spec) : spec.name === service.pool) &&
      architectures.includes(spec.architecture),
  );
  if (!candidates.length) return []; // Another check says so.
  const { cpu, memory } = service.resources.requests;
  const cpuMillis = Number(parseQuantity(cpu)) / 1e6;
  const memoryMiB = quantityNumber(memory) / 2 ** 20;
  const rooms = candidates.map(({ name: pool, allocatable }) => ({
    pool,
    cpuMillis: Math.max(0, allocatable.cpuMillis - agents.cpuMillis),
    memoryMiB: Math.max(0, allocatable.memoryMiB - agents.memoryMiB),
  }));
  if (rooms.some((room) => cpuMillis <= room.cpuMillis && memoryMiB <= room.memoryMiB)) return [];
  const offers = rooms.map((room) => `${room.pool} ${room.cpuMillis}m and ${Math.floor(room.memoryMiB)}Mi`);
  return [
    {
      path: `services.${name}.resources.requests`,
      given: `cpu ${cpu}, memory ${memory}`,
      why: `fits on no node that it can run on, after reservations and beside what runs on every node: ${offers.join(", ")}`,
      set: "less, or pool: one with larger instance types",
    },
  ];
}
