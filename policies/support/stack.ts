import type { PolicyResource } from "@pulumi/policy";
import { awsKind, awsObject } from "./aws-object";
import { type Kind, kindOf, kubeObject, type KubeObject, type ResourceLike } from "./kube-object";
import { recall } from "./seen";

/** What rules about a whole stack ask of it, whatever they are about. */
export interface Stack {
  objects: KubeObject[];
  /**
   * Whether the first depends on the second or on something in it. That is known in a preview, when the id by which
   * the one refers to the other isn't.
   */
  linked: (from: KubeObject, to: KubeObject) => boolean;
  /** Whether the first is a child, or a child of a child, of the second. */
  within: (inner: KubeObject, outer: KubeObject) => boolean;
  /** URN of the parent. */
  parentOf: (object: KubeObject) => string | undefined;
  hasChildren: (object: KubeObject) => boolean;
}

// The offline runner hands the same list to every stack rule, so it is read once. The engine's server makes a new one
// for every rule.
const stacks = new WeakMap<readonly PolicyResource[], Stack>();

export function stackOf(resources: readonly PolicyResource[]): Stack {
  let stack = stacks.get(resources);
  if (stack === undefined) {
    // A patch is of an object that the stack may not know: `opaque-objects` says which rules can't judge it.
    const objects = resources
      .flatMap((resource) => recall(resource.urn) ?? subject(resource) ?? [])
      .filter(({ patch }) => !patch);
    stack = { objects, ...relations(resources) };
    stacks.set(resources, stack);
  }
  return stack;
}

/** What kind of object, of Kubernetes or of AWS, a type token is of, if any. */
export function subjectKind(type: string): Kind | undefined {
  return kindOf(type) ?? awsKind(type);
}

/** The object behind a resource, of Kubernetes or of AWS. */
export function subject(resource: ResourceLike): KubeObject | undefined {
  return kubeObject(resource) ?? awsObject(resource);
}

function relations(resources: readonly PolicyResource[]): Omit<Stack, "objects"> {
  const known = new Map(resources.map((resource) => [resource.urn, resource]));
  const reached = new Map<string, Set<string>>();
  const addWithParents = (set: Set<string>, urn: string | undefined): void => {
    for (let next = urn; next !== undefined && !set.has(next); next = known.get(next)?.parent?.urn) {
      set.add(next);
    }
  };
  let all: Set<string> | undefined;
  const parents = () => (all ??= new Set(resources.flatMap(({ parent }) => parent?.urn ?? [])));
  /** All that a resource depends on, and what that is in. */
  const reach = (urn: string): Set<string> => {
    let set = reached.get(urn);
    if (set === undefined) {
      set = new Set();
      const one = known.get(urn);
      for (const link of [one?.dependencies ?? [], ...Object.values(one?.propertyDependencies ?? {})].flat()) {
        addWithParents(set, link.urn);
      }
      reached.set(urn, set);
    }
    return set;
  };
  return {
    within: (inner, outer) => {
      const parents = new Set<string>();
      addWithParents(parents, known.get(inner.urn)?.parent?.urn);
      return parents.has(outer.urn);
    },
    linked: (from, to) => reach(from.urn).has(to.urn),
    hasChildren: ({ urn }) => parents().has(urn),
    parentOf: ({ urn }) => known.get(urn)?.parent?.urn,
  };
}
