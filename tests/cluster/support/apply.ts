import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import { type Brought, define, definitionsOf, snapshotDefinitions, unavailable } from "./definitions";
import { unavailableGroups } from "./definition-sources";
import type { ChartEntry, Stack } from "./stack";

/** What the API server said of a stack's objects. */
export interface Applied {
  accepted: KubeObject[];
  /** Accepted, but not stored: what would call a pod that doesn't run. */
  judgedOnly: KubeObject[];
  /** Object, the server's words and the YAML path of each refusal. */
  refused: string[];
  /** Kinds without a definition, and why there is none. */
  notDefined: Map<string, string>;
  /** Charts of whose objects nothing is known, because they were not rendered. */
  charts: string[];
}

/** The API server would ask a pod for an answer, and containers don't run here. */
const callers = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService"];

/**
 * Applies a stack in program order. A refusal stops nothing, so that all of them are seen at once. Where charts were
 * rendered their objects are applied where the program installs the chart; those that Argo CD installs come last.
 *
 * @param installed called with each chart whose objects are there.
 */
export async function applyStack(
  api: Api,
  { entries, rendered, config }: Pick<Stack, "entries" | "rendered" | "config">,
  installed: (chart: ChartEntry) => Promise<void> = () => Promise.resolve(),
): Promise<Applied> {
  const work = new Work(api);
  if (config.managedAddons.snapshots) await work.define(snapshotDefinitions(config.cluster.version));
  const left = new Map(rendered);
  for (const entry of entries) {
    if ("object" in entry) {
      await work.apply(entry.object);
      continue;
    }
    const objects = left.get(entry.chart.name);
    if (objects) await work.install(objects, entry.chart);
    else await work.withoutObjects(entry.chart);
    await installed(entry.chart);
    left.delete(entry.chart.name);
  }
  for (const [name, objects] of left) await work.install(objects, { name });
  return work.applied;
}

class Work {
  readonly applied: Applied = { accepted: [], judgedOnly: [], refused: [], notDefined: new Map(), charts: [] };
  private missing = unavailableGroups;

  constructor(private readonly api: Api) {}

  async define({ definitions, missing }: Brought): Promise<void> {
    this.missing = { ...missing, ...this.missing };
    await define(this.api, definitions);
  }

  /** The definitions that a chart or a bundle is known to bring, where nothing else is known of it. */
  async withoutObjects(chart: ChartEntry): Promise<void> {
    const brought = definitionsOf(chart);
    if (brought) await this.define(brought);
    else this.applied.charts.push(chart.name);
  }

  /** The objects of a chart: as Helm does it, definitions first. */
  async install(objects: KubeObject[], { name, namespace }: ChartEntry): Promise<void> {
    const isDefinition = ({ kind }: KubeObject) => kind === "CustomResourceDefinition";
    try {
      await define(this.api, objects.filter(isDefinition));
    } catch (error) {
      this.refuse(error, ` (from the definitions of ${name})`);
    }
    for (const object of objects.filter((one) => !isDefinition(one))) await this.apply(object, namespace);
  }

  /** @param home namespace of an object that names none. */
  async apply(object: KubeObject, home?: string): Promise<void> {
    const known = await this.api.knows(object);
    const why = known ? undefined : unavailable(object, this.missing);
    if (why !== undefined) {
      this.applied.notDefined.set(`${object.kind} (${object.apiVersion})`, why);
      return;
    }
    const homeless = object.metadata.namespace === undefined && (await this.api.namespaced(object));
    const one = home && homeless ? { ...object, metadata: { ...object.metadata, namespace: home } } : object;
    const calls = callers.includes(one.kind);
    try {
      await this.api.apply(one, calls ? "judged only" : "stored");
      (calls ? this.applied.judgedOnly : this.applied.accepted).push(one);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.refuse(text.startsWith(nameOf(one)) ? text : `${nameOf(one)}: ${text}${pathOf(one)}`);
    }
  }

  private refuse(error: unknown, from = ""): void {
    this.applied.refused.push(`${error instanceof Error ? error.message : String(error)}${from}`);
  }
}
