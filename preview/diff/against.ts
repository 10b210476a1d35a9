import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { stackOptions } from "../cli/args";
import { UserError } from "../cli/user-error";
import { documentOf, type PlanDocument } from "../document";
import { planOf } from "../plan";
import type { DiffOptions } from "./args";

/** A plan to compare with, and its name in the user's words. */
export interface Against {
  name: string;
  document: PlanDocument;
}

/** What makes the program; the rest of a checkout can't change a plan made from the same config. */
const program = ["index.ts", "components", "stacks", "policies", "preview", "Pulumi.yaml", "package-lock.json"];

/**
 * The plan that `--against` names.
 *
 * @throws UserError when it names nothing, or when its config is wrong.
 */
export async function againstOf(
  options: DiffOptions,
  directory: string,
  say: (step: string) => void,
): Promise<Against> {
  const given = options.against;
  const path = given === undefined ? undefined : resolve(directory, given);
  if (given === undefined || path === undefined || !existsSync(path)) {
    return ofRevision(given ?? mergeBase(directory), options, directory, say);
  }
  if (statSync(path).isDirectory()) return { name: given, document: ofCheckout(path, options, say) };
  if (path.endsWith(".json")) return { name: given, document: savedPlan(given, path) };
  return { name: given, document: await ofConfig(path, options, directory, say) };
}

async function ofConfig(
  configFile: string,
  { stack, date }: DiffOptions,
  directory: string,
  say: (step: string) => void,
): Promise<PlanDocument> {
  try {
    return documentOf(await planOf(stackOptions(stack, { configFile, date }), directory, say));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`The plan to compare with can't be made.\n${error.message}`);
  }
}

function savedPlan(given: string, path: string): PlanDocument {
  try {
    const document = JSON.parse(readFileSync(path, "utf8")) as Partial<PlanDocument>;
    if (document.resources && document.policies && document.cost) return document as PlanDocument;
  } catch {
    // said below
  }
  throw new UserError(`--against ${given}: is not what \`npm run preview -- STACK --json\` prints.`);
}

/** A revision whose program is the same is planned here; another one by its own program, in a checkout of its own. */
async function ofRevision(
  revision: string,
  options: DiffOptions,
  directory: string,
  say: (step: string) => void,
): Promise<Against> {
  const commit = git(directory, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`)?.trim();
  if (commit === undefined) {
    throw new UserError(`--against ${revision}: is no file, no directory and no revision of this Git repository.`);
  }
  const name = `${revision === commit ? "" : `${revision}, `}${commit.slice(0, 9)}`;
  const place = mkdtempSync(join(tmpdir(), "eks-platform-diff-"));
  try {
    const file = options.configFile ?? `Pulumi.${options.stack}.yaml`;
    const yaml = git(directory, "show", `${commit}:./${relative(directory, resolve(directory, file))}`);
    if (yaml === undefined) return { name: `${name}, which has no ${file}`, document: nothing(options.stack) };
    if (git(directory, "diff", "--quiet", commit, "--", ...program) !== undefined) {
      const copy = join(place, basename(file));
      writeFileSync(copy, yaml);
      return { name, document: await ofConfig(copy, options, directory, say) };
    }
    const checkout = join(place, "checkout");
    say(`checking out ${name}`);
    execFileSync("git", ["worktree", "add", "--detach", "--quiet", checkout, commit], {
      cwd: directory,
      stdio: "ignore",
    });
    symlinkSync(join(directory, "node_modules"), join(checkout, "node_modules"));
    return { name, document: ofCheckout(checkout, options, say) };
  } finally {
    rmSync(place, { recursive: true, force: true });
    git(directory, "worktree", "prune");
  }
}

/** Runs the preview of another checkout, with its own program and the packages installed there. */
function ofCheckout(
  checkout: string,
  { stack, configFile, date }: DiffOptions,
  say: (step: string) => void,
): PlanDocument {
  say("running the program of the other checkout");
  const flags = [
    ...(configFile === undefined ? [] : ["--config-file", configFile]),
    ...(date === undefined ? [] : ["--date", date]),
  ];
  const args = ["--require", "tsx/cjs", "preview/main.ts", stack, "--json", ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: checkout,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if ((status !== 0 && status !== 1) || stdout === "") {
    throw new UserError(`The plan to compare with can't be made.\n${stderr.trim()}`);
  }
  return JSON.parse(stdout) as PlanDocument;
}

/** Where the current branch left the main branch; the commit checked out where it is on it. */
function mergeBase(directory: string): string {
  const main = ["origin/HEAD", "origin/main", "main"].find(
    (name) => git(directory, "rev-parse", "--verify", "--quiet", `${name}^{commit}`) !== undefined,
  );
  const base = main === undefined ? undefined : git(directory, "merge-base", "HEAD", main)?.trim();
  if (base !== undefined) return base;
  throw new UserError("There is no main branch to compare with: set --against REVISION, FILE or DIR.");
}

/** What Git prints; undefined where it exits with another status than 0, or isn't there. */
function git(directory: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}

/** The plan of a stack that is not there yet. */
function nothing(stack: string): PlanDocument {
  const prices = { region: "", date: null };
  const cost = { monthlyUsd: 0, items: [], notPriced: [], assumptions: [], prices } as unknown as PlanDocument["cost"];
  return { stack, resources: [], policies: [], cost };
}
