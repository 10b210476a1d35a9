import type { NamespaceSpec } from "../namespaces/spec";
import type { PodSecurityLevel } from "../shared/refs";
import { podSecurityLevels } from "./addon";
import { namespacesOf, type SelectedAddon } from "./resolve";

/** A namespace that add-ons need, with the Pod Security level that admits all of them. */
export interface PlatformNamespace {
  name: string;
  podSecurity: PodSecurityLevel;
  /** Why the level isn't `restricted`, naming who asks for it; undefined where it is. */
  reason: string | undefined;
  /** Add-ons with pods in it. */
  addons: string[];
}

/**
 * Namespaces of a set of add-ons, by name. One that several share enforces the least strict of their levels, and says
 * which add-on is to blame, so that it can be moved elsewhere.
 */
export function platformNamespaces(selected: SelectedAddon[]): PlatformNamespace[] {
  const wanted = namespacesOf(selected);
  const names = [...new Set(wanted.map(({ namespace }) => namespace.name))].sort();
  return names.map((name) => {
    const here = wanted.filter(({ namespace }) => namespace.name === name);
    const podSecurity = leastStrict(here.map(({ namespace }) => namespace.podSecurity));
    const blame = here.filter(({ namespace }) => namespace.podSecurity === podSecurity);
    return {
      name,
      podSecurity,
      reason:
        podSecurity === "restricted"
          ? undefined
          : blame.map(({ addon, namespace }) => `${addon}: ${namespace.reason ?? "needs it"}`).join("; "),
      addons: [...new Set(here.map(({ addon }) => addon))].sort(),
    };
  });
}

/** Users of the API that make pods from templates that were judged already, as the API server knows them. */
export function podMakers(selected: SelectedAddon[]): string[] {
  return selected
    .flatMap(({ addon, settings }) =>
      (addon.makesPods ?? []).map((account) => `system:serviceaccount:${settings.namespace}:${account}`),
    )
    .sort();
}

/** The same namespaces in the form that the component `Namespaces` makes them from. */
export function platformNamespaceSpecs(selected: SelectedAddon[]): NamespaceSpec[] {
  return platformNamespaces(selected).map(({ name, podSecurity, reason }) => ({
    name,
    kind: "platform",
    configPath: "addons",
    podSecurity,
    ...(reason === undefined ? {} : { reason }),
  }));
}

/** A sentence for each namespace where one add-on lowers the level of others; the preview prints them. */
export function loweredLevels(selected: SelectedAddon[]): string[] {
  const wanted = namespacesOf(selected);
  return platformNamespaces(selected).flatMap(({ name, podSecurity, reason }) => {
    const stricter = wanted.filter(
      ({ namespace }) => namespace.name === name && rank(namespace.podSecurity) < rank(podSecurity),
    );
    if (!stricter.length) return [];
    const others = stricter.map(({ addon }) => addon).join(", ");
    return [
      `Namespace ${name} enforces ${podSecurity} (${reason}), less than ${others} could have in a namespace of its own.`,
    ];
  });
}

function leastStrict(levels: PodSecurityLevel[]): PodSecurityLevel {
  return levels.reduce((least, level) => (rank(level) > rank(least) ? level : least), "restricted");
}

const rank = (level: PodSecurityLevel) => podSecurityLevels.indexOf(level);
