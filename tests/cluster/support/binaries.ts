import { execFileSync, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { homedir, setPriority } from "node:os";
import { basename, delimiter, join } from "node:path";

const modules = join(__dirname, "..", "modules");

/** The programs of a control plane, and the module of ours whose `tool` lines pin each. */
const core = {
  etcd: { tool: "go.etcd.io/etcd/server/v3", module: "kubernetes" },
  "kube-apiserver": { tool: "k8s.io/kubernetes/cmd/kube-apiserver", module: "kubernetes" },
  "kube-controller-manager": { tool: "k8s.io/kubernetes/cmd/kube-controller-manager", module: "kubernetes" },
  "kube-scheduler": { tool: "k8s.io/kubernetes/cmd/kube-scheduler", module: "kubernetes" },
  kwok: { tool: "sigs.k8s.io/kwok/cmd/kwok", module: "kwok" },
} as const;

/** And what only some tests need. Its provider makes KWOK nodes instead of EC2 instances. */
const programs = { ...core, "karpenter-kwok": { tool: "sigs.k8s.io/karpenter/kwok", module: "karpenter" } } as const;

export type ProgramName = keyof typeof programs;

/** Path of every program of a control plane. */
export type Binaries = Record<keyof typeof core, string>;

/** Go module whose version names the folder of the cache. */
const versioned = {
  kubernetes: { path: "k8s.io/kubernetes", folder: "kube" },
  kwok: { path: "sigs.k8s.io/kwok", folder: "kwok" },
  karpenter: { path: "sigs.k8s.io/karpenter", folder: "karpenter" },
} as const;

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
 * @throws Unavailable when something has to be built and there is no Go.
 */
export async function binariesFor(minor: string, progress: (step: string) => void): Promise<Binaries> {
  const found: [string, string][] = [];
  for (const name of Object.keys(core) as (keyof Binaries)[]) {
    found.push([name, installed(name, minor) ?? (await built(name, minor, progress))]);
  }
  return Object.fromEntries(found) as Binaries;
}

/** Karpenter with its provider on KWOK, built once into the user's cache. */
export function karpenterBinary(progress: (step: string) => void): Promise<string> {
  return built("karpenter-kwok", "", progress);
}

/** Folder of the module that pins a program. */
function moduleOf(name: ProgramName, minor: string): string {
  const { module } = programs[name];
  const folder = join(modules, module === "kubernetes" ? `kubernetes-${minor}` : module);
  if (existsSync(join(folder, "go.mod"))) return folder;
  throw new Unavailable(
    `No control plane of Kubernetes ${minor} is pinned (there is ${pinnedMinors().join(", ")}): ` +
      `add tests/cluster/modules/kubernetes-${minor}, or set KUBEBUILDER_ASSETS to a folder that holds one.`,
  );
}

/** Version of a module in the go.mod of a folder, without the `v`. */
function pinned(folder: string, path: string): string {
  const text = readFileSync(join(folder, "go.mod"), "utf8");
  const version = text.split("\n").find((line) => line.trim().replace("require ", "").startsWith(`${path} v`));
  if (version === undefined) throw new Error(`${folder}/go.mod pins no ${path}`);
  return version.trim().split(" v")[1]?.split(" ")[0] ?? "";
}

function installed(name: ProgramName, minor: string): string | undefined {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const folders = [...(assets ? [assets] : []), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => executable(path) && fits(name, path, minor));
}

function fits(name: ProgramName, path: string, minor: string): boolean {
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

async function built(name: ProgramName, minor: string, progress: (step: string) => void): Promise<string> {
  const folder = moduleOf(name, minor);
  const { module } = programs[name];
  const version = pinned(folder, versioned[module].path);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "eks-platform");
  const directory = join(cache, `${versioned[module].folder}-${version}`);
  const path = join(directory, name);
  if (executable(path)) return path;
  requireGo();
  progress(`building ${name} from its Go module (once; all of them take 5 to 13 minutes)`);
  mkdirSync(directory, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const flags = module === "kubernetes" ? versionFlags(version) : "";
  // The tags leave out what Kubernetes' own build leaves out (kubernetes v1.36.3, hack/lib/golang.sh).
  await go(folder, [
    ...["build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-tags", "notest,grpcnotrace"],
    ...["-ldflags", `-s -w ${flags}`, "-o", unfinished, programs[name].tool],
  ]);
  renameSync(unfinished, path);
  return path;
}

/** What `/version` and `--version` say (kubernetes v1.36.3, hack/lib/version.sh). */
function versionFlags(version: string): string {
  const [major = "", minor = ""] = version.split(".");
  const values = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor, gitTreeState: "archive" };
  return ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"]
    .flatMap((path) => Object.entries(values).map(([key, value]) => `-X ${path}.${key}=${value}`))
    .join(" ");
}

function requireGo(): void {
  if (spawnSync("go", ["version"]).status === 0) return;
  throw new Unavailable(
    "No control plane: install Go 1.26, which builds it once, or point KUBEBUILDER_ASSETS at etcd, kube-apiserver, " +
      "kube-controller-manager, kube-scheduler and kwok.",
  );
}

function go(folder: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { cwd: folder, env: { ...process.env, CGO_ENABLED: "0" }, stdio: "inherit" });
    if (child.pid !== undefined) setPriority(child.pid, 10); // a build of minutes must not take the machine
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`go ${args[0] ?? ""} ${args.at(-1) ?? ""} failed in ${basename(folder)}`)),
    );
  });
}

/**
 * Folder of a module's files at the version that a go.mod of ours pins, downloaded through the module proxy when it
 * isn't there yet; go.sum is checked.
 */
export function moduleFolder(folder: string, path: string): string {
  requireGo();
  const text = execFileSync("go", ["mod", "download", "-json", path], { cwd: join(modules, folder), encoding: "utf8" });
  return (JSON.parse(text) as { Dir: string }).Dir;
}

/** Version of a module that a folder of ours pins, with the `v`. */
export function moduleVersion(folder: string, path: string): string {
  return `v${pinned(join(modules, folder), path)}`;
}
