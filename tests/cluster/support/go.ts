import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir, setPriority } from "node:os";
import { basename, join, relative, resolve } from "node:path";

/** Folders with a go.mod of ours each; a folder elsewhere is given by its whole path. */
export const modules = join(__dirname, "..", "modules");

/** What is built and downloaded once: removed by hand, or by emptying the user's cache. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "eks-platform");

export function hasGo(): boolean {
  return spawnSync("go", ["version"]).status === 0;
}

/** Version of a module in the go.mod of a folder, with the `v`. */
export function pinned(folder: string, path: string): string {
  const text = readFileSync(resolve(modules, folder, "go.mod"), "utf8");
  const line = text.split("\n").find((one) => one.trim().replace("require ", "").startsWith(`${path} v`));
  if (line === undefined) throw new Error(`${nameOf(folder)}/go.mod pins no ${path}`);
  return line.trim().replace("require ", "").split(" ")[1] ?? "";
}

/** A program: the file that it becomes, and its main package. */
export interface Program {
  name: string;
  tool: string;
}

/**
 * Builds programs of one module in one run, so that no core waits while another links, and puts them into a folder.
 *
 * @param ldflags beside those that leave debug information out.
 */
export async function build(folder: string, programs: Program[], directory: string, ldflags: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const unfinished = mkdtempSync(join(directory, "unfinished-"));
  try {
    // The tags leave out what Kubernetes' own build leaves out (kubernetes v1.36.3, hack/lib/golang.sh). Debug
    // information is not made at all, which spares a seventh of the compiler's time.
    await go(folder, [
      ...["build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-tags", "notest,grpcnotrace"],
      ...["-gcflags=all=-dwarf=false", "-ldflags", `-s -w ${ldflags}`, "-o", `${unfinished}/`],
      ...programs.map(({ tool }) => tool),
    ]);
    for (const { name, tool } of programs) renameSync(join(unfinished, outputOf(tool)), join(directory, name));
  } finally {
    rmSync(unfinished, { recursive: true });
  }
}

/** Folder of a go.mod of ours as it is written in messages: from the root of the repository. */
function nameOf(folder: string): string {
  return relative(join(__dirname, "..", "..", ".."), resolve(modules, folder));
}

/** `go build` names a program by the last part of its path that is no version. */
function outputOf(tool: string): string {
  return basename(tool.replace(/\/v\d+$/, ""));
}

function go(folder: string, args: string[]): Promise<void> {
  const cwd = resolve(modules, folder);
  return new Promise((done, reject) => {
    const env = { ...process.env, CGO_ENABLED: "0" };
    const child = spawn("go", args, { cwd, env, stdio: "inherit" });
    if (child.pid !== undefined) setPriority(child.pid, 10); // a build of minutes must not take the machine
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? done() : reject(new Error(`go ${args[0] ?? ""} failed in ${nameOf(folder)}`)),
    );
  });
}

/**
 * Folder with a module's files at the version that a go.mod of ours pins, downloaded through the module proxy and
 * checked against our go.sum. The version is named, so that what the modules require of each other changes none.
 */
export function download(folder: string, path: string): string {
  const args = ["mod", "download", "-json", `${path}@${pinned(folder, path)}`];
  const text = execFileSync("go", args, { cwd: resolve(modules, folder), encoding: "utf8" });
  return (JSON.parse(text) as { Dir: string }).Dir;
}
