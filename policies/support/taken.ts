import type { Field } from "./field";
import { grouped } from "./grouped";
import type { KubeObject } from "./kube-object";
import { namespaceOf } from "./namespaced";
import type { Pod } from "./pods";

// To hold every selector of a namespace against every pod in it takes the square of its size. Most selectors name a label,
// so they are held only against the pods that have it, or that may.

/** Pods of a namespace that a selector with these `matchLabels` may take: the others have another value of a label. */
export function candidatePods(pods: readonly Pod[]): (namespace: string, matchLabels: Field) => readonly Pod[] {
  const near = grouped(pods, ({ object }) => namespaceOf(object));
  const byLabel = new Map<string, Map<unknown, Pod[]>>();
  return (namespace, matchLabels) => {
    const there = near.get(namespace) ?? [];
    const [key, wanted] = matchLabels.entries().find(([, value]) => value.string !== undefined) ?? [];
    if (key === undefined) {
      return there;
    }
    const place = `${namespace}/${key}`;
    const byValue = byLabel.get(place) ?? grouped(there, (pod) => labelOf(pod, key));
    byLabel.set(place, byValue);
    return [...(byValue.get(wanted?.string) ?? []), ...(byValue.get(unread) ?? [])];
  };
}

/** What may take a pod, of all that select pods of their own namespaces. */
export function perhapsTaking(
  selecting: readonly KubeObject[],
  selectorOf: (object: KubeObject) => Field,
  pods: readonly Pod[],
): (pod: Pod) => readonly KubeObject[] {
  const near = candidatePods(pods);
  const pairs = selecting.flatMap((object) =>
    near(namespaceOf(object), selectorOf(object).at("matchLabels")).map((pod) => ({ object, pod })),
  );
  const found = grouped(pairs, ({ pod }) => pod);
  return (pod) => (found.get(pod) ?? []).map(({ object }) => object);
}

const unread = Symbol("a label that can't be read");

function labelOf(pod: Pod, key: string): unknown {
  const label = pod.metadata.at("labels", key);
  return label.isUnknown || label.isMalformed ? unread : label.value;
}
