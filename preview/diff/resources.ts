import type { PlanDocument } from "../document";
import type { RecordedResource } from "../recorded";
import { asEngine } from "../remote-children";
import { annotation } from "../../components/shared/vocabulary";
import { lossOf } from "./data-loss";
import { type Difference, differencesOf, isFields } from "./differences";
import { kubernetesReplacing } from "./kubernetes-replaces";
import { replacing } from "./replaces";

type Resource = PlanDocument["resources"][number];

/**
 * What the engine does with a resource whose inputs changed. `perhaps`: the provider replaces it under a condition of its
 * own. `unknown`: no table says what the provider does.
 */
export type Effect = "update" | "replace" | "perhaps" | "unknown";

/** A resource that is made, changed or deleted. */
export interface ResourceChange {
  urn: string;
  type: string;
  name: string;
  /** Path of the stack's config that it was made from, where it says so. */
  path: string | null;
  /** What is lost when it goes, and how to avoid it; null where it holds no data. */
  loss: { lost: string; avoid: string } | null;
}

export interface Changed extends ResourceChange {
  effect: Effect;
  /** Paths by which it is replaced, for `replace` and `perhaps`. */
  replacedBy: string[];
  differences: Difference[];
}

/** Resources of two plans, by URN. */
export interface ResourceChanges {
  added: ResourceChange[];
  changed: Changed[];
  deleted: ResourceChange[];
}

export function resourceChanges(before: Resource[], after: Resource[]): ResourceChanges {
  const [old, now] = [byUrn(withChildren(before)), byUrn(withChildren(after))];
  const changed = [...now].flatMap(([urn, resource]): Changed[] => {
    const was = old.get(urn);
    const differences = was ? differencesOf(was.inputs, resource.inputs) : [];
    return was && differences.length ? [changeOf(was, resource, differences)] : [];
  });
  return {
    added: [...now.values()].filter(({ urn }) => !old.has(urn)).map((one) => ({ ...described(one), loss: null })),
    changed,
    deleted: [...old.values()]
      .filter(({ urn }) => !now.has(urn))
      .map((one) => ({ ...described(one), loss: lossOf(one) ?? null })),
  };
}

/**
 * Resources with what `eks.Cluster` and `awsx.ec2.Vpc` make, because the provider's rules are about those. A component
 * whose children can't be told keeps its own inputs, so that its change still shows.
 */
function withChildren(resources: Resource[]): Resource[] {
  return resources.flatMap((one) => {
    if (!/^(awsx|eks):/.test(one.type)) return [one];
    const recorded = { dependencies: [], ...one, remote: true } as unknown as RecordedResource;
    const [component, ...children] = asEngine([recorded]) as unknown as Resource[];
    return component && children.length ? [component, ...children] : [one];
  });
}

function changeOf(was: Resource, is: Resource, differences: Difference[]): Changed {
  const { effect, replacedBy } = effectOf(was, is, differences);
  const loss = effect === "update" ? null : (lossOf(was) ?? null);
  return { ...described(is), loss, effect, replacedBy, differences };
}

function effectOf(was: Resource, is: Resource, differences: Difference[]): Pick<Changed, "effect" | "replacedBy"> {
  if (is.type.startsWith("platform:")) return { effect: "update", replacedBy: [] };
  if (is.type.startsWith("kubernetes:")) {
    const replacedBy = kubernetesReplacing(
      is.type,
      differences.map(({ path }) => path),
    );
    return { effect: replacedBy.length ? "replace" : "update", replacedBy };
  }
  const found = isFields(was.inputs) && isFields(is.inputs) ? replacing(is.type, was.inputs, is.inputs) : undefined;
  if (!found) return { effect: "unknown", replacedBy: [] };
  if (found.always.length) return { effect: "replace", replacedBy: found.always };
  return { effect: found.perhaps.length ? "perhaps" : "update", replacedBy: found.perhaps };
}

function described({ urn, type, name, inputs }: Resource) {
  return { urn, type, name, path: pathOf(inputs) };
}

function pathOf(inputs: unknown): string | null {
  const metadata = isFields(inputs) && isFields(inputs.metadata) ? inputs.metadata : {};
  const path = isFields(metadata.annotations) ? metadata.annotations[annotation.configPath] : undefined;
  return typeof path === "string" ? path : null;
}

function byUrn(resources: Resource[]): Map<string, Resource> {
  return new Map(resources.map((one) => [one.urn, one]));
}
