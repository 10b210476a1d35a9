import { at, listAt, numberAt, textAt, type View } from "../view";
import type { Demand } from "../demand";
import { workloadOf } from "../workloads";
import type { PodGroup } from "./fleet";

/** Whether wishes (preferred affinity, ScheduleAnyway) count as demands, as Karpenter's default has it. */
export type Preferences = "Respect" | "Ignore";

const host = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";

/** Pods of a workload with what they ask for, and how far they must keep from each other. */
export function podGroup(demand: Demand, view: View, preferences: Preferences): PodGroup {
  const pod = at(workloadOf(view, demand.resource), "spec", "template", "spec");
  const spreads = listAt(pod, "topologySpreadConstraints").filter(
    (one) => preferences === "Respect" || textAt(one, "whenUnsatisfiable") === "DoNotSchedule",
  );
  const skew = (key: string) =>
    Math.min(
      Infinity,
      ...spreads.filter((one) => textAt(one, "topologyKey") === key).map((one) => numberAt(one, "maxSkew") ?? 1),
    );
  const apart = listAt(pod, "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const wished = listAt(pod, "affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution").map(
    (one) => at(one, "podAffinityTerm"),
  );
  const terms = preferences === "Respect" ? [...apart, ...wished] : apart;
  const alone = (key: string) => terms.some((term) => textAt(term, "topologyKey") === key);
  return {
    name: demand.resource.urn,
    cpuMillis: demand.cpuMillis,
    memoryMiB: demand.memoryMiB,
    perNode: alone(host) ? 1 : skew(host),
    zoneSkew: skew(zone),
  };
}
