import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../../cluster/support/api";
import type { ControlPlane } from "../../cluster/support/control-plane";
import { freePort } from "../../cluster/support/processes";
import type { ChartEntry } from "../../cluster/support/stack";
import { accountConfig } from "./account";
import { argoRollouts } from "./argo-rollouts";
import { certManager } from "./cert-manager";
import type { Controller } from "./controller";
import { keda } from "./keda";
import { kubeStateMetrics } from "./kube-state-metrics";
import { programOf } from "./programs";
import { Running } from "./running";

/** Every controller that runs here. */
export const controllers = {
  "cert-manager": certManager,
  "argo-rollouts": argoRollouts,
  keda,
  "kube-state-metrics": kubeStateMetrics,
} as const satisfies Record<string, Controller>;

export type ControllerName = keyof typeof controllers;

/** Objects of the charts of some controllers, as `applyStack` takes them. */
export async function installedBy(
  names: readonly ControllerName[],
  charts: ChartEntry[],
  kubernetes: string,
): Promise<Map<string, KubeObject[]>> {
  const result = new Map<string, KubeObject[]>();
  for (const name of names) {
    const one: Controller = controllers[name];
    const chart = charts.find((entry) => entry.name === one.chart && entry.values !== undefined);
    if (!chart) throw new Error(`the stack installs no ${one.chart}`);
    result.set(chart.name, await one.objects(chart, kubernetes));
  }
  return result;
}

/** Starts a controller whose objects are installed. */
export async function startController(
  name: ControllerName,
  plane: ControlPlane,
  chart: ChartEntry,
  installed: KubeObject[],
  env: Record<string, string> = {},
): Promise<Running> {
  const one: Controller = controllers[name];
  const directory = join(plane.processes.directory, `files-${name}`);
  mkdirSync(directory);
  const [metricsPort, healthPort] = [await freePort(), await freePort()];
  const kubeconfig = await accountConfig(plane, one.account(chart));
  const given = { chart, installed, kubeconfig, metricsPort, healthPort, directory };
  const { args, env: own = {} } = one.start(given);
  const path = await programOf(one.program, () => undefined);
  plane.processes.start(name, path, args, { ...own, ...env });
  const running = new Running(name, plane, metricsPort);
  await running.ready();
  return running;
}
