import { awsKind } from "./aws-object";
import { Field } from "./field";
import { type Kind, kindOf, kubeObject, type KubeObject, type ResourceLike } from "./kube-object";
import { plainCopy } from "./plain";

/**
 * Components that a plugin makes. The engine shows a pack none of their inputs (pulumi/pulumi#10533,
 * pulumi-kubernetes#2144); it shows their children, those of charts and manifests once there is a cluster.
 */
const madeByPlugin = /^(?:awsx:|eks:|kubernetes:(?:helm\.sh\/v4:Chart|yaml\/v2:|kustomize\/v2:))/;

export function isRemote(type: string): boolean {
  return madeByPlugin.test(type);
}

/** Facts of remote children by the URN of the component that made them. */
const facts = new Map<string, Field>();

/**
 * Notes what a component of the program says of its remote children: `remote: {<name of the child>: {chart, version}}`
 * among its arguments, which the engine does show.
 */
export function rememberFacts({ type, urn, props }: ResourceLike): void {
  if (kindOf(type) !== undefined || awsKind(type) !== undefined) {
    return;
  }
  // To read an unknown value would end the rule.
  if (!Object.keys(props).includes("remote")) {
    facts.delete(urn);
  } else {
    facts.set(urn, Field.root(plainCopy(props)).at("remote"));
  }
}

export function forgetFacts(): void {
  facts.clear();
}

/** What is on record of a remote component; undefined when nothing is. */
export function factsOf(parent: string | undefined, name: string): Field | undefined {
  const field = facts.get(parent ?? "")?.at(name);
  return field === undefined || field.absent ? undefined : field;
}

/** The object behind a resource, a remote component with what is on record of it. Without a record there is none. */
export function factualObject(args: ResourceLike & { opts: { parent?: string } }): KubeObject | undefined {
  const object = kubeObject(args);
  if (object === undefined || !isRemote(args.type)) {
    return object;
  }
  const record = factsOf(args.opts.parent, args.name);
  const { group, kind } = object;
  return (
    record && {
      group,
      kind,
      urn: args.urn,
      name: args.name,
      namespace: undefined,
      configPath: undefined,
      root: Field.root(record.value),
    }
  );
}

/** Charts, and manifests that are applied as they are. */
export function isPackaged({ group, kind }: Kind): boolean {
  return (
    (group === "helm.sh" && (kind === "Release" || kind === "Chart")) ||
    (group === "yaml" && (kind === "ConfigGroup" || kind === "ConfigFile"))
  );
}
