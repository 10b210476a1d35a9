import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";
import type { RecordedResource } from "../recorded";
import { urnBelow } from "../urn";
import { knownVpcArgs, vpcChildren, type VpcArgs } from "./awsx-vpc";
import { type Child, ChildOutput, Derived, type KnownArgs, strangeArgs } from "./child";
import { clusterChildren, knownClusterArgs, type ClusterArgs } from "./eks-cluster";

type Args = Record<string, unknown>;

const unknown = () => unknownValue;

const makers: Record<string, { known: KnownArgs; children: (name: string, args: Args) => Child[] }> = {
  "awsx:ec2:Vpc": { known: knownVpcArgs, children: (name, args) => vpcChildren(name, args as unknown as VpcArgs) },
  "eks:index:Cluster": {
    known: knownClusterArgs,
    children: (name, args) =>
      clusterChildren(name, args as unknown as ClusterArgs, { roleArn: unknown, groupId: unknown }),
  },
};

/**
 * A stack as the engine has it: remote components without their inputs, which only their plugins get, and with the
 * children that those plugins make (pulumi/pulumi#10533, pulumi-kubernetes#2144). A component whose children can't be
 * told from its arguments has none here, and the rule `remote-components` says so.
 */
export function asEngine(resources: readonly RecordedResource[]): RecordedResource[] {
  return resources.flatMap((one) => (one.remote ? expanded(one) : [one]));
}

/** Children by the inputs that they were made of: one process may judge a recording often. */
const made = new WeakMap<object, RecordedResource[]>();

function expanded(component: RecordedResource): RecordedResource[] {
  const known = made.get(component.inputs) ?? [{ ...component, inputs: {} }, ...childrenOf(component)];
  made.set(component.inputs, known);
  return known;
}

function childrenOf(component: RecordedResource): RecordedResource[] {
  const maker = makers[component.type];
  if (maker === undefined || strangeArgs(component.inputs, maker.known).length > 0) return [];
  if (!isKnownShape(component)) return [];
  const children = maker.children(component.name, component.inputs);
  const urns = new Map<Child, string>();
  const urnOf = (child: Child): string => {
    const urn = urns.get(child) ?? urnBelow(child.parent ? urnOf(child.parent) : component.urn, child.type, child.name);
    urns.set(child, urn);
    return urn;
  };
  return children.map((child) => {
    const used = new Set<Child>(child.dependsOn);
    const inputs = onWire(child.inputs, used) as Args;
    return {
      urn: urnOf(child),
      type: child.type,
      name: child.name,
      parent: child.parent ? urnOf(child.parent) : component.urn,
      provider: undefined,
      custom: true,
      remote: false,
      inputs,
      dependencies: [...new Set([...component.dependencies, ...[...used].map(urnOf)])],
      protect: component.protect,
      retainOnDelete: component.retainOnDelete,
      ignoreChanges: child.ignoreChanges ?? [],
      deletedWith: component.deletedWith,
    };
  });
}

/** Whether the arguments that decide which children there are have a known value. */
function isKnownShape({ type, inputs }: RecordedResource): boolean {
  const shaping =
    type === "awsx:ec2:Vpc"
      ? ["availabilityZoneNames", "subnetSpecs", "natGateways", "vpcEndpointSpecs"]
      : ["accessEntries", "authenticationMode"];
  const required =
    type === "awsx:ec2:Vpc" ? ["availabilityZoneNames", "subnetSpecs", "subnetStrategy"] : ["serviceRole"];
  return required.every((key) => inputs[key] !== undefined) && !shaping.some((key) => isOpaque(inputs[key]));
}

function isOpaque(value: unknown): boolean {
  const special = typeof value === "object" && value !== null && specialSigKey in value;
  return value === unknownValue || (special && (value as Args)[specialSigKey] !== specialSecretSig);
}

/** Inputs as a program would send them in a preview: outputs of other children aren't known. */
function onWire(value: unknown, used: Set<Child>): unknown {
  if (value instanceof ChildOutput) {
    used.add(value.child);
    return unknownValue;
  }
  if (value instanceof Derived) {
    value.from.forEach((child) => used.add(child));
    return unknownValue;
  }
  if (Array.isArray(value)) return value.map((item) => onWire(item, used));
  if (typeof value !== "object" || value === null || specialSigKey in value) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, onWire(inner, used)]));
}
