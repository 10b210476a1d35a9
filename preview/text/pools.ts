import type { Plan } from "../plan";
import { listAt, numberAt, poolName, textAt } from "../view";
import { dollars, type Style } from "./style";

/** Node pools: what they are made of, how many nodes, where, and what the nodes cost at desired size. */
export function poolLines(plan: Plan, style: Style): string[] {
  const { view, cost } = plan;
  const rows = view.ofType("aws:eks/nodeGroup:NodeGroup").map((resource) => {
    const inputs = view.inputs(resource);
    const pool = poolName(inputs, resource.name);
    const items = cost.document.items.filter(({ what }) => what === `nodes of ${pool}`);
    const size = ["minSize", "desiredSize", "maxSize"].map((key) => numberAt(inputs, "scalingConfig", key) ?? "?");
    const taints = listAt(inputs, "taints").map((taint) => `${textAt(taint, "key")}=${textAt(taint, "value")}`);
    return {
      pool,
      cells: [
        pool,
        inputs.capacityType === "SPOT" ? "spot" : "on demand",
        listAt(inputs, "instanceTypes").join(" "),
        size.join("/"),
        zonesOf(plan, pool),
        taints.join(" "),
        items.length ? dollars(items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0)) : "not priced",
      ],
    };
  });
  if (rows.length === 0) return [];
  const columns = [
    { title: "pool" },
    { title: "capacity" },
    { title: "instance types", grow: true },
    { title: "min/desired/max", right: true },
    { title: "zones" },
    { title: "taints" },
    { title: "a month", right: true },
  ];
  const sorted = rows.sort((a, b) => (a.pool < b.pool ? -1 : 1)).map(({ cells }) => cells);
  return [style.heading("Node pools", "cost of the nodes at desired size"), ...style.table(columns, sorted), ""];
}

/** Subnets are unknown before the deployment; the config says which zones were meant. `a b c` of one region. */
function zonesOf({ config }: Plan, pool: string): string {
  const own = listAt(config, "nodePools", pool, "zones").map(String);
  const zones = own.length ? own : config.network.zones;
  return zones.map((zone) => zone.replace(config.aws.region, "")).join(" ");
}

export function supportText(end: string | undefined, today: string): string {
  if (end === undefined) return "";
  const days = Math.round((Date.parse(end) - Date.parse(today)) / 86_400_000);
  return days > 0 ? `${end}, in ${days} days` : `${end}, ${-days} days ago`;
}
