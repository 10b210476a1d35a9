import { maskedKeys } from "../display";
import type { RecordedResource } from "../recorded";
import { at, type Plain, textAt } from "../view";

/** One file of the manifests. */
export interface ManifestFile {
  /** Relative to the directory, with slashes. */
  path: string;
  content: Plain;
}

const token = /^kubernetes:([^:]+):(\w+)$/;

/** Packages of the provider that are no API group. */
const noGroups = ["helm.sh/v3", "helm.sh/v4", "kustomize", "kustomize/v2", "yaml", "yaml/v2", "index"];

/**
 * A Kubernetes object as kubectl takes it, or undefined for what is none.
 *
 * Most resources carry `apiVersion` and `kind` in their inputs; for the others both follow from the type.
 */
export function objectFile(resource: RecordedResource, inputs: Plain): ManifestFile | undefined {
  const match = token.exec(resource.type);
  const [, group = "", kind = ""] = match ?? [];
  if (!match || !resource.custom || noGroups.includes(group)) return undefined;
  const { apiVersion, kind: given, metadata, ...rest } = inputs;
  const content = {
    apiVersion: apiVersion ?? group.replace(/^core\//, ""),
    kind: typeof given === "string" ? given : kind,
    metadata: { ...(metadata as Plain | undefined), name: textAt(metadata, "name") ?? resource.name },
    ...rest,
    ...(kind === "Secret" ? secretData(resource.inputs) : {}),
  };
  const namespace = textAt(at(content, "metadata"), "namespace");
  const folder = fileName(namespace ?? "_cluster");
  return { path: `${folder}/${fileName(content.kind)}-${fileName(content.metadata.name)}.yaml`, content };
}

/** The keys of a Secret with a placeholder each, as plain text, because `data` would have to be base64. */
function secretData(inputs: Plain): Plain {
  return { data: undefined, stringData: { ...maskedKeys(inputs.data), ...maskedKeys(inputs.stringData) } };
}

/** Names of Kubernetes objects may hold colons (roles) and unknown ones brackets; file systems are less patient. */
export function fileName(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, "_");
}
