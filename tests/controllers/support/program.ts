import { chartFile, isChart } from "../../../preview/manifests/charts";
import { objectFile } from "../../../preview/manifests/objects";
import { type KubeObject, nameOf } from "../../cluster/support/api";
import { poolsOf } from "../../cluster/support/pools";
import type { ChartEntry, Entry, Stack } from "../../cluster/support/stack";
import { previewed } from "../../support/previewed";

/** What a stack's program makes, with what it leaves alone at an update. */
export interface Program extends Stack {
  charts: ChartEntry[];
  /** Property paths of `ignoreChanges`, by the object's name as `nameOf` says it. */
  ignored: Map<string, string[]>;
}

/**
 * The program of a config, recorded in this process.
 *
 * @param raw the config by its keys without their namespace, as `stackConfig` has it.
 */
export async function programOf(stack: string, raw: Record<string, unknown>): Promise<Program> {
  const { resources, view, config } = await previewed(stack, raw);
  const ignored = new Map<string, string[]>();
  const entries = resources.flatMap((resource): Entry[] => {
    const inputs = view.inputs(resource);
    const made = isChart(resource.type) ? chartFile(resource, inputs) : objectFile(resource, inputs);
    if (made === undefined) return [];
    const { path, content } = JSON.parse(JSON.stringify(made)) as { path: string; content: unknown };
    if (isChart(resource.type)) return [{ path, chart: content as ChartEntry }];
    const object = content as KubeObject;
    if (resource.ignoreChanges.length) ignored.set(nameOf(object), resource.ignoreChanges);
    return [{ path, object }];
  });
  return {
    config,
    pools: poolsOf(config),
    entries,
    objects: entries.flatMap((entry) => ("object" in entry ? [entry.object] : [])),
    charts: entries.flatMap((entry) => ("chart" in entry ? [entry.chart] : [])),
    ignored,
    rendered: undefined,
  };
}
