import { recordingRules } from "../metrics/recording-rules";
import { platformObjectives } from "../slo/platform";
import { backupAlerts } from "./backups";
import { capacityAlerts } from "./capacity";
import { controlPlaneAlerts } from "./control-plane";
import { costAlerts } from "./cost";
import { gatewayAlerts } from "./gateways";
import { loggingAlerts } from "./logging";
import { monitoringAlerts } from "./monitoring";
import { nodeAlerts } from "./nodes";
import type { RuleFacts, RuleGroup } from "../../platform-addons/monitoring/rule";
import { securityAlerts } from "./security";
import { workloadAlerts } from "./workloads";

/** Every rule of the platform itself, in groups; a group without a rule is left out. Those of services come beside. */
export function platformRules(facts: RuleFacts): RuleGroup[] {
  const groups = [
    ...recordingRules(facts),
    nodeAlerts(facts),
    workloadAlerts(facts),
    capacityAlerts(facts),
    controlPlaneAlerts(facts),
    securityAlerts(facts),
    backupAlerts(facts),
    gatewayAlerts(facts),
    loggingAlerts(facts),
    monitoringAlerts(facts),
    costAlerts(facts),
    ...platformObjectives(facts),
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
