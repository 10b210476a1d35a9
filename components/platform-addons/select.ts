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
