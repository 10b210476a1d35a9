import { applicationsIn } from "../../preview/manifests/applications";
import type { RecordedResource } from "../../preview/recorded";
import { at, listAt, type Plain, textAt, type View } from "../../preview/view";

/** Who makes the objects of a chart, and so what becomes of its hooks. */
export type Way = "chart" | "release" | "argocd";

/** A chart that a stack installs. */
export interface Release {
  /** Name of the Helm release: that of the add-on. */
  name: string;
  chart: string;
  version: string;
  namespace: string;
  values: Plain;
  way: Way;
  /** A chart of definitions: its folder `crds` is installed with it. */
  definitions: boolean;
  /** What installs it. */
  resource: RecordedResource;
}

/** Files of definitions that a stack installs as they are. */
export interface Bundle {
  name: string;
  /** Addresses. */
  files: string[];
  resource: RecordedResource;
}

const ways: Record<string, Way> = {
  "kubernetes:helm.sh/v4:Chart": "chart",
  "kubernetes:helm.sh/v3:Release": "release",
};

/** Every chart of a recorded program, those that Argo CD installs included, in the order of the program. */
export function releasesIn(view: View): Release[] {
  return view.resources.flatMap((resource) => {
    const way = ways[resource.type];
    const inputs = view.inputs(resource);
    return way === undefined ? delivered(resource, inputs, view) : [release(resource, inputs, way)];
  });
}

/** Every set of definitions that comes as files. */
export function bundlesIn(view: View): Bundle[] {
  return view.ofType("kubernetes:yaml/v2:ConfigGroup").map((resource) => {
    const files = listAt(view.inputs(resource), "files").map(String);
    return { name: resource.name, files, resource };
  });
}

function release(resource: RecordedResource, inputs: Plain, way: Way): Release {
  return {
    name: textAt(inputs, "name") ?? resource.name,
    chart: (textAt(inputs, "chart") ?? "").split("/").pop() ?? "",
    version: textAt(inputs, "version") ?? "",
    namespace: textAt(inputs, "namespace") ?? "default",
    values: plain(at(inputs, "values")),
    way,
    definitions: at(inputs, "skipCrds") !== true,
    resource,
  };
}

/** The app-of-apps is a chart itself, whose Applications are charts. */
function delivered(resource: RecordedResource, inputs: Plain, view: View): Release[] {
  if (resource.type !== "kubernetes:argoproj.io/v1alpha1:Application") return [];
  const root = { spec: at(inputs, "spec"), metadata: at(inputs, "metadata") };
  return [root, ...applicationsIn(view).map(({ content }) => content)].flatMap((application) => {
    const source = at(application, "spec", "source");
    const chart = textAt(source, "chart");
    if (chart === undefined) return [];
    return {
      name: textAt(source, "helm", "releaseName") ?? textAt(application, "metadata", "name") ?? chart,
      chart,
      version: textAt(source, "targetRevision") ?? "",
      namespace: textAt(application, "spec", "destination", "namespace") ?? "default",
      values: plain(at(source, "helm", "valuesObject")),
      way: "argocd" as const,
      definitions: at(source, "helm", "skipCrds") !== true,
      resource,
    };
  });
}

function plain(value: unknown): Plain {
  return typeof value === "object" && value !== null ? (value as Plain) : {};
}
