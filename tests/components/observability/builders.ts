import { observabilityAddon } from "../../../components/observability/metrics/kube-prometheus-stack";
import { observabilitySettings } from "../../../components/observability/settings";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { withDefinitions } from "../../../components/platform-addons/select";
import { selection, surroundings } from "../platform-addons/builders";

const production = { prometheusReplicas: 2, alertmanagerReplicas: 3 };

export const observabilityOf = (raw: Record<string, unknown>) => observabilitySettings(production).parse(raw);

/** The monitoring stack of a stack that says `raw` about it, beside the add-ons that it names. */
export function resolvedStack(raw: Record<string, unknown> = {}, addons: Record<string, unknown> = {}) {
  return resolveAddons(
    withDefinitions([...selection(addons), observabilityAddon(observabilityOf(raw))]),
    surroundings(),
  );
}
