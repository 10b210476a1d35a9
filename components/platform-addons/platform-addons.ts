import type * as pulumi from "@pulumi/pulumi";
import type { IdentityMode } from "../identity/workload-identity";
import { type ComponentFacts, PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { NamespaceResources } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import type { AddonObject } from "./addon";
import { createAwsParts } from "./aws-parts";
import { chartFacts, crdsFacts, installChart, installCrds, remoteFacts } from "./install";
import { ArgoDelivery } from "./catalog/argo-cd/argo-delivery";
import { homeOf, inOrder, installObject, objectName } from "./install-object";
import { argoCdName, namespaceNamesOf, type ResolvedAddon } from "./resolve";

export interface PlatformAddonsArgs {
  context: PlatformContext;
  /** What to install, in order: made by `resolveAddons`. Those of other components are left to them. */
  addons: ResolvedAddon[];
  /** Where add-ons go, each after its own. */
  namespaces: NamespaceResources;
  /** How pods get AWS credentials; the values were made for the same mode. */
  identity?: { mode: IdentityMode; oidcIssuer?: pulumi.Input<string> };
  /** For Argo CD, where it delivers something: what only a deployment knows, and where applications may go. */
  argocd?: { clusterFacts: Record<string, pulumi.Input<string>>; applicationNamespaces: string[] };
  /** Last word on the values of an add-on, by its name. */
  transform?: Partial<Record<string, Transform<Record<string, unknown>>>>;
}

/**
 * The shared services of the platform, each from its one description, in the order of waves and needs.
 *
 * Options: `dependsOn` what must be there before the first of them: nodes, the cluster's own add-ons.
 *
 * First come the definitions of every add-on, also of those that another component installs; they stay when an add-on
 * goes. Then, per add-on, its AWS role, its chart, and its instances, which a destroy takes in reverse. No cost of its own: pods run on the system pool.
 */
export class PlatformAddons extends PlatformComponent {
  /** What a custom resource must depend on: every layer of definitions. */
  readonly definitions: pulumi.Resource[];
  /** What is there once an add-on is, by its name: an object that it serves depends on it. */
  readonly installed: Record<string, pulumi.Resource[]> = {};
  /** What must be there for what needs all add-ons: the last of them, which depend on the others. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: PlatformAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "PlatformAddons", name, opts, undefined, factsOf(name, args));
    this.definitions = this.createDefinitions(args);
    for (const resolved of args.addons) {
      this.installed[resolved.addon.name] = isMine(resolved) ? this.createAddon(resolved, args) : [];
    }
    const installed = Object.values(this.installed).flat();
    const delivery = this.createArgoDelivery(args, installed);
    this.ready = [delivery, installed, this.definitions].find(({ length }) => length) ?? [];
    this.registerOutputs({ addons: args.addons.map(({ addon }) => addon.name) });
  }

  private createDefinitions(args: PlatformAddonsArgs): pulumi.Resource[] {
    return args.addons
      .filter(({ addon }) => addon.crds !== undefined)
      .map(({ addon }) => installCrds(this.child(definitionsName(addon.name)), addon, this.opts()));
  }

  private createAddon(resolved: ResolvedAddon, args: PlatformAddonsArgs): pulumi.Resource[] {
    const { addon } = resolved;
    const parts = createAwsParts(resolved, args, {
      child: (suffix) => this.child(suffix),
      opts: () => this.opts(),
      storeOpts: () => this.storeOpts(),
    });
    const values = transformed(resolved.values, args.transform?.[addon.name]);
    const earlier = resolved.after.flatMap((other) => this.installed[other] ?? []);
    const { traffic: policies, mounted, then } = inOrder(resolved);
    const traffic = this.createObjects(resolved, policies, args, []);
    // A Pod Identity association that comes after the pod is not seen by it: the role first.
    const homes = args.namespaces(...namespaceNamesOf(resolved));
    const before = [...this.definitions, ...homes, ...parts, ...traffic, ...earlier];
    const files = this.createObjects(resolved, mounted, args, before);
    const dependsOn = [...before, ...files];
    const chart = isInstalled(resolved)
      ? [installChart(this.child(addon.name), { ...resolved, values }, this.opts({ dependsOn }))]
      : [];
    // What Argo CD delivers has its objects from the start: their kinds are there, and its waves wait for nobody here.
    const prepared = resolved.deliverer === "argocd" ? [...parts, ...traffic, ...files] : chart;
    return [...prepared, ...this.createObjects(resolved, then, args, [...dependsOn, ...chart])];
  }

  private createArgoDelivery(args: PlatformAddonsArgs, installed: pulumi.Resource[]): pulumi.Resource[] {
    const argoCd = args.addons.find(({ addon }) => addon.name === argoCdName);
    if (!argoCd) return [];
    const { clusterFacts, applicationNamespaces } = args.argocd ?? { clusterFacts: {}, applicationNamespaces: [] };
    // What it delivers is created by nobody here, so it waits for all that is delivered into.
    const homes = args.namespaces(...args.addons.flatMap(namespaceNamesOf), ...applicationNamespaces);
    const delivery = new ArgoDelivery(
      this.child("delivery"),
      { ...args, argoCd, clusterFacts, applicationNamespaces },
      this.opts({ dependsOn: [...this.definitions, ...homes, ...installed] }),
    );
    return [delivery];
  }

  private createObjects(
    { addon }: ResolvedAddon,
    objects: AddonObject[],
    { context, namespaces }: PlatformAddonsArgs,
    dependsOn: pulumi.Resource[],
  ) {
    return objects.map((object) => {
      const home = homeOf(object, namespaces);
      return installObject(
        this.child(`${addon.name}-${objectName(object)}`),
        addon,
        object,
        context,
        this.opts({ dependsOn: [...home, ...dependsOn] }),
      );
    });
  }
}

function isMine({ addon }: ResolvedAddon): boolean {
  return addon.component === "platform-addons";
}

/** Whether the program itself installs the add-on's chart. */
function isInstalled({ addon, deliverer }: ResolvedAddon): boolean {
  return addon.chart !== undefined && deliverer !== "argocd";
}

function factsOf(name: string, { addons }: PlatformAddonsArgs): ComponentFacts {
  const charts = addons.filter((one) => isMine(one) && isInstalled(one));
  return remoteFacts([
    ...addons.map(({ addon }) => [`${name}-${definitionsName(addon.name)}`, crdsFacts(addon)] as const),
    ...charts.map((one) => [`${name}-${one.addon.name}`, chartFacts(one)] as const),
  ]);
}

/** Suffix of a layer of definitions: `metrics-crds`, also for an add-on that is called so itself. */
function definitionsName(addon: string): string {
  return addon.endsWith("-crds") ? addon : `${addon}-crds`;
}
