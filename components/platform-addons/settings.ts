import { z } from "zod";
import { remedied } from "../shared/problem";
import type { AddonDefaults } from "./common-settings";
import type { CatalogAddon } from "./addon";
import { type AddonName, catalog, retiredAddons } from "./registry";

/**
 * What a stack may say about add-ons: a map from name to settings, `{}` for the defaults. An add-on that is not named
 * is not installed.
 */
export function addonsSettings(defaults: AddonDefaults) {
  const known = { ...installable(defaults), ...retired() };
  return z
    .strictObject(known, { error: ({ code }) => (code === "unrecognized_keys" ? unknownAddon : undefined) })
    .default({});
}

/** What to do about a name that is like none of the catalog. */
const unknownAddon = remedied(
  "is no add-on of the catalog",
  "a name of the table of add-ons in README.md, or remove the line; a chart of your own comes by Argo CD (addons.argo-cd.applications), or as an add-on of the catalog (README.md, Add an add-on)",
);

type Installable = { [Name in AddonName]: z.ZodOptional<ReturnType<(typeof catalog)[Name]["settings"]>> };

function installable(defaults: AddonDefaults): Installable {
  const schemas = Object.entries<CatalogAddon>(catalog).map(([name, addon]) => [
    name,
    addon.settings(defaults).optional().describe(`Installs ${addon.summary}.`),
  ]);
  return Object.fromEntries(schemas) as Installable;
}

/** Names of retired components are known, so that the error can say what succeeds them. */
function retired(): Record<string, z.ZodType<undefined>> {
  return Object.fromEntries(
    Object.entries(retiredAddons).map(([name, { why, successor }]) => [
      name,
      z
        .custom<undefined>((value) => value === undefined, { error: remedied(why, successor) })
        .optional()
        .describe(`Retired: it ${why}. Use ${successor}.`),
    ]),
  );
}

export type AddonsSettings = z.output<ReturnType<typeof addonsSettings>>;
