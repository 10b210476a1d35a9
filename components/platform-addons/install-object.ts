import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NamespaceResources } from "../shared/refs";
import type { Addon, AddonObject } from "./addon";

/**
 * Kinds of the core group that stand beside charts. All others are told by group and version, and then a
 * `CustomResource` has the same type as the class of the kind: `kubernetes:<group>/<version>:<kind>`.
 */
const coreKinds = {
  ConfigMap: k8s.core.v1.ConfigMap,
  Service: k8s.core.v1.Service,
  ServiceAccount: k8s.core.v1.ServiceAccount,
} as const;

/** Registers an object of an add-on, labelled like everything of the program. */
export function installObject(
  logicalName: string,
  addon: Pick<Addon, "name" | "configPath">,
  object: AddonObject,
  context: PlatformContext,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const { apiVersion, kind, metadata, setting, body, keep } = object;
  const path = addon.configPath ?? `addons.${addon.name}`;
  const args = {
    ...body,
    metadata: {
      ...metadata,
      labels: { ...commonLabels(context, { name: addon.name }), ...metadata.labels },
      annotations: {
        ...configPath(setting === undefined ? path : `${path}.${setting}`),
        ...metadata.annotations,
      },
    },
  };
  const options = keep === undefined ? opts : { ...opts, retainOnDelete: true };
  if (apiVersion !== "v1") {
    return new k8s.apiextensions.CustomResource(logicalName, { ...args, apiVersion, kind }, options);
  }
  if (!isCoreKind(kind)) throw new Error(`${addon.name}: ${kind} of the core group can't stand beside a chart.`);
  return new coreKinds[kind](logicalName, args, options);
}

/** What must be there before an object: its namespace, where it has one. */
export function homeOf({ metadata }: AddonObject, namespaces: NamespaceResources): pulumi.Resource[] {
  return metadata.namespace === undefined ? [] : namespaces(metadata.namespace);
}

/**
 * Objects in the order that they need: network policies before the chart, whose pods become ready only when they may talk
 * with each other and be called (the namespace denies everything else), and instances after it.
 */
export function inOrder(objects: AddonObject[]): { first: AddonObject[]; then: AddonObject[] } {
  const isPolicy = ({ kind }: AddonObject) => kind === "NetworkPolicy";
  return { first: objects.filter(isPolicy), then: objects.filter((object) => !isPolicy(object)) };
}

/** `clusterissuer-selfsigned`, with its namespace where it has one: what tells an add-on's objects from each other. */
export function objectName({ kind, metadata }: AddonObject): string {
  return [kind.toLowerCase(), metadata.namespace, metadata.name].filter((part) => part !== undefined).join("-");
}

function isCoreKind(kind: string): kind is keyof typeof coreKinds {
  return kind in coreKinds;
}
