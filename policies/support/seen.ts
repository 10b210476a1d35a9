import { enforceLabel } from "./keys";
import { Untouched } from "./field";
import type { Kind, KubeObject } from "./kube-object";
import { forgetFacts } from "./remote";

/**
 * What the rules have seen of this run, by URN.
 *
 * The engine shows each resource's *inputs* to resource rules, and only *outputs* to stack rules. Until the cluster
 * exists, the outputs of a Kubernetes object are an empty bag (pulumi/pulumi, pkg/resource/plugin/provider_plugin.go,
 * Create: "not fully known, hand back an empty property map"), so a stack rule that reads outputs sees nothing in the
 * very preview that matters most. Stack rules therefore judge the inputs that were noted here on the way, and a pod
 * rule finds the level of its namespace here. One process of a pack serves one preview or one update.
 */
const objects = new Map<string, KubeObject>();

export function remember(object: KubeObject): void {
  objects.set(object.urn, object);
}

export function recall(urn: string): KubeObject | undefined {
  return objects.get(urn);
}

/** For a runner that judges more than one stack in a process. */
export function forgetAll(): void {
  objects.clear();
  labelled.clear();
  forgetFacts();
}

export const levels = ["privileged", "baseline", "restricted"] as const;
export type Level = (typeof levels)[number];

export function isLevel(value: unknown): value is Level {
  return levels.includes(value as Level);
}

/** Enforced level by namespace name, then by URN. */
const labelled = new Map<string, Map<string, Level>>();

export function isNamespace({ group, kind }: Kind): boolean {
  return kind === "Namespace" && group === "core";
}

/** Notes the enforced level of a Namespace; one without a (known) label counts as `restricted`. */
export function rememberNamespace(object: KubeObject): void {
  const label = object.root.at("metadata", "labels", enforceLabel).value;
  if (label instanceof Untouched) {
    return;
  }
  const named = labelled.get(object.name) ?? new Map<string, Level>();
  named.set(object.urn, isLevel(label) ? label : "restricted");
  labelled.set(object.name, named);
}

/**
 * The Pod Security level at which pods of a namespace are judged: the label that the stack puts on it, else what the
 * pack's config says about namespaces that others made, else `restricted`. Where two clusters of one stack have a
 * namespace of the same name, the stricter level counts.
 */
export function levelOf(namespace: string | undefined, configured: Record<string, unknown>): Level {
  const name = namespace ?? "default";
  const own = [...(labelled.get(name)?.values() ?? [])];
  if (own.length > 0) {
    return levels.findLast((level) => own.includes(level)) ?? "restricted";
  }
  const config = Object.hasOwn(configured, name) ? configured[name] : undefined;
  return isLevel(config) ? config : "restricted";
}
