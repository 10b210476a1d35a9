import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { build, cache, hasGo, modules, pinned, type Program as Source } from "./go";

/** A Go module that programs are built from. */
export interface Module {
  /** Path of the module whose version names the folder of the cache. */
  path: string;
  /** That folder, without the version. */
  cached: string;
  /** Folder with our go.mod, for a minor of Kubernetes. */
  folder: (minor: string) => string;
  /** Flags of the linker for a version, which tell the programs their version. */
  flags?: (version: string) => string;
}

/** A program and the module that it is built from. */
export interface Program extends Source {
  module: Module;
}

const kubernetes: Module = {
  path: "k8s.io/kubernetes",
  cached: "kube",
  folder: (minor) => `kubernetes-${minor}`,
  flags: versionFlags,
};
const kwok: Module = { path: "sigs.k8s.io/kwok", cached: "kwok", folder: () => "kwok" };
const karpenter: Module = { path: "sigs.k8s.io/karpenter", cached: "karpenter", folder: () => "karpenter" };

const cyclonus: Module = { path: "github.com/mattfenwick/cyclonus", cached: "cyclonus", folder: () => "cyclonus" };

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
  const programs = Object.entries(core).map(([name, program]) => ({ name: name as Name, ...program }));
  const found = programs.map(({ name }) => installed(name, minor));
  const others = programs.filter((_, index) => found[index] === undefined);
  const built = await cached(others, minor, controlPlane, progress);
  return Object.fromEntries(programs.map(({ name }, index) => [name, found[index] ?? built.get(name)])) as Binaries;
}

/** Karpenter with its provider on KWOK, which makes KWOK nodes instead of EC2 instances; built once into the cache. */
export async function karpenterBinary(progress: Progress): Promise<string> {
  const name = "karpenter-kwok";
  const built = await cached(
    [{ name, tool: "sigs.k8s.io/karpenter/kwok", module: karpenter }],
    "",
    controlPlane,
    progress,
  );
  return built.get(name) ?? "";
}

/** Cyclonus, which judges network policies and which policy-assistant of the Kubernetes SIG came from; built once into the cache. */
export async function cyclonusBinary(progress: Progress): Promise<string> {
  const name = "cyclonus";
  const built = await cached(
    [{ name, tool: "github.com/mattfenwick/cyclonus/cmd/cyclonus", module: cyclonus }],
    "",
    controlPlane,
    progress,
  );
  return built.get(name) ?? "";
}

/** What can't run without programs, what else brings them, and how long their build takes. */
export interface Purpose {
  what: string;
  otherwise: string;
  takes: string;
}

const controlPlane: Purpose = {
  what: "control plane",
  otherwise:
    ", or put it on the PATH or into the folder of KUBEBUILDER_ASSETS (setup-envtest brings etcd and kube-apiserver, the " +
    "releases of Kubernetes and of KWOK the others)",
  takes: "5 to 13 minutes in all",
};

/**
 * Path of each program in the user's cache, where those that are not there yet are built.
 *
 * @throws Unavailable when something has to be built and there is no Go.
 */
export async function cached(
  programs: Program[],
  minor: string,
  { what, otherwise, takes }: Purpose,
  progress: Progress,
): Promise<Map<string, string>> {
  const paths = new Map(programs.map((one) => [one.name, join(directoryOf(one.module, minor), one.name)]));
  const missing = programs.filter(({ name }) => !executable(paths.get(name) ?? ""));
  if (missing.length && !hasGo()) {
    throw new Unavailable(
      `No ${what}, for there is no ${missing.map(({ name }) => name).join(", ")}: install Go 1.26, which builds what is ` +
        `missing once${otherwise}.`,
    );
  }
  for (const module of new Set(missing.map((one) => one.module))) {
    const together = missing.filter((one) => one.module === module);
    progress(`building ${together.map(({ name }) => name).join(", ")} from Go modules: once, ${takes}`);
    const flags = module.flags?.(versionOf(module, minor)) ?? "";
    await build(module.folder(minor), together, directoryOf(module, minor), flags);
  }
  return paths;
}

/** Folder of the cache for the programs of a module. */
export function directoryOf(module: Module, minor: string): string {
  return join(cache, `${module.cached}-${versionOf(module, minor)}`);
}

/** Version that our go.mod pins, without the `v`. */
function versionOf(module: Module, minor: string): string {
  const folder = module.folder(minor);
  if (!existsSync(resolve(modules, folder, "go.mod"))) {
    throw new Unavailable(
      `No control plane of Kubernetes ${minor} is pinned (there is ${pinnedMinors().join(", ")}): ` +
        `add tests/cluster/modules/${folder}, or set KUBEBUILDER_ASSETS to a folder that holds one.`,
    );
  }
  return pinned(folder, module.path).slice(1);
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
