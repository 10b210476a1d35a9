import { graph, number } from "../../monitoring/panels";
import { alertGroup, type RuleFacts, type RuleGroup } from "../../monitoring/rule";

/** Hours of a month, as AWS counts them. */
const monthHours = 730;

/** What nodes and volumes cost: OpenCost, pkg/costmodel/metrics.go; a volume's price is for a gigabyte. */
const cost: RuleGroup = {
  name: "cost.recording",
  rules: [
    {
      record: "cluster:hourly_cost:usd",
      expr: `
sum(max by (node) (node_total_hourly_cost))
+ (sum(max by (persistentvolume) (pv_hourly_cost) * on (persistentvolume) max by (persistentvolume) (kube_persistentvolume_capacity_bytes) / 1024 ^ 3) or vector(0))`.trim(),
    },
  ],
};

/** The recorded cost, and an alert about it where the stack names a ceiling (VC-102). */
export function rules(facts: RuleFacts): RuleGroup[] {
  const { costCeilingUsd } = facts;
  if (costCeilingUsd === undefined) return [cost];
  const alerts = alertGroup(facts, "cost", {
    CostAboveCeiling: {
      expr: `cluster:hourly_cost:usd * ${monthHours} > ${costCeilingUsd}`,
      for: "6h",
      severity: "warning",
      summary: "The cluster costs more than its ceiling",
      description: `At this rate its nodes and volumes cost {{ $value | printf "%.0f" }} USD a month; the ceiling of the stack is ${costCeilingUsd}.`,
    },
  });
  return [cost, alerts];
}

/** Rows of the dashboard of costs. */
export const costRows = () => [
  {
    title: "Prices",
    panels: [
      number("A month, at this rate", "currencyUSD", "cluster:hourly_cost:usd * 730"),
      number("Nodes a month", "currencyUSD", "sum(max by (node) (node_total_hourly_cost)) * 730"),
      graph("Nodes, by type", "currencyUSD", {
        "{{instance_type}}": "sum by (instance_type) (max by (node, instance_type) (node_total_hourly_cost)) * 730",
      }),
    ],
  },
];
