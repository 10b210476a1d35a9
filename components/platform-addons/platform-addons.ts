import type * as pulumi from "@pulumi/pulumi";
import { type ComponentFacts, PlatformComponent } from "../shared/component";
import { ArgoDelivery } from "./catalog/argo-cd/argo-delivery";
import { crdsFacts, installCrds, remoteFacts } from "./install";
import { factsOfCharts, installAddons, type InstallerArgs, ofMonitoring } from "./installer";
import { argoCdName, namespaceNamesOf, type ResolvedAddon } from "./resolve";
import type { PlatformAddonsTransform } from "./transform";

export interface PlatformAddonsArgs extends InstallerArgs {
  /** Every add-on of the stack, in order: made by `resolveAddons`. Those of the last wave are left to `Observability`. */
  addons: ResolvedAddon[];
  /** For Argo CD, where it delivers something: what only a deployment knows, and where applications may go. */
  argocd?: { clusterFacts: Record<string, pulumi.Input<string>>; applicationNamespaces: string[] };
  transform?: PlatformAddonsTransform;
}

/**
 * The shared services of the platform, each from its one description, in the order of waves and needs.
 *
 * Options: `dependsOn` what must be there before the first of them: nodes, the cluster's own add-ons.
 *
 * First come the definitions of every add-on, also of those of the last wave; they stay when an add-on goes. Then the
 * add-ons of the waves before, by `installAddons`. No cost of its own: pods run on the system pool.
 */
export class PlatformAddons extends PlatformComponent<PlatformAddonsTransform> {
  /** What a custom resource must depend on: every layer of definitions. */
  readonly definitions: pulumi.Resource[];
  /** What must be there for what needs all add-ons: the last of them, which depend on the others. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: PlatformAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "PlatformAddons", name, opts, args.transform, factsOf(name, args));
    this.definitions = this.createDefinitions(args);
    const here = args.addons.filter((one) => !ofMonitoring(one));
    const owner = {
      child: (suffix: string) => this.child(suffix),
      make: this.make,
      opts: (extra?: pulumi.ResourceOptions) => this.opts(extra),
      storeOpts: () => this.storeOpts(),
    };
    const installed = Object.values(installAddons(here, args, owner, () => this.definitions)).flat();
    const delivery = this.createArgoDelivery(args, installed);
    this.ready = [delivery, installed, this.definitions].find(({ length }) => length) ?? [];
    this.registerOutputs({ addons: args.addons.map(({ addon }) => addon.name) });
  }

  private createDefinitions(args: PlatformAddonsArgs): pulumi.Resource[] {
    return args.addons
      .filter(({ addon }) => addon.crds !== undefined)
      .map(({ addon }) => installCrds(this.make, this.child(definitionsName(addon.name)), addon));
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
}

/** What policies judge: charts, and the definitions of every add-on. */
function factsOf(name: string, { addons }: PlatformAddonsArgs): ComponentFacts {
  const charts = factsOfCharts(
    name,
    addons.filter((one) => !ofMonitoring(one)),
  );
  const definitions = remoteFacts(
    addons.map(({ addon }) => [`${name}-${definitionsName(addon.name)}`, crdsFacts(addon)] as const),
  );
  return { remote: { ...definitions.remote, ...charts.remote } };
}

/** Suffix of a layer of definitions: `metrics-crds`, also for an add-on that is called so itself. */
function definitionsName(addon: string): string {
  return addon.endsWith("-crds") ? addon : `${addon}-crds`;
}
