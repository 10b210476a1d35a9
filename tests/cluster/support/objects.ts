import type { Context } from "mocha";
import { definitionsPin } from "../../../components/shared/pins";
import type { Recorded } from "../../support/record";
import type { Api, KubeObject } from "./api";
import { define, definitionsOf } from "./definitions";
import { print } from "./mocha";
import type { ChartEntry } from "./stack";

/** What brings definitions of kinds: a bundle of the program, or the chart that has nothing else in it. */
export type Bundle = string;

/** Kubernetes objects of a recorded program, in its order. */
export function objectsOf(program: Recorded): KubeObject[] {
  return program.resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => program.inputs(type, name) as KubeObject);
}

const served = new WeakMap<Api, Set<Bundle>>();

/** Defines the kinds of bundles where that isn't done yet; skips the hook's suite where they can't be had. */
export async function defineOrSkip(hook: Context, api: Api, bundles: readonly Bundle[]): Promise<void> {
  const done = served.get(api) ?? new Set();
  served.set(api, done);
  for (const name of bundles.filter((one) => !done.has(one))) {
    const brought = definitionsOf(entryOf(name));
    const [why] = Object.values(brought?.missing ?? {});
    if (why !== undefined) {
      print("skipped:", [why]);
      hook.skip();
    }
    await define(api, brought?.definitions ?? []);
    done.add(name);
  }
}

function entryOf(name: Bundle): ChartEntry {
  return name === "prometheus-operator-crds"
    ? { name, chart: name }
    : { name, files: [...definitionsPin(name).manifests] };
}

/** Namespaces about which nothing is said. */
export async function createNamespaces(api: Api, names: string[]): Promise<void> {
  for (const name of names) await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
}

/** Applies objects into a namespace, wherever they were made for. */
export async function applyInto(api: Api, namespace: string, objects: KubeObject[]): Promise<void> {
  for (const { metadata, ...object } of objects) {
    const moved = metadata.namespace === undefined ? metadata : { ...metadata, namespace };
    await api.apply({ ...object, metadata: moved } as KubeObject);
  }
}
