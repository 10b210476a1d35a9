import type { ContainerLimits, NamespaceNetwork, NamespaceSpec, ResourceQuantities } from "../namespaces/spec";
import type { PodSecurityLevel } from "../shared/refs";
import { podSecurityLevels } from "./addon";
import { type PodDemand, totalDemand } from "./pods";
import { namespacesOf, type SelectedAddon } from "./resolve";

/** A namespace that add-ons need, with the Pod Security level that admits all of them. */
export interface PlatformNamespace {
  name: string;
  podSecurity: PodSecurityLevel;
  /** Why the level isn't `restricted`, naming who asks for it; undefined where it is. */
  reason: string | undefined;
  /** What in it nobody can make again; undefined where there is nothing. */
  keeps: string | undefined;
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
      keeps: here.flatMap(({ namespace }) => namespace.keeps ?? []).join("; ") || undefined,
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

/** What the bounds of the add-ons' namespaces are made from. */
export interface NamespaceDemand {
  /** Pods of add-ons and of what they make. */
  pods: PodDemand[];
  /** Most nodes that the stack may have. */
  nodes: number;
}

/**
 * The same namespaces in the form that the component `Namespaces` makes them from: with a quota where every add-on of
 * the namespace says its pods, and closed: the network policies of add-ons open what they need.
 */
export function platformNamespaceSpecs(selected: SelectedAddon[], demand: NamespaceDemand): NamespaceSpec[] {
  const addonOf = new Map(selected.map(({ addon }) => [addon.name, addon]));
  return platformNamespaces(selected).map(({ name, podSecurity, reason, keeps, addons }) => {
    const here = addons.flatMap((addon) => addonOf.get(addon) ?? []);
    return {
      name,
      kind: "platform",
      configPath: "addons",
      podSecurity,
      ...(reason === undefined ? {} : { reason }),
      ...(keeps === undefined ? {} : { keeps }),
      ...(here.every(({ pods }) => pods) ? { quota: quotaOf(name, demand) } : {}),
      limitRange: containerRequests,
      network: closed,
    };
  });
}

/**
 * Twice what the pods ask for, because an update has the old and the new at once, and room for what add-ons start for
 * a while: jobs of charts, and their tests. A mistake, or a controller gone wild, stops there.
 */
function quotaOf(namespace: string, { pods, nodes }: NamespaceDemand): ResourceQuantities {
  const total = totalDemand(
    pods.filter((one) => one.namespace === namespace),
    nodes,
  );
  return {
    "requests.cpu": String(Math.ceil((2 * total.cpuMillis) / 1000) + 1),
    "requests.memory": `${Math.ceil((2 * total.memoryMiB) / 1024) + 2}Gi`,
    pods: String(2 * total.pods + 10),
  };
}

/** Beside a quota what says no requests would be refused. No limits: one below a container's request refuses it, too. */
const containerRequests: ContainerLimits = { default: {}, defaultRequest: { cpu: "10m", memory: "32Mi" } };

/** Everything is denied but names, AWS credentials and HTTPS, with the API server; an add-on's policies add to it. */
const closed: NamespaceNetwork = {
  egress: "none",
  sameNamespace: "deny",
  scrapePorts: [],
  ingressFrom: {},
  egressTo: { https: { cidr: "0.0.0.0/0", ports: [443], protocol: "TCP" } },
};

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
