import { platformRuleObjects, type RuleObject, serviceRuleObject } from "./alerts/prometheus-rule";
import type { RuleFacts } from "./alerts/rule";
import { platformRules } from "./alerts/rules";
import { type ObservedService, serviceRules } from "./slo/service";

/** What the component is told of the rest of the stack, beside its own settings; all of it plain. */
export interface ObservedStack {
  /** Services with metrics. */
  services: ObservedService[];
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
