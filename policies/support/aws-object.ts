import { Field, plainCopy } from "./field";
import type { KubeObject, ResourceLike } from "./kube-object";

const token = /^(aws|awsx|eks):([^:/]+)(?:\/[^:]+)?:([A-Za-z0-9]+)$/;

const kinds = new Map<string, string | undefined>();
const copies = new WeakMap<object, KubeObject>();

/** `aws.eks.Cluster`, `awsx.ec2.Vpc`, `eks.Cluster` of a type token; undefined for what isn't AWS. */
export function awsKind(type: string): string | undefined {
  if (type === "pulumi:providers:aws") {
    return "aws.Provider";
  }
  if (!kinds.has(type)) {
    const [, provider = "", module = "", name = ""] = token.exec(type) ?? [];
    kinds.set(
      type,
      provider === "" ? undefined : [provider, module, name].filter((part) => part !== "index").join("."),
    );
  }
  return kinds.get(type);
}

/**
 * The AWS resource behind a resource, or a component of awsx or eks, in the shape that reports and waivers take. Its
 * kind is `aws.eks.Cluster` and its name the logical one, so the config names it `aws.eks.Cluster/<name>`.
 */
export function awsObject(resource: ResourceLike): KubeObject | undefined {
  const kind = awsKind(resource.type);
  if (kind === undefined) {
    return undefined;
  }
  const cached = copies.get(resource.props);
  if (cached) {
    return cached;
  }
  let root: Field | undefined; // Copied when a rule asks for it.
  const object: KubeObject = {
    urn: resource.urn,
    group: "aws",
    kind,
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
