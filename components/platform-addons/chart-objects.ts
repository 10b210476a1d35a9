import * as pulumi from "@pulumi/pulumi";

const definitionType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
const clusterRoleTypes = [
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
  "kubernetes:rbac.authorization.k8s.io/v1:Role",
];

/**
 * What every object of a chart or of a bundle of files goes through before it is created:
 *
 * - A definition stays in the cluster when it leaves the program, also where a chart has it among its templates: with
 *   it would go every object of its kind. It comes without the descriptions of its fields, which are four fifths of it
 *   and which the state would hold twice; `kubectl explain` then has the fields and not their meaning.
 * - A role without a rule comes without the field: the API server stores an empty list as none, and every update would
 *   put it there again.
 */
export function chartObject({
  type,
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult | undefined {
  if (type === definitionType) {
    return { props: withoutDescriptions(props), opts: pulumi.mergeOptions(opts, { retainOnDelete: true }) };
  }
  if (clusterRoleTypes.includes(type) && isEmptyList(props.rules)) {
    return { props: Object.fromEntries(Object.entries(props).filter(([key]) => key !== "rules")), opts };
  }
  return undefined;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A definition without the texts of its schemas. A field that is called `description` has a schema and stays. */
export function withoutDescriptions<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutDescriptions) as T;
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return value;
  const parts = Object.entries(value).filter(([key, part]) => key !== "description" || typeof part !== "string");
  return Object.fromEntries(parts.map(([key, part]) => [key, withoutDescriptions(part as unknown)])) as T;
}
