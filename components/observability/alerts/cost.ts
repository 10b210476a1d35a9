import { alert, type RuleFacts, type RuleGroup } from "../../platform-addons/monitoring/rule";

/** Hours of a month, as AWS counts them. */
const monthHours = 730;

/** Alert about the monthly cost (VC-102), where OpenCost measures it and the stack names a ceiling. */
export function costAlerts(facts: RuleFacts): RuleGroup {
  const { costCeilingUsd } = facts;
  if (costCeilingUsd === undefined || !facts.on("opencost")) return { name: "cost", rules: [] };
  return {
    name: "cost",
    rules: [
      alert(facts, "cost", "CostAboveCeiling", {
        expr: `cluster:hourly_cost:usd * ${monthHours} > ${costCeilingUsd}`,
        for: "6h",
        severity: "warning",
        summary: "The cluster costs more than its ceiling",
        description: `At this rate its nodes and volumes cost {{ $value | printf "%.0f" }} USD a month; the ceiling of the stack is ${costCeilingUsd}.`,
      }),
    ],
  };
}
