import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "./api";
import { Unavailable } from "./binaries";
import { cache, download, hasGo, pinned } from "./go";

/**
 * The definitions in a folder of a module that a go.mod of ours pins. They are kept in the user's cache, so that the
 * module is downloaded once and Go isn't needed again; as JSON, which is read in a hundredth of the time of YAML.
 *
 * @param pins folder with that go.mod.
 * @param files those of the folder that are meant.
 * @throws Unavailable when they have to be downloaded and there is no Go.
 */
export function definitionsIn(pins: string, module: string, folder: string, files: RegExp): KubeObject[] {
  const there = join(cache, "definitions", `${module.replaceAll("/", "_")}-${pinned(pins, module)}`, `${folder}.json`);
  if (!existsSync(there)) {
    if (!hasGo()) throw new Unavailable(`install Go 1.26, which downloads the definitions of ${module} once`);
    keep(objectsIn(join(download(pins, module), folder)), there);
  }
  const byFile = JSON.parse(readFileSync(there, "utf8")) as Record<string, KubeObject[]>;
  return Object.entries(byFile).flatMap(([file, objects]) => (files.test(file) ? objects : []));
}

/** Objects of a folder by the name of their file. */
function objectsIn(folder: string): Record<string, KubeObject[]> {
  const names = readdirSync(folder).filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml");
  return Object.fromEntries(
    names.map((file) => {
      const documents = parseAllDocuments(readFileSync(join(folder, file), "utf8"));
      return [file, documents.flatMap((document) => (document.toJS() as KubeObject | null) ?? [])];
    }),
  );
}

/** Test files run side by side: the file appears as a whole. */
function keep(objects: Record<string, KubeObject[]>, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(objects));
  renameSync(unfinished, path);
}
