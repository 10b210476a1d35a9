import type { CatalogAddon } from "./addon";
import { definitionsOnly } from "./common-settings";
import type { AddonsSettings } from "./settings";
import { type AddonName, type AnyAddon, catalog } from "./registry";
import type { SelectedAddon } from "./resolve";

/** The add-ons that a stack names in `platform:addons`. */
export function selectedAddons(settings: AddonsSettings): SelectedAddon[] {
  return (Object.keys(catalog) as AddonName[]).flatMap((name) => {
    const chosen = settings[name];
    const addon: AnyAddon = catalog[name];
    return chosen === undefined ? [] : [{ addon, settings: chosen }];
  });
}

/**
 * A set completed with the definitions that it needs: they have nothing to set, so nobody has to name them. Whatever
 * else is missing stays missing, for `addonProblems` to say.
 */
export function withDefinitions(selected: SelectedAddon[]): SelectedAddon[] {
  const present = new Set(selected.map(({ addon }) => addon.name));
  const needed = new Set(selected.flatMap(({ addon }) => addon.needs.map((need) => need.addon)));
  const missing = Object.values<CatalogAddon>(catalog).filter(
    (addon) => addon.chart === undefined && needed.has(addon.name) && !present.has(addon.name),
  );
  return [...selected, ...missing.map((addon) => ({ addon, settings: definitionsOnly.parse({}) }))];
}
