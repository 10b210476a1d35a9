import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A pod with the verdict of the API server's own code: the checks that refuse it, by level. */
export interface PsaCase {
  /** `restricted/v1.36/fail/hostports0` of the Kubernetes project's fixtures; a number for a generated pod. */
  name: string;
  fixture: boolean;
  pod: { metadata?: Record<string, unknown>; spec: Record<string, unknown> };
  failed: Record<"baseline" | "restricted", string[]>;
}

const source = join(__dirname, "..", "psa");
const module = "k8s.io/pod-security-admission";

/** Version of the module, from go.mod: it carries the fixtures and the checks of all minor versions up to its own. */
export const psaVersion = new RegExp(`${module} (v\\S+)`).exec(readFileSync(join(source, "go.mod"), "utf8"))?.[1] ?? "";

/** Why there are no cases on this machine. */
export class NoGo extends Error {
  constructor(why: string) {
    super(
      `Pod Security was not compared with ${module} ${psaVersion}: install Go 1.26 or newer (https://go.dev/dl); ${why}.`,
    );
  }
}

/**
 * Fixtures and `count` generated pods, judged at `version` (`v1.36`). The program is built once, into the user's cache,
 * and its output is kept there too: it depends on nothing but its sources and these arguments.
 *
 * @throws NoGo when there is neither Go nor an earlier run's output.
 */
export function psaCases(version: string, seed: number, count: number): PsaCase[] {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "eks-platform", `psa-${psaVersion}`);
  const sources = readdirSync(source).sort();
  const hash = createHash("sha256");
  sources.forEach((file) => hash.update(file).update(readFileSync(join(source, file))));
  const of = hash.digest("hex").slice(0, 16);
  const output = join(cache, `${of}-${version}-${seed}-${count}.jsonl`);
  if (!existsSync(output)) {
    mkdirSync(cache, { recursive: true });
    const program = join(cache, `psa-${of}`);
    if (!existsSync(program)) {
      go("build", "-o", program, ".");
    }
    const directory = go("list", "-m", "-f", "{{.Dir}}", module).trim();
    const args = [directory, version, String(seed), String(count)];
    const lines = execFileSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    // Under its name only when it is whole: another run may be reading.
    writeFileSync(`${output}.${process.pid}`, lines);
    renameSync(`${output}.${process.pid}`, output);
  }
  const lines = readFileSync(output, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as PsaCase);
}

/** The tests build nothing for other machines and run beside others: low priority. */
function go(...args: string[]): string {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
  } catch {
    throw new NoGo("there is no go on the PATH");
  }
  return execFileSync("nice", ["-n", "10", "go", ...args], { cwd: source, encoding: "utf8" });
}
