import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { PoolSpec } from "../../../components/node-pools/pool-spec";
import { readStackFile } from "../../../preview/cli/stack-file";
import { parseStack, rawConfig } from "../../../stacks/config";
import type { ResolvedStack } from "../../../stacks/resolve/stack";
import { type KubeObject, nameOf } from "./api";
import { poolsOf } from "./pools";
import { renderedOf } from "./rendered";

const root = join(__dirname, "..", "..", "..");

/** A chart or a bundle of files, as `--manifests` describes it. */
export interface ChartEntry {
  name: string;
  chart?: string;
  version?: string;
  /** Where objects go that name no namespace. */
  namespace?: string;
  files?: string[];
  /** What the stack gives the chart. */
  values?: Record<string, unknown>;
}

/** One file of the manifests: an object, or a chart that the deployment makes objects of. */
export type Entry = { path: string; object: KubeObject } | { path: string; chart: ChartEntry };

/** What a stack says, and what its program makes of it. */
export interface Stack {
  config: ResolvedStack;
  pools: PoolSpec[];
  /** In program order. */
  entries: Entry[];
  objects: KubeObject[];
  /** What charts and bundles of files make, by their name; undefined when they were not rendered. */
  rendered: Map<string, KubeObject[]> | undefined;
}

/**
 * Runs the command that a user runs, `npm run preview -- STACK --manifests DIR`, and reads what it wrote.
 *
 * @param configFile another file than the stack's own.
 */
export function stackOf(stack: string, configFile?: string): Stack {
  const source = readStackFile({ stack, configFile }, root);
  const { config } = parseStack(stack, rawConfig(source.config));
  const entries = manifests(stack, configFile);
  return {
    config,
    pools: poolsOf(config),
    entries,
    objects: entries.flatMap((entry) => ("object" in entry ? [entry.object] : [])),
    rendered: renderedOf(stack),
  };
}

/** A stack with a change of its own file. */
export function changedStack(stack: string, change: (config: any) => void): Stack {
  const scratch = mkdtempSync(join(tmpdir(), "eks-platform-config-"));
  try {
    const file = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as { config: unknown };
    change(file.config);
    const path = join(scratch, "config.yaml");
    writeFileSync(path, stringify(file, { version: "1.1" }));
    return stackOf(stack, path);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function manifests(stack: string, configFile: string | undefined): Entry[] {
  const directory = mkdtempSync(join(tmpdir(), "eks-platform-manifests-"));
  try {
    const args = ["--require", "tsx/cjs", "preview/main.ts", stack, "--manifests", directory];
    if (configFile !== undefined) args.push("--config-file", configFile);
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    // 1 may be a violated policy, which is the preview's to say; the manifests are written all the same.
    if ((status !== 0 && status !== 1) || !existsSync(join(directory, "order.json")))
      throw new Error(`the preview of ${stack} ended with ${status ?? "a signal"}:\n${stderr}`);
    const order = JSON.parse(readFileSync(join(directory, "order.json"), "utf8")) as string[];
    return order.map((path) => {
      const content = parse(readFileSync(join(directory, path), "utf8")) as unknown;
      return path.startsWith("_charts/")
        ? { path, chart: content as ChartEntry }
        : { path, object: content as KubeObject };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Fields whose values only a deployment knows; they are applied as the placeholder text that stands for them. */
export function unknownFields(objects: KubeObject[]): string[] {
  return objects.flatMap((object) => placeholders(object).map((path) => `${nameOf(object)}: ${path}`));
}

function placeholders(value: unknown, path = ""): string[] {
  if (typeof value === "string") return value.includes("[unknown]") ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => placeholders(part, path ? `${path}.${key}` : key));
}
