import { poolSpecs } from "../../components/node-pools/pool-spec";
import { isQuantity, quantityNumber } from "../../components/shared/quantity";
import { label } from "../../components/shared/vocabulary";
import { monthlyOf } from "../cost/charge";
import { cents } from "../cost/items";
import { applicationsIn } from "../manifests/applications";
import type { Plan } from "../plan";
import { at, numberAt, poolName, textAt, type View } from "../view";
import { type Part, partsOfCharts, volumeSize } from "./parts";

/** One kind of pods, or a store outside of the cluster. */
export interface FootprintPart {
  part: string;
  /** Pods at the desired number of nodes; null where the chart's values are not understood. */
  pods: number | null;
  /** Requests of all of them together. */
  cpuMillis: number;
  memoryMiB: number;
  /** Volumes of all of them together. */
  storageGiB: number;
  /** How long it keeps what it has; empty where that is not a matter of time. */
  kept: string;
}

/** What observability needs and costs, with every pool at its desired size. */
export interface Footprint {
  parts: FootprintPart[];
  total: { pods: number; cpuMillis: number; memoryMiB: number; storageGiB: number };
  /** US dollars a month; the nodes by its share of their CPU and memory, half by each. */
  monthlyUsd: { total: number; volumes: number; logs: number; nodes: number };
}

type Settings = Plan["config"]["observability"];
type FootprintView = Pick<Plan, "view" | "config" | "cost">;

/** The footprint of a stack with observability; undefined for one without. */
export function footprintOf(plan: FootprintView): Footprint | undefined {
  const charts = chartsOf(plan.view);
  if (!charts.length) return undefined;
  const pools = poolsOf(plan);
  const sized = charts.flatMap((chart) => sizedParts(chart, pools, plan.config.observability));
  const parts = [...sized.map(({ part }) => part), ...storesOf(plan)];
  const sum = (of: (part: FootprintPart) => number) => parts.reduce((all, one) => all + of(one), 0);
  const owners = new Set(charts.map(({ urn }) => urn));
  const volumes = dollarsOf(
    plan,
    ({ owner, group }) => group === "volumes" && owner !== undefined && owners.has(owner.urn),
  );
  const logs = plan.config.observability?.logs.cloudwatch
    ? dollarsOf(plan, ({ what }) => /^logs .* by CloudWatch$/.test(what))
    : 0;
  const nodes = sized.reduce((all, { nodesUsd }) => all + nodesUsd, 0);
  return {
    parts,
    total: {
      pods: sum(({ pods }) => pods ?? 0),
      cpuMillis: sum(({ cpuMillis }) => cpuMillis),
      memoryMiB: sum(({ memoryMiB }) => memoryMiB),
      storageGiB: sum(({ storageGiB }) => storageGiB),
    },
    monthlyUsd: {
      total: cents(volumes + logs + nodes),
      volumes: cents(volumes),
      logs: cents(logs),
      nodes: cents(nodes),
    },
  };
}

interface Chart {
  name: string;
  urn: string;
  values: unknown;
}

/** Charts of the component of observability, whoever delivers them; Argo CD's are known by their name alone. */
function chartsOf(view: View): Chart[] {
  const own = view.types().filter((type) => type === "kubernetes:helm.sh/v4:Chart");
  const charts = own
    .flatMap((type) => view.ofType(type))
    .filter((resource) => view.component(resource)?.type === "platform:observability:Observability")
    .map((resource) => {
      const inputs = view.inputs(resource);
      return { name: textAt(inputs, "name") ?? resource.name, urn: resource.urn, values: inputs["values"] };
    });
  const delivered = applicationsIn(view).map(({ content }) => ({
    name: textAt(content, "metadata", "name") ?? "",
    urn: "",
    values: at(content, "spec", "source", "helm", "valuesObject"),
  }));
  return [...charts, ...delivered.filter(({ name }) => name in partsOfCharts)];
}

/** A pool's nodes at desired size, together. */
interface Pool {
  name: string;
  system: boolean;
  nodes: number;
  cpuMillis: number;
  memoryMiB: number;
  monthlyUsd: number;
}

function poolsOf(plan: FootprintView): Pool[] {
  const { nodePools, network, managedAddons } = plan.config;
  const { prefixDelegation } = managedAddons.podNetworking;
  return Object.values(poolSpecs(nodePools, { zones: network.zones, prefixDelegation })).map((spec) => {
    const nodes = spec.settings.size.desired;
    const ofPool = (owner: Plan["resources"][number] | undefined) =>
      owner?.type === "aws:eks/nodeGroup:NodeGroup" && poolName(plan.view.inputs(owner), owner.name) === spec.name;
    return {
      name: spec.name,
      system: spec.settings.system,
      nodes,
      cpuMillis: nodes * spec.allocatable.cpuMillis,
      memoryMiB: nodes * spec.allocatable.memoryMiB,
      monthlyUsd: dollarsOf(plan, ({ owner }) => ofPool(owner)),
    };
  });
}

function dollarsOf({ cost }: FootprintView, of: (charge: Plan["cost"]["charges"][number]) => boolean): number {
  return cost.charges.filter(of).reduce((sum, charge) => sum + (monthlyOf(charge, charge.quantity) ?? 0), 0);
}

function sizedParts(
  { name, values }: Chart,
  pools: Pool[],
  settings: Settings,
): { part: FootprintPart; nodesUsd: number }[] {
  const known = partsOfCharts[name];
  if (known) return known.map((part) => sizedPart(part, values, pools, settings));
  const part = { part: name, pods: null, cpuMillis: 0, memoryMiB: 0, storageGiB: 0, kept: "" };
  return [{ part, nodesUsd: 0 }];
}

function sizedPart(
  part: Part,
  values: unknown,
  pools: Pool[],
  settings: Settings,
): { part: FootprintPart; nodesUsd: number } {
  const own = at(values, ...part.path);
  const containers = part.containers ?? [[...part.path, "resources"]];
  const asked = (what: "cpu" | "memory") =>
    containers.reduce((sum, path) => sum + amount(textAt(values, ...path, "requests", what)), 0);
  const each = { cpuMillis: asked("cpu") * 1000, memoryMiB: asked("memory") / 2 ** 20 };
  const replicas = numberAt(own, "replicas") ?? numberAt(own, "replicaCount") ?? 1;
  const pool = textAt(own, "nodeSelector", label.pool);
  const home = pools.find(({ name, system }) => (pool === undefined ? system : name === pool));
  const on = part.everyNode ? pools.map((one) => ({ pool: one, pods: one.nodes })) : [{ pool: home, pods: replicas }];
  const pods = on.reduce((sum, one) => sum + one.pods, 0);
  return {
    part: {
      part: part.name,
      pods,
      cpuMillis: pods * each.cpuMillis,
      memoryMiB: pods * each.memoryMiB,
      storageGiB: (pods * amount(volumeSize(part, values))) / 2 ** 30,
      kept: (settings && part.kept?.(values, settings)) ?? "",
    },
    nodesUsd: on.reduce((sum, one) => sum + one.pods * shareOf(each, one.pool), 0),
  };
}

/** What a pod costs of its pool. */
function shareOf(pod: { cpuMillis: number; memoryMiB: number }, pool: Pool | undefined): number {
  if (!pool?.nodes) return 0;
  return ((pod.cpuMillis / pool.cpuMillis + pod.memoryMiB / pool.memoryMiB) / 2) * pool.monthlyUsd;
}

function amount(quantity: string | undefined): number {
  return quantity !== undefined && isQuantity(quantity) ? quantityNumber(quantity) : 0;
}

/** Where observability keeps things outside of the cluster: no pods of its own. */
function storesOf({ config }: FootprintView): FootprintPart[] {
  const { logs, copies } = config.observability ?? {};
  const store = (part: string, kept: string) => ({ part, pods: 0, cpuMillis: 0, memoryMiB: 0, storageGiB: 0, kept });
  const bucket = copies && config.buckets[copies.bucket];
  return [
    ...(logs?.cloudwatch ? [store("CloudWatch Logs", `${logs.cloudwatch.retentionDays} days`)] : []),
    ...(bucket?.expireAfterDays === undefined
      ? []
      : [store(`copies in S3, ${copies?.bucket ?? ""}`, `${bucket.expireAfterDays} days`)]),
  ];
}
