import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Api, KubeObject } from "./api";
import { Unavailable } from "./binaries";
import { snapshots, type Source, sources, unavailableGroups } from "./definition-sources";
import { cache, download, hasGo, pinned } from "./go";
import type { ChartEntry } from "./stack";
import { until } from "./wait";

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
 * The definitions in a folder of a module that a go.mod of ours pins. The files are copied into the user's cache, so
 * that the module is downloaded once and Go isn't needed again.
 *
 * @param pins folder with that go.mod.
 * @throws Unavailable when they have to be downloaded and there is no Go.
 */
export function definitionsIn(pins: string, module: string, folder: string, files: RegExp): KubeObject[] {
  const there = join(cache, "definitions", `${module.replaceAll("/", "_")}-${pinned(pins, module)}`, folder);
  if (!existsSync(there)) {
    if (!hasGo()) throw new Unavailable(`install Go 1.26, which downloads the definitions of ${module} once`);
    copyYaml(join(download(pins, module), folder), there);
  }
  return readdirSync(there)
    .filter((file) => files.test(file) && file !== "kustomization.yaml")
    .flatMap((file) => parseAllDocuments(readFileSync(join(there, file), "utf8")))
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}

/** Test files run side by side: a copy appears as a whole, and the first one stays. */
function copyYaml(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = mkdtempSync(join(dirname(to), "unfinished-"));
  for (const file of readdirSync(from).filter((one) => one.endsWith(".yaml"))) {
    writeFileSync(join(unfinished, file), readFileSync(join(from, file)));
  }
  try {
    renameSync(unfinished, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

/** Versions of a kind that a webhook would turn into each other are stored as they come: no pod would answer. */
function unconverted(definition: KubeObject): KubeObject {
  if (definition.spec?.conversion?.strategy !== "Webhook") return definition;
  return { ...definition, spec: { ...definition.spec, conversion: { strategy: "None" } } };
}

/** Applies definitions and waits until the server serves their kinds. */
export async function define(api: Api, definitions: KubeObject[]): Promise<void> {
  const crds = definitions.filter(({ kind }) => kind === "CustomResourceDefinition");
  for (const object of definitions) await api.apply(unconverted(object));
  await until("custom kinds are established", 30, async () => {
    const now = await api.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    const ready = now.filter(({ status }) =>
      status?.conditions?.some((one: any) => one.type === "Established" && one.status === "True"),
    );
    const names = new Set(ready.map(({ metadata }) => metadata.name));
    return crds.map(({ metadata }) => metadata.name).filter((name) => !names.has(name));
  });
}
