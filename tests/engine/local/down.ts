/** `npm run down:local`: ends what `npm run up:local` has started, and removes it. */
import { rmSync } from "node:fs";
import { pause } from "../../cluster/support/wait";
import { isAlive, keptIn, localFolder } from "./place";

async function main(): Promise<void> {
  const kept = keptIn(localFolder);
  if (kept) {
    process.kill(kept.pid, "SIGTERM");
    while (isAlive(kept.pid)) await pause(100);
  }
  rmSync(localFolder, { recursive: true, force: true, maxRetries: 5 });
  process.stderr.write(kept ? `${kept.stack} is down; nothing of it is left.\n` : "Nothing is up on this machine.\n");
}

void main();
