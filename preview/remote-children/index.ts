import { specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";
import type { z } from "zod";
import type { RecordedResource } from "../recorded";
import { urnBelow } from "../urn";
import { knownVpcArgs, vpcChildren, vpcShape, type VpcArgs } from "./awsx-vpc";
import { type Child, ChildOutput, Derived, type KnownArgs, strangeArgs } from "./child";
import { clusterChildren, clusterShape, knownClusterArgs, type ClusterArgs } from "./eks-cluster";

type Args = Record<string, unknown>;

const unknown = () => unknownValue;

interface Maker {
  known: KnownArgs;
  shape: z.ZodType;
  children: (name: string, args: Args) => Child[];
}

const makers: Record<string, Maker> = {
  "awsx:ec2:Vpc": {
    known: knownVpcArgs,
    shape: vpcShape,
    children: (name, args) => vpcChildren(name, args as unknown as VpcArgs),
  },
  "eks:index:Cluster": {
    known: knownClusterArgs,
    shape: clusterShape,
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
  // A maker is asked once in a process: zod's compiled parsers would cost more than they save.
  if (!maker.shape.safeParse(component.inputs, { jitless: true }).success) return [];
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

/** Inputs as a program would send them in a preview: what AWS decides of other children isn't known. */
function onWire(value: unknown, used: Set<Child>): unknown {
  if (value instanceof ChildOutput) {
    used.add(value.child);
    // A preview knows an output that is an input as well: the name of a cluster, the range of a VPC.
    return value.output in value.child.inputs ? onWire(value.child.inputs[value.output], used) : unknownValue;
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
