import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { RecordedResource } from "../../../preview/recorded";
import { shown } from "../../../tools/shown";
import { root } from "./commands";

/** What the recorded programs say about names that commands use. */
export interface Facts {
  namespaces: Set<string>;
  /** Namespaces of the stack's own services: every workload in them is the program's. */
  applications: Set<string>;
  /** `<namespace>/<kind in lower case>/<name>` of every object. */
  objects: Set<string>;
  /** Kinds, in lower case. */
  kinds: Set<string>;
  /** URNs by stack; the stacks of the platforms are called production, too. */
  urns: Map<string, string[]>;
}

interface Manifest {
  kind?: string;
  metadata?: { name?: string; namespace?: string };
}

/** Namespaces that a cluster has by itself, and those of add-ons that no recorded stack has together. */
const given = ["kube-system", "default"];

/** Reads the stacks that between them have every add-on that the pages speak of. */
export async function factsOfPrograms(): Promise<Facts> {
  const production = await shown("production");
  const standby = await shown("standby");
  const staging = await shown("staging");
  const tbyte = await shown("production", "examples/tbyte/Pulumi.production.yaml");
  const mesh = await shown("production", "examples/media-platform/Pulumi.production.yaml");
  const general = await shown("production", "examples/kubernetes-platform/Pulumi.production.yaml");
  const resources = [production, tbyte, mesh, general].flatMap(({ plan }) => plan.resources);
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(objectOf);
  const named = (kind: string) => objects.filter((one) => one.kind === kind).map((one) => one.name);
  const urnsOf = (all: RecordedResource[]) => all.map(({ urn }) => urn);
  return {
    namespaces: new Set([...named("namespace"), ...given]),
    applications: new Set(Object.keys(production.plan.config.namespaces)),
    objects: new Set(objects.map(({ namespace, kind, name }) => `${namespace}/${kind}/${name}`)),
    kinds: new Set(objects.map(({ kind }) => kind)),
    urns: new Map([
      ["production", urnsOf(resources)],
      ["staging", urnsOf(staging.plan.resources)],
      ["standby", urnsOf(standby.plan.resources)],
    ]),
  };
}

function objectOf({ inputs }: RecordedResource): { kind: string; name: string; namespace: string } {
  const { kind = "", metadata = {} } = inputs as Manifest;
  return { kind: kind.toLowerCase(), name: metadata.name ?? "", namespace: metadata.namespace ?? "" };
}

/** The config of a stack as it stands in its file; undefined without one. */
export function stackFile(stack: string): Record<string, unknown> | undefined {
  return configIn(`Pulumi.${stack}.yaml`);
}

/** The same of one of the five platforms. */
export function platformFile(name: string): Record<string, unknown> {
  return configIn(`examples/${name}/Pulumi.production.yaml`) ?? {};
}

function configIn(file: string): Record<string, unknown> | undefined {
  if (!isThere(file)) return undefined;
  return (parse(readFileSync(join(root, file), "utf8")) as { config: Record<string, unknown> }).config;
}

export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}
