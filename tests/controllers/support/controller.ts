import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../../cluster/support/api";
import type { ChartEntry } from "../../cluster/support/stack";
import { type ProgramName, sourceOf } from "./programs";

/** How a controller is installed and started. */
export interface Controller {
  program: ProgramName;
  /** Name of the release that installs it. */
  chart: string;
  /** What is installed of it: the chart's objects where its source is in the Go module, else upstream's own RBAC. */
  objects(chart: ChartEntry, kubernetes: string): Promise<KubeObject[]>;
  account(chart: ChartEntry): { namespace: string; name: string };
  /** Its command line, with ports of loopback. */
  start(given: Given): { args: string[]; env?: Record<string, string> };
}

/** What a controller is started with. */
export interface Given {
  chart: ChartEntry;
  /** What `objects` gave. */
  installed: KubeObject[];
  kubeconfig: string;
  metricsPort: number;
  healthPort: number;
  /** A folder for its files. */
  directory: string;
}

/** Namespace of a release. */
export const home = ({ namespace }: ChartEntry) => namespace ?? "default";

/** Files of a module, with the namespace that the stack gives the release in the place of upstream's. */
export function fromModule(program: ProgramName, files: string[]): (chart: ChartEntry) => Promise<KubeObject[]> {
  return (chart) => {
    const objects = files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(sourceOf(program), file), "utf8")).map((one) => one.toJS() as KubeObject),
    );
    const moved = objects.map((object) => ({
      ...object,
      ...(object["subjects"]
        ? { subjects: (object["subjects"] as object[]).map((one) => ({ ...one, namespace: home(chart) })) }
        : {}),
      metadata: object.kind.startsWith("Cluster") ? object.metadata : { ...object.metadata, namespace: home(chart) },
    }));
    return Promise.resolve(moved);
  };
}
