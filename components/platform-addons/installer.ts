import type * as pulumi from "@pulumi/pulumi";
import type { ComponentFacts } from "../shared/component";
import type { NamespaceResources } from "../shared/refs";
import { type AddonObject, waves } from "./addon";
import { type AwsPartsArgs, createAwsParts, type Owner } from "./aws-parts";
import { chartFacts, installChart, remoteFacts } from "./install";
import { homeOf, inOrder, installObject, objectName } from "./install-object";
import { namespaceNamesOf, type ResolvedAddon } from "./resolve";

/** What add-ons are installed with, beside what was decided about each. */
export interface InstallerArgs extends AwsPartsArgs {
  /** Where add-ons go, each after its own. */
  namespaces: NamespaceResources;
}

/** Whether an add-on is of the last wave, which waits for storage and which no gateway waits for. */
export function ofMonitoring({ addon }: Pick<ResolvedAddon, "addon">): boolean {
  return addon.wave === waves.observability;
}

/** Whether the program itself installs the add-on's chart. */
export function isInstalled({ addon, deliverer }: ResolvedAddon): boolean {
  return addon.chart !== undefined && deliverer !== "argocd";
}

/** What policies judge of the charts that a component installs, by their logical names. */
export function factsOfCharts(name: string, addons: ResolvedAddon[]): ComponentFacts {
  return remoteFacts(addons.filter(isInstalled).map((one) => [`${name}-${one.addon.name}`, chartFacts(one)] as const));
}

/**
 * Installs add-ons for the component that owns them, in the order in which they were resolved. Per add-on: its AWS role,
 * its network policies, what its pods mount, its chart, and its instances, which a destroy takes in reverse.
 *
 * @param before what each add-on waits for beside its own, by its name.
 * @returns what is there once an add-on is, by its name: an object that it serves depends on it.
 */
export function installAddons(
  addons: ResolvedAddon[],
  args: InstallerArgs,
  owner: Owner,
  before: (addon: string) => pulumi.Resource[],
): Record<string, pulumi.Resource[]> {
  const installed: Record<string, pulumi.Resource[]> = {};
  for (const one of addons) {
    const earlier = one.after.flatMap((other) => installed[other] ?? []);
    installed[one.addon.name] = installAddon(one, args, owner, [...before(one.addon.name), ...earlier]);
  }
  return installed;
}

function installAddon(
  resolved: ResolvedAddon,
  args: InstallerArgs,
  owner: Owner,
  earlier: pulumi.Resource[],
): pulumi.Resource[] {
  const { addon } = resolved;
  const parts = createAwsParts(resolved, args, owner);
  const { traffic: policies, mounted, then } = inOrder(resolved);
  const traffic = createObjects(resolved, policies, args, owner, []);
  // A Pod Identity association that comes after the pod is not seen by it: the role first.
  const homes = args.namespaces(...namespaceNamesOf(resolved));
  const before = [...homes, ...parts, ...traffic, ...earlier];
  const files = createObjects(resolved, mounted, args, owner, before);
  const dependsOn = [...before, ...files];
  const chart = isInstalled(resolved)
    ? [installChart(owner.make, owner.child(addon.name), resolved, { dependsOn })]
    : [];
  // What Argo CD delivers has its objects from the start: their kinds are there, and its waves wait for nobody here.
  const prepared = resolved.deliverer === "argocd" ? [...parts, ...traffic, ...files] : chart;
  return [...prepared, ...createObjects(resolved, then, args, owner, [...dependsOn, ...chart])];
}

function createObjects(
  { addon }: ResolvedAddon,
  objects: AddonObject[],
  { context, namespaces }: InstallerArgs,
  owner: Owner,
  dependsOn: pulumi.Resource[],
): pulumi.Resource[] {
  return objects.map((object) => {
    const name = owner.child(`${addon.name}-${objectName(object)}`);
    const home = homeOf(object, namespaces);
    return installObject(owner.make, name, addon, object, context, { dependsOn: [...home, ...dependsOn] });
  });
}
