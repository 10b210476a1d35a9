import { waves, type Wave } from "../../components/platform-addons/addon";
import { catalog } from "../../components/platform-addons/registry";
import type { RecordedResource } from "../../preview/recorded";

/** Layers of `stacks/layers`, in the order in which they are built; what the recovery of data needs stands last. */
export const layers = ["Cluster and nodes", "Shared services", "Data", "Applications", "Recovery and cost"] as const;

export type Layer = (typeof layers)[number];

/** Layer by the class of the component, which is the last part of its type. */
const layerByClass: Record<string, Layer> = {
  Network: "Cluster and nodes",
  Cluster: "Cluster and nodes",
  ManagedAddons: "Cluster and nodes",
  NodePools: "Cluster and nodes",
  Storage: "Cluster and nodes",
  Namespaces: "Shared services",
  Admission: "Shared services",
  PlatformRoles: "Shared services",
  ImageRepositories: "Shared services",
  PlatformAddons: "Shared services",
  Gateways: "Shared services",
  Observability: "Shared services",
  Copies: "Shared services",
  Consoles: "Shared services",
  AccessLogs: "Data",
  EncryptionKey: "Data",
  SharedFileSystem: "Data",
  Databases: "Data",
  Caches: "Data",
  Queues: "Data",
  Buckets: "Data",
  Secrets: "Data",
  AppService: "Applications",
  Budget: "Recovery and cost",
  Backups: "Recovery and cost",
  Replication: "Recovery and cost",
  Failover: "Recovery and cost",
};

/** @throws Error for a class that is new: the picture would not know where to draw it. */
export function layerOf(component: RecordedResource): Layer {
  const name = classOf(component);
  const layer = layerByClass[name];
  if (layer === undefined) throw new Error(`tools/architecture/parts.ts has no layer for the component ${name}`);
  return layer;
}

function classOf({ type }: RecordedResource): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** Which box a resource is drawn in, by its ancestors from the one below the stack down to itself. */
export function partOf(path: RecordedResource[]): { id: string; title: string } {
  const [component, child] = path;
  if (!component) throw new Error("a resource without a component");
  const name = classOf(component);
  if (name === "AppService") return { id: "services", title: "AppService" };
  if (name === "PlatformAddons") return child ? addonPart(child) : definitions;
  return { id: component.name, title: name };
}

const definitions = { id: "addons-definitions", title: "PlatformAddons: definitions" };

const waveTitles: Record<Wave, string> = {
  [waves.certificates]: "PlatformAddons 1: certificates",
  [waves.controllers]: "PlatformAddons 2: controllers",
  [waves.services]: "PlatformAddons 3: all others",
  [waves.observability]: "PlatformAddons 4: monitoring",
};

/** Add-ons are drawn by their place in the order: definitions, then wave by wave, each with what it has in AWS. */
function addonPart(child: RecordedResource): { id: string; title: string } {
  const addon = addonOf(child);
  if (child.type.endsWith(":ConfigGroup") || addon?.name.endsWith("-crds")) return definitions;
  if (addon) return { id: `addons-${addon.wave}`, title: waveTitles[addon.wave] };
  return { id: child.name, title: `PlatformAddons: ${classOf(child)}` };
}

/** The add-on that a child is named after: the one with the longest name that its own begins, or else ends, with. */
function addonOf({ name }: RecordedResource) {
  const addons = Object.values(catalog).sort((a, b) => b.name.length - a.name.length);
  return (
    addons.find((one) => `${name}-`.startsWith(`addons-${one.name}-`)) ??
    addons.find((one) => name.endsWith(`-${one.name}`))
  );
}
