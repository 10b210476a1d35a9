import { parseAllDocuments } from "yaml";
import type { RecordedResource } from "../../preview/recorded";
import { at, listAt, type Plain, textAt } from "../../preview/view";

/** A Kubernetes object as a chart renders it. */
export type KubeObject = Plain & { apiVersion: string; kind: string };

/** Kinds of Kubernetes itself that have no namespace, of those that charts bring. */
const clusterKinds = new Set([
  ...["APIService", "CSIDriver", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "DeviceClass"],
  ...["FlowSchema", "IngressClass", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
  ...["MutatingWebhookConfiguration", "Namespace", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration"],
  ...["RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  ...["ValidatingWebhookConfiguration", "VolumeAttributesClass"],
]);

/** The objects of YAML texts; those of a `List` one by one. */
export function parsed(documents: string[]): KubeObject[] {
  return documents
    .flatMap((text) => parseAllDocuments(text, { version: "1.1" }))
    .map((document) => document.toJS({ maxAliasCount: -1 }) as unknown)
    .filter((object): object is KubeObject => textAt(object, "kind") !== undefined)
    .flatMap((object) => (object.kind === "List" ? (listAt(object, "items") as KubeObject[]) : [object]));
}

/** What custom resource definitions add to a cluster: `group/version` and `group/version/Kind`. */
export function servedBy(objects: KubeObject[]): string[] {
  return definitionsAmong(objects).flatMap((definition) =>
    listAt(definition, "spec", "versions").flatMap((one) => {
      const version = `${textAt(definition, "spec", "group")}/${textAt(one, "name")}`;
      return [version, `${version}/${textAt(definition, "spec", "names", "kind")}`];
    }),
  );
}

/** Kinds without a namespace: Kubernetes' own, and those that definitions say. */
export function clusterScoped(objects: KubeObject[]): Set<string> {
  const custom = definitionsAmong(objects).filter((one) => at(one, "spec", "scope") === "Cluster");
  return new Set([...clusterKinds, ...custom.map((one) => textAt(one, "spec", "names", "kind") ?? "")]);
}

/** An object as the engine would register it below its chart, so that policies can judge it. */
export function asResource(
  object: KubeObject,
  from: { parent: RecordedResource; namespace?: string },
): RecordedResource {
  const { parent } = from;
  const [stack = "", project = "", types = ""] = parent.urn.split("::");
  const type = `kubernetes:${object.apiVersion.includes("/") ? "" : "core/"}${object.apiVersion}:${object.kind}`;
  const namespace = textAt(object, "metadata", "namespace") ?? from.namespace;
  const path = [namespace, textAt(object, "metadata", "name") ?? "?"].filter((part) => part !== undefined).join("/");
  const name = `${parent.name}:${path}`;
  return {
    urn: [stack, project, `${types}$${type}`, name].join("::"),
    type,
    name,
    parent: parent.urn,
    provider: parent.provider,
    custom: true,
    remote: false,
    inputs: { ...object, metadata: { ...(object["metadata"] as Plain), ...(namespace ? { namespace } : {}) } },
    dependencies: parent.dependencies,
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    deletedWith: undefined,
  };
}

function definitionsAmong(objects: KubeObject[]): KubeObject[] {
  return objects.filter(({ kind }) => kind === "CustomResourceDefinition");
}
