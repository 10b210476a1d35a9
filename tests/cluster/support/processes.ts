import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/**
 * Waits for its input to end, which it does when this process ends in whatever way (a crash, Ctrl-C, SIGKILL), and then
 * kills every process that it was told of and removes the directory.
 */
const guardProgram = `
const { rmSync } = require("node:fs");
let text = "";
process.stdin.on("data", (data) => { text += data; });
process.stdin.on("end", () => {
  for (const pid of text.split("\\n").filter(Boolean)) {
    try { process.kill(Number(pid), "SIGKILL"); } catch {}
  }
  rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 5 });
});`;

/** Child processes that never outlive this one, and the directory that they share. */
export class Processes {
  private readonly guard: ChildProcess;
  private readonly children = new Map<string, ChildProcess>();

  constructor(readonly directory: string) {
    this.guard = spawn(process.execPath, ["-e", guardProgram, directory], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true, // Ctrl-C reaches the whole group of the terminal, and this one must see it through
    });
  }

  /** Starts a program; what it writes is kept in `<name>.log` of the directory. */
  start(name: string, path: string, args: string[], env: Record<string, string> = {}): void {
    const log = openSync(join(this.directory, `${name}.log`), "w");
    const child = spawn(path, args, {
      stdio: ["ignore", log, log],
      detached: true,
      cwd: this.directory, // where it may leave files
      // Go collects its garbage less often, which halves the API server's time for definitions and costs memory.
      env: { PATH: process.env.PATH ?? "", HOME: this.directory, GOGC: "400", ...env },
    });
    closeSync(log);
    child.on("error", () => undefined); // seen by `failure`
    if (child.pid !== undefined) this.guard.stdin?.write(`${child.pid}\n`);
    this.children.set(name, child);
  }

  /** Ends one program, which is then no failure. */
  async end(name: string): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** The last words of a program that has ended, or undefined while all run. */
  failure(): string | undefined {
    for (const [name, child] of this.children) {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) continue;
      return `${name} has ended (${child.exitCode ?? child.signalCode ?? "not started"}):\n${this.log(name)}`;
    }
    return undefined;
  }

  /** The last lines that a program wrote. */
  log(name: string, lines = 15): string {
    const path = join(this.directory, `${name}.log`);
    return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
  }

  /** Resident memory of a program in MiB; undefined where there is no /proc. */
  memoryMiB(name: string): number | undefined {
    const path = `/proc/${this.children.get(name)?.pid ?? 0}/status`;
    const kilobytes = existsSync(path) ? /VmRSS:\s+(\d+)/.exec(readFileSync(path, "utf8"))?.[1] : undefined;
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  }

  /** Kills everything and removes the directory. */
  async stop(): Promise<void> {
    const ended = once(this.guard, "exit");
    this.guard.stdin?.end();
    await ended;
  }
}

/** A TCP port of the loopback address that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}
