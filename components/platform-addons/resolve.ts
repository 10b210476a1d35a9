import type { BucketsSettings } from "../buckets/settings";
import { type IdentityMode, irsaAnnotation, workloadRoleArn } from "../identity/workload-identity";
import type { AddonInput, AddonNamespace, AddonObject, CommonAddonSettings, Deliverer, Delivery } from "./addon";
import type { AddonIdentity, AddonKey, AddonLogGroup, AddonQueue } from "./addon-aws";
import type { AddonFacts } from "./addon-facts";
import type { Placement } from "./placement";
import type { AnyAddon } from "./registry";
import { label } from "../shared/vocabulary";
import { merged } from "./merge";
import { type PodDemand, podDemand } from "./pods";

/** Name of the add-on that may deliver the others. */
export const argoCdName = "argo-cd";

/** An add-on that a stack has, with its settings, defaults filled in. */
export interface SelectedAddon {
  addon: AnyAddon;
  settings: CommonAddonSettings;
}

/** An add-on with everything decided: what is left is to register it. */
export interface ResolvedAddon {
  addon: AnyAddon;
  namespace: string;
  settings: CommonAddonSettings;
  delivery: Delivery;
  deliverer: Deliverer;
  values: Record<string, unknown>;
  identities: AddonIdentity[];
  /** Keys in AWS, which come before its chart. */
  keys: AddonKey[];
  /** Buckets, which come before its chart. */
  buckets: BucketsSettings;
  /** Queues in AWS, which come before its chart. */
  queues: AddonQueue[];
  /** Groups of CloudWatch Logs, which come before its chart. */
  logGroups: AddonLogGroup[];
  /** What its pods ask for. */
  pods: PodDemand[];
  /** Its instances, which come after its chart. */
  objects: AddonObject[];
  /** Names of the add-ons that must be ready first. */
  after: string[];
}

/** Something about the set of add-ons that can't be. */
export interface AddonProblem {
  addon: string;
  why: string;
  set: string;
}

/** What the values of every add-on are made from. */
export interface AddonSurroundings {
  facts: AddonFacts;
  placement: Placement;
  /** How their pods get AWS credentials; Pod Identity needs no annotation. Default: Pod Identity. */
  identity?: IdentityMode;
}

/**
 * Decides everything about a set of add-ons, in the order in which they are installed: by wave, inside a wave what is
 * needed before what needs it, else by name. Pure.
 */
export function resolveAddons(selected: SelectedAddon[], surroundings: AddonSurroundings): ResolvedAddon[] {
  const namespaces = new Map(selected.map(({ addon, settings }) => [addon.name, settings.namespace]));
  const ordered = installOrder(selected);
  const { identity = "pod-identity" } = surroundings;
  return ordered.map(({ addon, settings }) => {
    const input: AddonInput = {
      facts: surroundings.facts,
      placement: surroundings.placement,
      settings,
      namespace: settings.namespace,
      on: (name) => namespaces.has(name),
      namespaceOf: (name) => namespaces.get(name),
      identity,
      serviceAccountAnnotations: (serviceAccount) =>
        identity === "irsa"
          ? irsaAnnotation(workloadRoleArn(surroundings.facts.platform, settings.namespace, serviceAccount))
          : {},
    };
    const delivery = addon.delivery(input);
    const values = merged(merged(ownerLabels(addon, surroundings.facts), addon.values(input)), settings.values);
    return {
      addon,
      namespace: settings.namespace,
      settings,
      delivery,
      deliverer: delivery.notByArgoCd !== undefined ? "pulumi" : delivererOf({ addon, settings }, selected),
      values,
      ...besideTheChart(addon, input),
      pods: podDemand({ addon: addon.name, namespace: settings.namespace }, addon.pods?.(input) ?? [], values),
      after: predecessors(addon, ordered),
    };
  });
}

/** What an add-on has in AWS and in the cluster beside its chart. */
function besideTheChart(addon: AnyAddon, input: AddonInput) {
  const all = <T>(some: readonly T[] | undefined) => [...(some ?? [])];
  return {
    identities: all(addon.identities?.(input)),
    keys: all(addon.keys?.(input)),
    buckets: addon.buckets?.(input) ?? {},
    queues: all(addon.queues?.(input)),
    logGroups: all(addon.logGroups?.(input)),
    objects: all(addon.objects?.(input)),
  };
}

/** Team and cost centre as values of the chart, so that its objects say whose they are. */
function ownerLabels({ labelsAt }: AnyAddon, { platform }: AddonFacts): Record<string, unknown> {
  const labels = { [label.team]: platform.team, [label.costCenter]: platform.costCenter };
  return (labelsAt ?? []).map((path) => valueAt(path.split("."), labels)).reduce(merged, {});
}

function valueAt([key, ...below]: string[], value: Record<string, unknown>): Record<string, unknown> {
  return key === undefined ? value : { [key]: valueAt(below, value) };
}

/** Names of the namespaces that an add-on goes into: its own, and what else it declares. */
export function namespaceNamesOf({ addon, namespace, settings }: ResolvedAddon): string[] {
  return [namespace, ...(addon.namespaces?.(settings) ?? []).map(({ name }) => name)];
}

/** Who installs an add-on: what it says itself, else what Argo CD says; definitions and Argo CD itself by the program. */
export function delivererOf({ addon, settings }: SelectedAddon, selected: SelectedAddon[]): Deliverer {
  if (addon.chart === undefined || addon.name === argoCdName) return "pulumi";
  const argoCd: Record<string, unknown> = { ...selected.find((one) => one.addon.name === argoCdName)?.settings };
  return settings.delivery ?? (argoCd["delivers"] === "all" ? "argocd" : "pulumi");
}

/** What can't be about a set: something needed is missing, or two exclude each other. Empty when all is well. */
export function addonProblems(selected: SelectedAddon[]): AddonProblem[] {
  const names = new Set(selected.map(({ addon }) => addon.name));
  return selected.flatMap(({ addon, settings }) => [
    ...(settings.delivery === "argocd" && !names.has(argoCdName)
      ? [
          {
            addon: addon.name,
            why: "is to be installed by Argo CD, which is not there",
            set: `"${argoCdName}: {}" beside it`,
          },
        ]
      : []),
    ...addon.needs
      .filter((need) => !names.has(need.addon))
      .map((need) => ({
        addon: addon.name,
        why: `needs ${need.addon}, because ${need.why}`,
        set: need.set ?? `"${need.addon}: {}" beside it`,
      })),
    ...addon.excludes
      .filter((other) => names.has(other.addon))
      .map((other) => ({
        addon: addon.name,
        why: `can't be together with ${other.addon}, because ${other.why}`,
        set: `only one of ${addon.name} and ${other.addon}`,
      })),
  ]);
}

/** Namespaces of all pods of a set, each pod's level and who asks for it; those that share one come one after another. */
export function namespacesOf(selected: SelectedAddon[]): { addon: string; namespace: AddonNamespace }[] {
  return selected.flatMap(({ addon, settings }) =>
    (addon.namespaces?.(settings) ?? []).map((namespace) => ({ addon: addon.name, namespace })),
  );
}

function installOrder(selected: SelectedAddon[]): SelectedAddon[] {
  const rest = [...selected].sort(
    (one, other) => one.addon.wave - other.addon.wave || (one.addon.name < other.addon.name ? -1 : 1),
  );
  const done: SelectedAddon[] = [];
  while (rest.length) {
    const waiting = new Set(rest.map(({ addon }) => addon.name));
    const next = rest.findIndex(({ addon }) => !addon.needs.some((need) => waiting.has(need.addon)));
    if (next < 0) throw new Error(`Add-ons that need each other in a circle: ${[...waiting].join(", ")}.`);
    done.push(...rest.splice(next, 1));
  }
  return done;
}

/** Everything of earlier waves, and what it needs: the order that the sync waves of Argo CD give too. */
function predecessors(addon: AnyAddon, ordered: SelectedAddon[]): string[] {
  const needed = new Set(addon.needs.map((need) => need.addon));
  return ordered
    .filter(({ addon: other }) => other.wave < addon.wave || needed.has(other.name))
    .map(({ addon: other }) => other.name);
}
