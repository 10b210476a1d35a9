import type { Kind, KubeObject } from "./kube-object";
import { grouped } from "./grouped";
import type { StackView } from "./rule";
import { isNamespace } from "./seen";

/** Namespaces of Kubernetes itself, whose objects are EKS's and not the stack's. */
export function isOfKubernetes(object: KubeObject): boolean {
  return (isNamespace(object) ? object.name : namespaceOf(object)).startsWith("kube-");
}

/** The stack's namespaces. One that can't do what a rule asks has a waiver, with a reason and an end. */
export function applicationNamespaces({ objects }: StackView): KubeObject[] {
  return objects.filter(isNamespace).filter((namespace) => !isOfKubernetes(namespace));
}

export function isCore(kind: string) {
  return (object: Kind): boolean => object.group === "core" && object.kind === kind;
}

/** Objects that don't say their namespace are in the provider's, `default` unless it says otherwise. */
export function namespaceOf(object: KubeObject): string {
  return object.namespace ?? "default";
}

/** What is in a namespace: rules that hold every object of one kind against every one of another do so within it. */
export function byNamespace<T>(all: readonly T[], objectOf: (one: T) => KubeObject): (namespace: string) => T[] {
  const found = grouped(all, (one) => namespaceOf(objectOf(one)));
  return (namespace) => found.get(namespace) ?? [];
}

/**
 * Complains about every application namespace without an object of the kind. An object whose own namespace isn't
 * known yet may be the one that is missing: that is said, not judged.
 */
export function everyNamespaceHas(view: StackView, kind: string, say: { why: string; fix: string }): void {
  const having = view.objects.filter(isCore(kind));
  const unsure = having.map((object) => object.root.at("metadata", "namespace")).find((field) => field.isUnknown);
  const covered = new Set(having.map(namespaceOf));
  for (const namespace of applicationNamespaces(view)) {
    if (covered.has(namespace.name)) {
      continue;
    }
    if (unsure) {
      view.about(namespace).unknown(unsure.ownedBy(`the namespace of a ${kind}`));
      continue;
    }
    const path = namespace.configPath ?? `namespace ${namespace.name}`;
    view.about(namespace).violation({ what: `it has no ${kind}`, why: say.why, fix: say.fix.replace("{path}", path) });
  }
}
