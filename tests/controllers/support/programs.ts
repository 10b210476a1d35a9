import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Unavailable } from "../../cluster/support/binaries";
import { build, cache, download, hasGo, pinned } from "../../cluster/support/go";

/** A program of somebody else's, built from a Go module. */
export interface Program {
  /** Folder below `modules`, and of the cache. */
  folder: string;
  /** Module whose version is the program's. */
  module: string;
  /** Package of its main. */
  main: string;
  /** Name of the file. */
  file: string;
  /** Where the main is ours: its source, from the folder. */
  source?: string;
}

/** Every program that runs here, at the version of the image that a stack runs. */
export const programs = {
  "cert-manager": {
    folder: "cert-manager",
    module: "github.com/cert-manager/cert-manager",
    main: "github.com/cert-manager/cert-manager/cert-manager-controller",
    source: "main.go",
    file: "cert-manager-controller",
  },
  "argo-rollouts": {
    folder: "argo-rollouts",
    module: "github.com/argoproj/argo-rollouts",
    main: "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
    file: "rollouts-controller", // the name by which the API server knows it as a field manager
  },
  "gateway-api-plugin": {
    folder: "argo-rollouts",
    module: "github.com/argoproj/argo-rollouts",
    main: "platform.invalid/tests/controllers/argo-rollouts/plugin",
    source: "plugin/main.go",
    file: "gateway-api-plugin",
  },
  keda: {
    folder: "keda",
    module: "github.com/kedacore/keda/v2",
    main: "github.com/kedacore/keda/v2/cmd/operator",
    file: "keda", // as in its image, and so as a field manager
  },
  "kube-state-metrics": {
    folder: "kube-state-metrics",
    module: "k8s.io/kube-state-metrics/v2",
    main: "k8s.io/kube-state-metrics/v2",
    file: "kube-state-metrics",
  },
  pebble: {
    folder: "pebble",
    module: "github.com/letsencrypt/pebble/v2",
    main: "github.com/letsencrypt/pebble/v2/cmd/pebble",
    file: "pebble",
  },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

const modules = join(__dirname, "..", "modules");

/** Version of a program, without the `v`. */
export function versionOf(name: ProgramName): string {
  const { folder, module } = programs[name];
  return pinned(join(modules, folder), module).slice(1);
}

/** Folder with the files of a program's module. */
export function sourceOf(name: ProgramName): string {
  const { folder, module } = programs[name];
  return download(join(modules, folder), module);
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 12);
}

/**
 * Path of a program in the user's cache, where it is built once.
 *
 * @throws Unavailable when it has to be built and there is no Go.
 */
export async function programOf(name: ProgramName, progress: (step: string) => void): Promise<string> {
  const { folder, main, file, source }: Program = programs[name];
  const own = source === undefined ? "" : `-${hashOf(join(modules, folder, source))}`;
  const directory = join(cache, `${folder}-${versionOf(name)}${own}`);
  const path = join(directory, file);
  if (existsSync(path)) return path;
  if (!hasGo()) throw new Unavailable(`There is no ${file}: install Go 1.26, which builds it once from its module.`);
  progress(`building ${file} ${versionOf(name)} from its Go module: once, some minutes`);
  await build(join(modules, folder), [{ name: file, tool: main }], directory, "");
  return path;
}
