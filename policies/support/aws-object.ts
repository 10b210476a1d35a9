import { Field } from "./field";
import type { Kind, KubeObject, ResourceLike } from "./kube-object";
import { plainCopy } from "./plain";

const token = /^(aws|awsx|eks):([^:/]+)(?:\/[^:]+)?:([A-Za-z0-9]+)$/;

const kinds = new Map<string, Kind | undefined>([["pulumi:providers:aws", { group: "aws", kind: "aws.Provider" }]]);
const copies = new WeakMap<object, KubeObject>();

/** `aws.eks.Cluster`, `awsx.ec2.Vpc`, `eks.Cluster` of a type token; undefined for what isn't AWS. */
export function awsKind(type: string): Kind | undefined {
  if (!kinds.has(type)) {
    const [, ...parts] = token.exec(type) ?? [];
    const kind = parts.filter((part) => part !== "index").join(".");
    kinds.set(type, kind === "" ? undefined : { group: "aws", kind });
  }
  return kinds.get(type);
}

/**
 * The AWS resource behind a resource, or a component of awsx or eks, in the shape that reports and waivers take. Its
 * kind is `aws.eks.Cluster` and its name the logical one, so the config names it `aws.eks.Cluster/<name>`.
 */
export function awsObject(resource: ResourceLike): KubeObject | undefined {
  const is = awsKind(resource.type);
  if (is === undefined) {
    return undefined;
  }
  const cached = copies.get(resource.props);
  if (cached) {
    return cached;
  }
  let root: Field | undefined; // Copied when a rule asks for it.
  const object: KubeObject = {
    ...is,
    urn: resource.urn,
    name: resource.name,
    namespace: undefined,
    configPath: undefined,
    get root() {
      return (root ??= Field.root(plainCopy(resource.props)));
    },
  };
  copies.set(resource.props, object);
  return object;
}
