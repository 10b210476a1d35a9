import type { RecordedResource } from "../recorded";
import { at, type Plain, textAt } from "../view";
import { fileName, type ManifestFile } from "./objects";

/** Nodes whose objects Helm or the provider makes from files that an offline preview does not have. */
const kinds: Record<string, string> = {
  "kubernetes:helm.sh/v4:Chart": "Chart",
  "kubernetes:helm.sh/v3:Chart": "Chart",
  "kubernetes:helm.sh/v3:Release": "Release",
  "kubernetes:yaml/v2:ConfigFile": "ConfigFile",
  "kubernetes:yaml/v2:ConfigGroup": "ConfigGroup",
  "kubernetes:yaml:ConfigFile": "ConfigFile",
  "kubernetes:yaml:ConfigGroup": "ConfigGroup",
};

export function isChart(type: string): boolean {
  return type in kinds;
}

/** What one needs to make the objects of a chart: where it is from, its version, its namespace and its values. */
export function chartFile(resource: RecordedResource, inputs: Plain): ManifestFile {
  const kind = kinds[resource.type] ?? "Chart";
  const content = {
    kind,
    name: textAt(inputs, "name") ?? resource.name,
    repository: textAt(inputs, "repositoryOpts", "repo") ?? ociRepository(textAt(inputs, "chart")),
    chart: textAt(inputs, "chart")?.split("/").pop(),
    version: textAt(inputs, "version"),
    namespace: textAt(inputs, "namespace"),
    skipCrds: at(inputs, "skipCrds"),
    values: at(inputs, "values"),
    files: at(inputs, "files") ?? at(inputs, "file"),
    objects: at(inputs, "objs"),
  };
  const set = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));
  return { path: `_charts/${fileName(resource.name)}.yaml`, content: set };
}

function ociRepository(chart: string | undefined): string | undefined {
  return chart?.startsWith("oci://") ? chart.slice(0, chart.lastIndexOf("/")) : undefined;
}
