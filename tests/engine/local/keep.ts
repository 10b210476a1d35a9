/** Keeps a control plane for a stack until it is told to end: `keep.ts STACK FOLDER`, started by up.ts. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planOfText } from "../../../tools/shown";
import { startControlPlane } from "../../cluster/support/control-plane";
import { clusterOf, prepare } from "../support/life";
import { stackText } from "../support/session";
import { keptFile, type Kept } from "./place";

async function main([stack = "", folder = ""]: string[]): Promise<void> {
  const plan = await planOfText(stack, stackText(stack));
  const plane = await startControlPlane(plan.config.cluster.version, (step) => process.stderr.write(`${step}\n`));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void plane.stop().finally(() => process.exit(0)));
  }
  const charts = join(folder, "charts");
  mkdirSync(charts, { recursive: true });
  await prepare(plane, plan, charts);
  const kubeconfig = join(folder, "kubeconfig");
  copyFileSync(plane.kubeconfig("admin"), kubeconfig);
  const cluster = clusterOf(readFileSync(kubeconfig, "utf8"));
  const kept: Kept = { pid: process.pid, stack, kubeconfig, cluster, charts };
  writeFileSync(keptFile(folder), JSON.stringify(kept), { mode: 0o600 });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
