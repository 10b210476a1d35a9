import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { build, cache, hasGo, modules, pinned } from "./go";

/** A Go module that programs are built from. */
interface Module {
  /** Path of the module whose version names the folder of the cache. */
  path: string;
  /** That folder, without the version. */
  cached: string;
  /** Folder with our go.mod, for a minor of Kubernetes. */
  folder: (minor: string) => string;
}

const kubernetes: Module = { path: "k8s.io/kubernetes", cached: "kube", folder: (minor) => `kubernetes-${minor}` };
const kwok: Module = { path: "sigs.k8s.io/kwok", cached: "kwok", folder: () => "kwok" };
const karpenter: Module = { path: "sigs.k8s.io/karpenter", cached: "karpenter", folder: () => "karpenter" };

/** The programs of a control plane: the package of each, and the module of ours that pins it. */
const core = {
  etcd: { tool: "go.etcd.io/etcd/server/v3", module: kubernetes },
  "kube-apiserver": { tool: "k8s.io/kubernetes/cmd/kube-apiserver", module: kubernetes },
  "kube-controller-manager": { tool: "k8s.io/kubernetes/cmd/kube-controller-manager", module: kubernetes },
  "kube-scheduler": { tool: "k8s.io/kubernetes/cmd/kube-scheduler", module: kubernetes },
  kwok: { tool: "sigs.k8s.io/kwok/cmd/kwok", module: kwok },
} as const;

type Name = keyof typeof core;

/** Path of every program of a control plane. */
export type Binaries = Record<Name, string>;

type Progress = (step: string) => void;

/** Why there is no control plane: one sentence that says what to install. */
export class Unavailable extends Error {}

/** Kubernetes minors that this repository has pins for. */
export function pinnedMinors(): string[] {
  return readdirSync(modules).flatMap((name) => (name.startsWith("kubernetes-") ? [name.slice(11)] : []));
}

/**
 * Every program of the control plane for a Kubernetes minor: from `KUBEBUILDER_ASSETS` (the convention of
 * `setup-envtest`), else from the PATH, else from the user's cache, into which it is built once from its Go module.
 *
 * Programs of Kubernetes that are found must be of the minor asked for; others are passed over.
 *
 * @throws Unavailable when something has to be built and there is no Go, or no pin for the minor.
 */
export async function binariesFor(minor: string, progress: Progress): Promise<Binaries> {
  const names = Object.keys(core) as Name[];
  const found = new Map(names.map((name) => [name, installed(name, minor)]));
  for (const module of [kubernetes, kwok]) {
    const missing = names.filter((name) => core[name].module === module && found.get(name) === undefined);
    if (missing.length === 0) continue;
    const programs = missing.map((name) => ({ name, tool: core[name].tool }));
    const directory = await built(module, minor, programs, progress);
    for (const name of missing) found.set(name, join(directory, name));
  }
  return Object.fromEntries(found) as Binaries;
}

/** Karpenter with its provider on KWOK, which makes KWOK nodes instead of EC2 instances; built once into the cache. */
export async function karpenterBinary(progress: Progress): Promise<string> {
  const name = "karpenter-kwok";
  return join(await built(karpenter, "", [{ name, tool: "sigs.k8s.io/karpenter/kwok" }], progress), name);
}

/** The folder of the cache that holds the programs, which it builds when they are not there. */
async function built(
  module: Module,
  minor: string,
  programs: { name: string; tool: string }[],
  progress: Progress,
): Promise<string> {
  const names = programs.map(({ name }) => name).join(", ");
  const folder = module.folder(minor);
  if (!existsSync(join(modules, folder, "go.mod"))) {
    throw new Unavailable(
      `No control plane of Kubernetes ${minor} is pinned (there is ${pinnedMinors().join(", ")}): ` +
        `add tests/cluster/modules/${folder}, or set KUBEBUILDER_ASSETS to a folder that holds one.`,
    );
  }
  const version = pinned(folder, module.path).slice(1);
  const directory = join(cache, `${module.cached}-${version}`);
  const missing = programs.filter(({ name }) => !executable(join(directory, name)));
  if (missing.length === 0) return directory;
  if (!hasGo()) {
    throw new Unavailable(
      `No control plane, for there is no ${names}: install Go 1.26, which builds it once, or put it on the PATH or into ` +
        "the folder of KUBEBUILDER_ASSETS (setup-envtest brings etcd and kube-apiserver, the releases of Kubernetes and " +
        "of KWOK the others).",
    );
  }
  progress(`building ${names} from the Go module (once; with what else is missing it takes 5 to 13 minutes)`);
  await build(folder, missing, directory, module === kubernetes ? versionFlags(version) : "");
  return directory;
}

function installed(name: Name, minor: string): string | undefined {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const folders = [...(assets ? [assets] : []), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => executable(path) && fits(name, path, minor));
}

function fits(name: Name, path: string, minor: string): boolean {
  if (!name.startsWith("kube-")) return true;
  return (spawnSync(path, ["--version"], { encoding: "utf8" }).stdout ?? "").includes(`v${minor}.`);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What `/version` and `--version` say (kubernetes v1.36.3, hack/lib/version.sh). */
function versionFlags(version: string): string {
  const [major = "", minor = ""] = version.split(".");
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: "archive" };
  return ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"]
    .flatMap((path) => Object.entries(values).map(([key, value]) => `-X ${path}.${key}=${value}`))
    .join(" ");
}
