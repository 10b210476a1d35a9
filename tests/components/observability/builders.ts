import { observabilityAddon } from "../../../components/observability/stack-addon";
import { logAddons } from "../../../components/observability/logs/addons";
import { observabilitySettings } from "../../../components/observability/settings";
import { traceAddons } from "../../../components/observability/traces/addons";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { withDefinitions } from "../../../components/platform-addons/select";
import type { RuleFacts } from "../../../components/platform-addons/monitoring/rule";
import type { ObservedService } from "../../../components/observability/slo/service";
import { selection, surroundings } from "../platform-addons/builders";

const production = { prometheusReplicas: 2, alertmanagerReplicas: 3, lokiReplicas: 3, collectorReplicas: 2 };

export const observabilityOf = (raw: Record<string, unknown>) => observabilitySettings(production).parse(raw);

/** The monitoring stack of a stack that says `raw` about it, beside the add-ons that it names. */
export function resolvedStack(raw: Record<string, unknown> = {}, addons: Record<string, unknown> = {}) {
  const settings = observabilityOf(raw);
  const own = [observabilityAddon(settings), ...logAddons(settings.logs, []), ...traceAddons(settings.traces)];
  return resolveAddons(withDefinitions([...selection(addons), ...own]), surroundings());
}

/** Facts of a stack that has everything. */
export function ruleFactsOf(deviation: Partial<RuleFacts> = {}): RuleFacts {
  return {
    on: () => true,
    runbooks: "docs/runbooks",
    platformNamespaces: ["cert-manager", "kube-system", "monitoring"],
    costCeilingUsd: 1800,
    ...deviation,
  };
}

/** A service with the objectives of the video creator's API (VC-97, VC-101). */
export function aService(deviation: Partial<ObservedService> = {}): ObservedService {
  return {
    name: "api",
    namespace: "production",
    team: "payments",
    requests: { histogram: "http_server_request_duration_seconds", statusLabel: "http_response_status_code" },
    slo: { availability: 99.9, latency: { p99: "200ms" } },
    ...deviation,
  };
}
