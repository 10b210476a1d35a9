import type { Api, KubeObject } from "./api";
import { Unavailable } from "./binaries";
import { snapshots, type Source, sources, unavailableGroups } from "./definition-sources";
import { definitionsIn } from "./definition-cache";
import { pinned } from "./go";
import type { ChartEntry } from "./stack";
import { each, until } from "./wait";

/** What is known of the definitions that an entry brings. */
export interface Brought {
  definitions: KubeObject[];
  /** API groups that stay without definitions, and why. */
  missing: Record<string, string>;
}

/** Why no definition of the object's kind could be had, or undefined. */
export function unavailable(
  { apiVersion }: KubeObject,
  missing: Record<string, string> = unavailableGroups,
): string | undefined {
  return missing[apiVersion.split("/")[0] ?? ""];
}

/**
 * The definitions that a chart or a bundle of the program brings; undefined when it isn't known to bring any.
 *
 * @throws Error when the stack installs another version than the go.mod of the definitions pins.
 */
export function definitionsOf(entry: ChartEntry): Brought | undefined {
  const all = sources.flatMap((source) => {
    const wanted = source.version(entry);
    return wanted === undefined ? [] : [brought(source, wanted, entry.name)];
  });
  if (!all.length) return undefined;
  const missing = all.map((one) => Object.entries(one.missing)).flat();
  return { definitions: all.flatMap((one) => one.definitions), missing: Object.fromEntries(missing) };
}

/** The kinds of volume snapshots, which an EKS add-on brings. */
export function snapshotDefinitions(minor: string): Brought {
  return brought(snapshots, snapshots.versions(minor) ?? "nothing", "the EKS add-on snapshot-controller");
}

function brought(source: Omit<Source, "version">, wanted: string, name: string): Brought {
  const { module, folder, files = /\.yaml$/, groups } = source;
  const version = pinned("definitions", module);
  if (version !== wanted) {
    throw new Error(
      `${name} installs ${wanted}, tests/cluster/modules/definitions/go.mod pins ${version} of ${module}: ` +
        `go mod edit -require ${module}@${wanted} && go mod download ${module}@${wanted}`,
    );
  }
  try {
    return { definitions: definitionsIn("definitions", module, folder, files), missing: {} };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { definitions: [], missing: Object.fromEntries(groups.map((group) => [group, error.message])) };
  }
}

/**
 * A definition as it is stored here: without its descriptions, which judge nothing and are most of its size, and
 * without the conversion by a webhook, for no pod would answer.
 */
function lean({ spec, ...definition }: KubeObject): KubeObject {
  const { conversion, versions, ...rest } = spec as { conversion?: { strategy: string }; versions: KubeObject[] };
  const kept = conversion?.strategy === "Webhook" ? { conversion: { strategy: "None" } } : { conversion };
  const schemas = versions.map(({ schema, ...version }) => ({ ...version, schema: undescribed(schema) }));
  return { ...definition, spec: { ...rest, ...kept, versions: schemas } } as KubeObject;
}

/** A field that is called `description` has a schema, the description of a schema is a text. */
function undescribed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(undescribed);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.entries(schema).filter(([key, part]) => key !== "description" || typeof part !== "string");
  return Object.fromEntries(parts.map(([key, part]) => [key, undescribed(part)]));
}

/** Applies definitions and waits until the server serves their kinds. */
export async function define(api: Api, definitions: KubeObject[]): Promise<void> {
  const isKind = ({ kind }: KubeObject) => kind === "CustomResourceDefinition";
  const kinds = definitions.filter(isKind);
  await each(kinds, (one) => api.apply(lean(one)));
  for (const one of definitions.filter((other) => !isKind(other))) await api.apply(one);
  const asked = kinds.flatMap(({ spec }) =>
    spec.versions
      .filter(({ served }: any) => served)
      .map(({ name }: any) => ({ apiVersion: `${String(spec.group)}/${String(name)}`, kind: String(spec.names.kind) })),
  ) as { apiVersion: string; kind: string }[];
  await until("custom kinds are served", 30, async () => {
    const known = await Promise.all(asked.map((kind) => api.knows(kind)));
    return asked.filter((_, index) => !known[index]).map(({ apiVersion, kind }) => `${kind} of ${apiVersion}`);
  });
}
