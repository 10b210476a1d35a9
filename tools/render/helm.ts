import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { homedir, setPriority } from "node:os";
import { join } from "node:path";
import { UserError } from "../../preview/cli/user-error";

/** One release of a chart, as `helm/main.go` takes it. */
export interface Request {
  path: string;
  name: string;
  namespace: string;
  values: Record<string, unknown>;
}

/** What a chart may ask about the cluster. */
export interface Cluster {
  kubeVersion: string;
  /** `group/version` and `group/version/Kind`. */
  apiVersions: string[];
}

/** What a release would make, as `helm/main.go` says it. */
export interface Answer {
  chart: string;
  version: string;
  error?: string;
  documents: string[];
  hooks: { name: string; kind: string; events: string[] }[];
  definitions: string[];
  /** Templates that a second rendering makes differently. */
  differing: string[];
  /** Values that the chart neither has nor reacts to. */
  ignored: string[];
}

const source = join(__dirname, "helm");

/** Renders releases with Helm's own code: built once into the user's cache, and again when its source changes. */
export async function render(releases: Request[], cluster: Cluster, progress: (step: string) => void) {
  if (releases.length === 0) return [];
  const program = await built(progress);
  const text = await run(program, JSON.stringify({ cluster, releases }));
  return JSON.parse(text) as Answer[];
}

async function built(progress: (step: string) => void): Promise<string> {
  const files = readdirSync(source).filter((file) => !file.endsWith("_test.go"));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(source, file)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "eks-platform");
  const path = join(cache, `render-${hash.digest("hex").slice(0, 12)}`, "render");
  if (existsSync(path)) return path;
  if (spawnSync("go", ["version"]).status !== 0) {
    throw new UserError("Charts are rendered by Helm's Go module: install Go 1.26, which builds it once.");
  }
  progress("building Helm from its Go module (once; 1 to 4 minutes)");
  mkdirSync(join(path, ".."), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const flags = ["-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags", "-s -w"];
  await run("go", "", ["build", ...flags, "-o", unfinished, "."], source);
  renameSync(unfinished, path);
  return path;
}

/** Runs a program with a text on its standard input, and returns what it writes. */
function run(program: string, stdin: string, args: string[] = [], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, CGO_ENABLED: "0" } });
    if (child.pid !== undefined) setPriority(child.pid, 10);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (part: Buffer) => out.push(part));
    child.stderr.on("data", (part: Buffer) => err.push(part));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${program} ${args.join(" ")} failed:\n${Buffer.concat(err).toString()}`));
    });
    child.stdin.end(stdin);
  });
}
