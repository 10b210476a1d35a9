import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import { define, definitionsOf, unavailable } from "./definitions";
import type { Entry } from "./stack";

/** What the API server said of a stack's objects. */
export interface Applied {
  accepted: KubeObject[];
  /** Object, the server's words and the YAML path of each refusal. */
  refused: string[];
  /** Kinds without a definition, and why there is none. */
  notDefined: Map<string, string>;
  /** Charts whose objects only a renderer of charts makes. */
  charts: string[];
}

/** Applies a stack in program order. A refusal stops nothing, so that all of them are seen at once. */
export async function applyStack(api: Api, entries: Entry[]): Promise<Applied> {
  const applied: Applied = { accepted: [], refused: [], notDefined: new Map(), charts: [] };
  for (const entry of entries) {
    if ("chart" in entry) {
      const definitions = definitionsOf(entry.chart);
      if (definitions) await define(api, definitions);
      else applied.charts.push(entry.chart.name);
      continue;
    }
    const { object } = entry;
    const why = (await api.knows(object)) ? undefined : unavailable(object);
    if (why !== undefined) {
      applied.notDefined.set(`${object.kind} (${object.apiVersion})`, why);
      continue;
    }
    await apply(api, object, applied);
  }
  return applied;
}

async function apply(api: Api, object: KubeObject, { accepted, refused }: Applied): Promise<void> {
  try {
    await api.apply(object);
    accepted.push(object);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    refused.push(text.startsWith(nameOf(object)) ? text : `${nameOf(object)}: ${text}${pathOf(object)}`);
  }
}
