import { ofMonitoring } from "../../../../components/platform-addons/installer";
import { Observability } from "../../../../components/observability/observability";
import { PlatformAddons } from "../../../../components/platform-addons/platform-addons";
import { resolveAddons, type ResolvedAddon } from "../../../../components/platform-addons/resolve";
import type { IdentityMode } from "../../../../components/identity/workload-identity";
import { addonSet } from "../../../../stacks/resolve/addon-set";
import { platformContext } from "../../../support/builders";
import { recorded } from "../../../support/record";
import { addonsOf, surroundings } from "../../platform-addons/builders";
import { observabilityOf } from "../builders";
import { stackName } from "../../../../components/platform-addons/catalog/kube-prometheus-stack/address";

/** Everything that a stack with these settings of `observability` installs; its one application namespace is `shop`. */
export function resolvedOf(
  raw: Record<string, unknown>,
  addons: Record<string, unknown> = {},
  identity?: IdentityMode,
): ResolvedAddon[] {
  const set = addonSet({ addons: addonsOf(addons), observability: observabilityOf(raw), namespaces: { shop: {} } });
  return resolveAddons(set, { ...surroundings(), ...(identity ? { identity } : {}) });
}

/** One add-on of it, with its values as loose data. */
export function addonIn(name: string, raw: Record<string, unknown>, addons: Record<string, unknown> = {}) {
  const found = resolvedOf(raw, addons).find(({ addon }) => addon.name === name);
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

/** Names of the add-ons of observability that such a stack has, beside the monitoring stack. */
export function addonNames(raw: Record<string, unknown>): string[] {
  return resolvedOf(raw)
    .filter((one) => ofMonitoring(one) && one.addon.name !== stackName)
    .map(({ addon }) => addon.name);
}

/** The program of such a stack. */
export function built(raw: Record<string, unknown>, addons: Record<string, unknown> = {}) {
  const context = platformContext();
  const resolved = resolvedOf(raw, addons);
  const settings = observabilityOf(raw);
  return recorded(() => {
    const platform = new PlatformAddons("addons", { namespaces: () => [], context, addons: resolved });
    const args = { namespaces: () => [], context, addons: resolved, settings, stack: { services: [] } };
    new Observability("observability", args, { dependsOn: [platform] });
  });
}
