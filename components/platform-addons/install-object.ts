import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NamespaceResources } from "../shared/refs";
import type { Make } from "../shared/transform";
import type { Addon, AddonObject } from "./addon";
import type { AddonObjectsTransform } from "./transform";

/**
 * Registers an object of an add-on, labelled like everything of the program. Kinds of the core group have classes of their
 * own; all others are told by group and version, and then a `CustomResource` has the same type as the class of the kind:
 * `kubernetes:<group>/<version>:<kind>`.
 */
export function installObject(
  make: Make<AddonObjectsTransform>,
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
    return make("object", k8s.apiextensions.CustomResource, logicalName, { ...args, apiVersion, kind }, options);
  }
  if (kind === "ConfigMap") return make("configMap", k8s.core.v1.ConfigMap, logicalName, args, options);
  if (kind === "Service") return make("service", k8s.core.v1.Service, logicalName, args, options);
  if (kind === "ServiceAccount") return make("serviceAccount", k8s.core.v1.ServiceAccount, logicalName, args, options);
  throw new Error(`${addon.name}: ${kind} of the core group can't stand beside a chart.`);
}

/** What must be there before an object: its namespace, where it has one. */
export function homeOf({ metadata }: AddonObject, namespaces: NamespaceResources): pulumi.Resource[] {
  return metadata.namespace === undefined ? [] : namespaces(metadata.namespace);
}

/** What pods mount or run as. */
const mountable = ["ConfigMap", "ServiceAccount"];

/** What makes the Secrets that pods mount, where the add-on has it from cert-manager. */
const certificates = ["Certificate", "ClusterIssuer", "Issuer"];

/** Objects of an add-on in the order that they need. */
export interface OrderedObjects {
  /** Network policies: pods become ready only when they may talk, and their namespace denies everything else. */
  traffic: AddonObject[];
  /** What its pods can't start without. The chart is waited for, so that these may not wait for the chart. */
  mounted: AddonObject[];
  /** Instances of what it serves. */
  then: AddonObject[];
}

/** Tells what comes before an add-on's chart from what comes after it; its own kinds only its own pods can accept. */
export function inOrder({ addon, objects }: { addon: Pick<Addon, "needs">; objects: AddonObject[] }): OrderedObjects {
  const ofCertManager = addon.needs.some((need) => need.addon === "cert-manager");
  const isTraffic = ({ kind }: AddonObject) => kind === "NetworkPolicy";
  const isMounted = ({ kind }: AddonObject) =>
    mountable.includes(kind) || (ofCertManager && certificates.includes(kind));
  return {
    traffic: objects.filter(isTraffic),
    mounted: objects.filter(isMounted),
    then: objects.filter((object) => !isTraffic(object) && !isMounted(object)),
  };
}

/** `clusterissuer-selfsigned`, with its namespace where it has one: what tells an add-on's objects from each other. */
export function objectName({ kind, metadata }: AddonObject): string {
  return [kind.toLowerCase(), metadata.namespace, metadata.name].filter((part) => part !== undefined).join("-");
}
