import { applyStack, type Applied } from "../../cluster/support/apply";
import type { ControlPlane } from "../../cluster/support/control-plane";
import { growPools } from "../../cluster/support/nodes";
import { type ControllerName, controllers, installedBy, startController } from "./controllers";
import type { Program } from "./program";
import type { Running } from "./running";

/** A stack that is installed, with the controllers that run in it. */
export interface Installed {
  applied: Applied;
  running: Map<ControllerName, Running>;
}

/**
 * Applies a stack in program order, and starts each controller where the program installs its chart: what comes before
 * that was accepted without it, as in a deployment.
 *
 * @param env what a controller's environment has beside its own.
 */
export async function install(
  plane: ControlPlane,
  program: Program,
  env: Partial<Record<ControllerName, Record<string, string>>>,
): Promise<Installed> {
  const names = Object.keys(env) as ControllerName[];
  const { version } = program.config.cluster;
  const objects = await installedBy(names, program.charts, version);
  await growPools(plane.api, program.pools, "desired", version);
  const running = new Map<ControllerName, Running>();
  const applied = await applyStack(plane.api, { ...program, rendered: objects }, async (chart) => {
    const installed = chart.values === undefined ? undefined : objects.get(chart.name);
    if (!installed) return;
    for (const name of names.filter((one) => controllers[one].chart === chart.name)) {
      running.set(name, await startController(name, plane, chart, installed, env[name]));
    }
  });
  return { applied, running };
}
