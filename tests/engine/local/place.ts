import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../../cluster/support/go";
import type { Cluster } from "../support/engine";

/** Folder of the stack that is up on this machine: one at a time. */
export const localFolder = join(cache, "local");

/** What the process that keeps the control plane has written of itself. */
export interface Kept {
  pid: number;
  stack: string;
  /** With which `kubectl` talks to the control plane. */
  kubeconfig: string;
  cluster: Cluster;
  /** Folder with the stand-ins of the charts. */
  charts: string;
}

const file = (folder: string) => join(folder, "kept.json");

/** What is up in a folder, or undefined: a process that has ended keeps nothing. */
export function keptIn(folder: string): Kept | undefined {
  if (!existsSync(file(folder))) return undefined;
  const kept = JSON.parse(readFileSync(file(folder), "utf8")) as Kept;
  return isAlive(kept.pid) ? kept : undefined;
}

export const keptFile = file;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
