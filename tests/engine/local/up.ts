/** `npm run up:local -- STACK`: a real `pulumi up` on this machine, against a control plane of its own and no AWS. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseStack, rawConfig } from "../../../stacks/config";
import { readStackFile } from "../../../preview/cli/stack-file";
import { stacksIn } from "../../../preview/cli/stacks";
import { Unavailable } from "../../cluster/support/binaries";
import { pause } from "../../cluster/support/wait";
import { Engine } from "../support/engine";
import { enginePrograms } from "../support/programs";
import { root, stackText } from "../support/session";
import { type Kept, keptIn, localFolder } from "./place";

class Refused extends Error {}

async function main(args: string[]): Promise<number> {
  const [stack, ...others] = args;
  const stacks = stacksIn(root);
  if (stack === undefined || others.length || !stacks.includes(stack)) {
    throw new Refused(`Usage: npm run up:local -- STACK, where STACK is ${stacks.join(", ")}.`);
  }
  const there = keptIn(localFolder);
  if (there && there.stack !== stack) {
    throw new Refused(`${there.stack} is up on this machine: end it with \`npm run down:local\` first.`);
  }
  const say = (step: string) => process.stderr.write(`${step}\n`);
  const programs = await enginePrograms(say);
  const kept = there ?? (await keep(stack, say));
  const { config } = parseStack(stack, rawConfig(readStackFile({ stack, configFile: undefined }, root).config));
  const engine = new Engine({
    ...{ programs, stack, config: stackText(stack), accountId: config.aws.accountId },
    ...{ cluster: kept.cluster, charts: kept.charts, directory: join(localFolder, "engine") },
  });
  if (there) takeUp(engine.configFile, stackText(stack));
  else await engine.init();
  const code = await engine.attached(["up", "--stack", stack, "--yes", "--skip-preview", "--parallel", "16"]);
  say(`\nLook around: kubectl --kubeconfig ${kept.kubeconfig} get pods --all-namespaces`);
  say("Change the YAML and run the same command again for a second update; end it with: npm run down:local");
  return code;
}

/** Gives the copy of the stack's YAML what the repository's says now, with the salt that `stack init` has put there. */
function takeUp(copy: string, text: string): void {
  const [salt = ""] = /^encryptionsalt: .*$/m.exec(readFileSync(copy, "utf8")) ?? [];
  writeFileSync(copy, `${text}\n${salt}\n`);
}

/** Starts the process that keeps the control plane, and waits for its word. */
async function keep(stack: string, say: (step: string) => void): Promise<Kept> {
  rmSync(localFolder, { recursive: true, force: true });
  mkdirSync(localFolder, { recursive: true });
  say("Starting a control plane on this machine …");
  const log = join(localFolder, "keep.log");
  const output = openSync(log, "w");
  const child = spawn(
    process.execPath,
    ["--require", require.resolve("tsx/cjs"), join(__dirname, "keep.ts"), stack, localFolder],
    { cwd: root, detached: true, stdio: ["ignore", output, output] },
  );
  child.unref();
  for (;;) {
    const kept = keptIn(localFolder);
    if (kept) return kept;
    if (ended(child)) throw new Refused(`The control plane didn't start:\n${readFileSync(log, "utf8")}`);
    await pause(300);
  }
}

const ended = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof Refused || error instanceof Unavailable;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    if (!known && existsSync(localFolder)) process.stderr.write("Run npm run down:local before the next try.\n");
    process.exit(known ? 2 : 1);
  },
);
