import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { placementOn } from "../components/platform-addons/placement";
import { catalog } from "../components/platform-addons/registry";
import { type ResolvedAddon, resolveAddons } from "../components/platform-addons/resolve";
import { selectedAddons } from "../components/platform-addons/select";
import { addonsSettings } from "../components/platform-addons/settings";
import { addonFacts } from "../stacks/resolve/addon-set";
import { parseStack, rawConfig } from "../stacks/config";
import { tiers } from "../stacks/tiers";

/** A date at which the table stays as it is until something real changes. */
const today = "2026-11-21";

/** Settings of add-ons that can't be without some. */
const required: Record<string, object> = {
  "policy-controller": {
    namespaces: ["production"],
    signatures: { own: { signedBy: { type: "keyless", issuer: "https://issuer.example", subject: "pipeline" } } },
  },
};

/** The add-ons that `platform:addons` may name, as a table in Markdown: with their defaults in production. */
export function addonTable(): string {
  const rows = everyAddon().map((resolved) =>
    [resolved.addon.name, chartOf(resolved), resolved.namespace, identityOf(resolved), needsOf(resolved)].join(" | "),
  );
  return ["| Add-on | Chart | Namespace | AWS identity | Needs |", "| --- | --- | --- | --- | --- |"]
    .concat(rows.sort().map((row) => `| ${row} |`))
    .join("\n");
}

/** Every add-on of the catalog, those too that exclude each other: each is resolved beside all others. */
function everyAddon(): ResolvedAddon[] {
  const file = join(__dirname, "..", "Pulumi.production.yaml");
  const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
  const texts = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]);
  const raw = rawConfig(Object.fromEntries(texts) as Record<string, string>);
  const stack = parseStack("production", { ...raw, today }).config;
  const names = Object.keys(catalog).map((name) => [name, required[name] ?? {}]);
  const settings = addonsSettings(tiers.production.addons).parse(Object.fromEntries(names));
  return resolveAddons(selectedAddons(settings), {
    facts: addonFacts(stack.context, stack, {}),
    placement: placementOn(undefined),
  });
}

function chartOf({ addon: { chart, crds } }: ResolvedAddon): string {
  if (chart) return `${chart.chart} ${chart.version}`;
  return crds ? `definitions ${("files" in crds ? crds.files : crds.chart).version}` : "";
}

/** Service accounts that take a role, and what each may use of AWS. */
function identityOf({ identities }: ResolvedAddon): string {
  return identities
    .map(({ serviceAccount, policy }) => {
      const actions = policy.Statement.flatMap(({ Action }) => Action ?? []);
      const services = [...new Set(actions.map((action) => action.split(":")[0] ?? ""))].sort();
      return `${serviceAccount}: ${services.join(", ")}`;
    })
    .join("; ");
}

function needsOf({ addon }: ResolvedAddon): string {
  const needs = addon.needs.map((need) => need.addon).join(", ");
  const excludes = addon.excludes.map((other) => `not ${other.addon}`).join(", ");
  return [needs, excludes].filter(Boolean).join("; ");
}
