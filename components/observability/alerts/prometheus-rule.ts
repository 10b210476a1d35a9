import type { RuleGroup } from "../../platform-addons/monitoring/rule";

/** A PrometheusRule by its name, with the path of the config that it comes from. */
export interface RuleObject {
  name: string;
  configPath: string;
  spec: { groups: RuleGroup[] };
}

/** One object for each group of the platform, so that one can be looked at, and changed, alone. */
export function platformRuleObjects(groups: RuleGroup[]): RuleObject[] {
  return groups.map((group) => ({
    name: `platform-${group.name.replaceAll(".", "-")}`,
    configPath: "observability",
    spec: { groups: [group] },
  }));
}

/** One object for each service. */
export function serviceRuleObject(service: string, namespace: string, groups: RuleGroup[]): RuleObject {
  return { name: `service-${namespace}-${service}`, configPath: `services.${service}`, spec: { groups } };
}
