import type { RecordedResource } from "../recorded";
import { at, type Plain, textAt, type View } from "../view";
import { fileName, type ManifestFile } from "./objects";

const type = "kubernetes:argoproj.io/v1alpha1:Application";

/** All Applications of a program that an app-of-apps holds. */
export function applicationsIn(view: View): ManifestFile[] {
  return view.ofType(type).flatMap((resource) => applicationFiles(resource, view.inputs(resource)));
}

/**
 * The Applications that an app-of-apps holds, as files of their own (TB-86), none for any other resource. The app-of-apps
 * gives them to Argo's chart `argocd-apps` as values; written out they can be read, compared and put into Git instead.
 */
export function applicationFiles(resource: RecordedResource, inputs: Plain): ManifestFile[] {
  if (resource.type !== type || textAt(inputs, "spec", "source", "chart") !== "argocd-apps") return [];
  const applications = at(inputs, "spec", "source", "helm", "valuesObject", "applications") as Record<string, Plain>;
  return Object.entries(applications).map(([name, values]) => {
    const { namespace, additionalAnnotations: annotations, finalizers, ...spec } = values;
    const metadata = { name, namespace, annotations, finalizers };
    const content = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec };
    return { path: `argocd-apps/${fileName(name)}.yaml`, content };
  });
}
