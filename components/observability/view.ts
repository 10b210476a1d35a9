import { platformRuleObjects, type RuleObject, serviceRuleObject } from "./alerts/prometheus-rule";
import type { RuleFacts } from "../platform-addons/monitoring/rule";
import { platformRules } from "./alerts/rules";
import { dashboardObjects } from "./dashboards/dashboards";
import { type ObservedService, serviceRules } from "./slo/service";

/** What the component is told of the rest of the stack, beside its own settings; all of it plain. */
export interface ObservedStack {
  /** Services with metrics. */
  services: ObservedService[];
  /** All services, each with its namespace. */
  pages?: { name: string; namespace: string }[];
  /** Ceiling of the monthly cost, USD; undefined without one. */
  costCeilingUsd?: number | undefined;
}

/** Every PrometheusRule of a stack, with names that differ. */
export function ruleObjects(facts: RuleFacts, { services }: ObservedStack): RuleObject[] {
  return [
    ...platformRuleObjects(platformRules(facts)),
    ...services.map((service) => serviceRuleObject(service.name, service.namespace, serviceRules(facts, service))),
  ];
}

/** Every dashboard of a stack: a service without metrics has a page too, of its pods. */
export function dashboardsOf(on: RuleFacts["on"], cloudWatch: boolean, { services, pages }: ObservedStack) {
  const paged = (pages ?? services).map(({ name, namespace }) => ({
    name,
    namespace,
    observed: services.find((one) => one.name === name && one.namespace === namespace),
  }));
  return dashboardObjects({ on, cloudWatch, services: paged });
}
