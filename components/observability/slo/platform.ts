import type { RuleFacts, RuleGroup } from "../../platform-addons/monitoring/rule";
import { type Objective, objectiveRules } from "./burn-rate";

/** Uptime of the cluster that VC-97 asks for, percent. */
export const clusterAvailability = 99.9;

/**
 * Objectives of the platform. Uptime of the cluster is the share of requests to the API server without a server error
 * (VC-97); a time without any answer is the alert ApiServerDown, because then nothing is counted.
 */
export function platformObjectives(facts: Pick<RuleFacts, "runbooks">): RuleGroup[] {
  const objective: Objective = {
    slo: "cluster-availability",
    labels: {},
    percent: clusterAvailability,
    errorRatio: (window) =>
      `sum(rate(apiserver_request_total{code=~"5.."}[${window}])) / (sum(rate(apiserver_request_total[${window}])) > 0)`,
    alert: "ClusterAvailabilityBurn",
    what: "Requests to the API server that got a server error",
  };
  return [objectiveRules(facts, objective)];
}
