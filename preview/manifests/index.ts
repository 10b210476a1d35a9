import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { UserError } from "../cli/user-error";
import type { Plan } from "../plan";
import { inOrder } from "../document";
import { applicationFiles } from "./applications";
import { chartFile, isChart } from "./charts";
import { objectFile, type ManifestFile } from "./objects";

/** Written last and read first: a directory that holds it is one of ours and may be replaced. */
const marker = "order.json";

/**
 * Writes every Kubernetes object to `directory` as YAML, one file each, one file for each chart, and the Applications of
 * an app-of-apps to `argocd-apps/`.
 *
 * `order.json` names the files in the order in which the program registers the objects: each comes after what it
 * depends on. An earlier result in the directory is replaced as a whole.
 *
 * @throws UserError when the directory holds anything else; then nothing is written.
 */
export function writeManifests(plan: Pick<Plan, "resources" | "view">, directory: string): void {
  writeFiles(manifestsOf(plan), directory, "--manifests");
}

// kubectl and Argo CD read YAML 1.1, to which an unquoted `no` is false and a time is none of a text's values.
const yamlOptions = { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;

/** Writes files and their order to a directory that is ours; `flag` is what the user named it by. */
export function writeFiles(given: ManifestFile[], directory: string, flag: string): void {
  const taken = new Set<string>();
  const files = given.map((file) => unique(file, taken));
  clear(directory, flag);
  mkdirSync(directory, { recursive: true });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), stringify(inOrder(content), yamlOptions));
  }
  writeFileSync(join(directory, marker), `${JSON.stringify(orderOf(files), undefined, 2)}\n`);
}

/** Every file, in the order of registration; parents and dependencies come first. */
export function manifestsOf({ resources, view }: Pick<Plan, "resources" | "view">): ManifestFile[] {
  return resources.flatMap((resource) => {
    const inputs = view.inputs(resource);
    const file = isChart(resource.type) ? chartFile(resource, inputs) : objectFile(resource, inputs);
    return file === undefined ? [] : [file, ...applicationFiles(resource, inputs)];
  });
}

/** Two objects of one kind and name, of different API groups, must not overwrite each other. */
function unique(file: ManifestFile, taken: Set<string>): ManifestFile {
  let path = file.path;
  for (let count = 2; taken.has(path); count++) path = file.path.replace(/\.yaml$/, `-${count}.yaml`);
  taken.add(path);
  return { ...file, path };
}

function orderOf(files: ManifestFile[]): string[] {
  return files.map(({ path }) => path);
}

function clear(directory: string, flag: string): void {
  if (!existsSync(directory)) return;
  const there = readdirSync(directory);
  if (there.length === 0) return;
  if (!there.includes(marker)) {
    throw new UserError(
      `${flag} ${directory}: the directory holds something else (${there.slice(0, 3).join(", ")}); ` +
        "name an empty or a new one.",
    );
  }
  const ours = JSON.parse(readFileSync(join(directory, marker), "utf8")) as string[];
  for (const path of ours) rmSync(join(directory, path), { force: true });
  rmSync(join(directory, marker));
  for (const folder of new Set(ours.map(dirname))) {
    const path = join(directory, folder);
    if (existsSync(path) && readdirSync(path).length === 0) rmSync(path, { recursive: true });
  }
}
