import { isDeepStrictEqual } from "node:util";
import type { RuleFacts, RuleGroup } from "../../platform-addons/monitoring/rule";
import { everyAddon } from "../../platform-addons/registry";
import { recordingRules } from "../metrics/recording-rules";
import { platformObjectives } from "../slo/platform";
import { capacityAlerts } from "./capacity";
import { controlPlaneAlerts } from "./control-plane";
import { monitoringAlerts } from "./monitoring";
import { nodeAlerts } from "./nodes";
import { securityAlerts } from "./security";
import { workloadAlerts } from "./workloads";

/** Every rule of the platform and of the add-ons that it has, in groups. Those of services come beside. */
export function platformRules(facts: RuleFacts): RuleGroup[] {
  return joined([
    ...recordingRules(),
    nodeAlerts(facts),
    workloadAlerts(facts),
    capacityAlerts(facts),
    controlPlaneAlerts(facts),
    securityAlerts(facts),
    monitoringAlerts(facts),
    ...everyAddon.filter(({ name }) => facts.on(name)).flatMap(({ rules }) => rules?.(facts) ?? []),
    ...platformObjectives(facts),
  ]);
}

/** Groups of one name as one. Alerts that are the same but for their expression are one with the expressions of both. */
function joined(groups: RuleGroup[]): RuleGroup[] {
  const names = [...new Set(groups.map(({ name }) => name))];
  return names.map((name) => {
    const rules = groups.filter((group) => group.name === name).flatMap((group) => group.rules);
    return { name, rules: rules.reduce<RuleGroup["rules"]>(withRule, []) };
  });
}

function withRule(rules: RuleGroup["rules"], rule: RuleGroup["rules"][number]): RuleGroup["rules"] {
  const same = rules.find((one) => "alert" in one && isDeepStrictEqual({ ...one, expr: rule.expr }, rule));
  if (same === undefined) return [...rules, rule];
  return rules.map((one) => (one === same ? { ...one, expr: `${one.expr}\nor ${rule.expr}` } : one));
}
