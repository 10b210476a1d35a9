import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const goMod = readFileSync(join(__dirname, "go.mod"), "utf8");
const versionOf = (module: string) => new RegExp(`${module} v(\\S+)`).exec(goMod)?.[1] ?? "";

/** Prometheus 3.14.0 is the Go module v0.314.0. */
const prometheusVersion = versionOf("github.com/prometheus/prometheus").replace(
  /^0\.(\d)(\d\d)\.(\d+)$/,
  (_, ...parts) => parts.slice(0, 3).map(Number).join("."),
);

const tools = {
  promtool: { version: prometheusVersion, package: "github.com/prometheus/prometheus/cmd/promtool" },
  amtool: {
    version: versionOf("github.com/prometheus/alertmanager"),
    package: "github.com/prometheus/alertmanager/cmd/amtool",
  },
} as const;

export type Tool = keyof typeof tools;

/** Where a tool is kept: in the user's cache, under its version. */
export function pathOf(tool: Tool): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(cache, "eks-platform", `${tool}-${tools[tool].version}`, tool);
}

/** Builds what is not there yet; the first time takes some minutes. */
export function buildTools(): void {
  for (const tool of Object.keys(tools) as Tool[]) {
    const path = pathOf(tool);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    execFileSync("go", ["build", "-o", path, tools[tool].package], { cwd: __dirname, stdio: "inherit" });
  }
}

/** What a tool said, and whether it was content. */
export function run(tool: Tool, args: string[], cwd: string): { ok: boolean; output: string } {
  try {
    return { ok: true, output: execFileSync(pathOf(tool), args, { cwd, encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

/** Skips the tests of a suite, with the way to have them, where a tool is not there. */
export function needs(context: Mocha.Context, tool: Tool): void {
  if (existsSync(pathOf(tool))) return;
  const how = "npx tsx tests/support/prometheus-tools/build.ts, with Go 1.26 or newer";
  process.stderr.write(`Skipped, because ${tool} ${tools[tool].version} is not in the cache: ${how}\n`);
  context.skip();
}
