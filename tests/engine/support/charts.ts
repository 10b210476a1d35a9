import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { display } from "../../../preview/display";
import type { RecordedResource } from "../../../preview/recorded";
import type { KubeObject } from "../../cluster/support/api";
import { definitionsOf } from "../../cluster/support/definitions";

/** Folder of a chart's stand-in: the last part of its name or address. */
export function chartFolder(chart: string): string {
  return basename(chart);
}

/** File of a bundle of definitions, by the logical name of what installs it. */
export function bundleFile(name: string): string {
  return `${name}.yaml`;
}

/** What real charts do that is trouble for an engine; each stand-in does all of it. */
const troubles: Record<string, string> = {
  // Helm runs it; a chart of the program leaves it out.
  "hook.yaml": `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-hook
  annotations: { helm.sh/hook: post-install }
spec:
  template: { spec: { restartPolicy: Never, containers: [{ name: hook, image: registry.k8s.io/pause:3.10 }] } }
`,
  // loki 18.11.0, templates/backend/clusterrole.yaml: nothing to do, and a list that says so.
  "role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: {{ .Release.Name }}-idle }
rules: []
`,
  // policy-controller 0.10.6 has its definitions among the templates, so that skipCrds doesn't reach them.
  "definition.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: {{ .Release.Name | replace "-" "" }}s.standin.example.com }
spec:
  group: standin.example.com
  scope: Namespaced
  names: { kind: {{ .Release.Name | replace "-" "" | title }}, plural: {{ .Release.Name | replace "-" "" }}s }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, description: What it is., properties: { spec: { type: object } } } }
`,
  "account.yaml": `apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }
automountServiceAccountToken: false
`,
};

/** Writes a stand-in for every chart and every bundle of definitions of a stack. */
export function writeCharts(directory: string, resources: RecordedResource[]): void {
  for (const { type, name, inputs } of resources) {
    const { chart, version, files } = display(inputs) as { chart?: string; version?: string; files?: string[] };
    if (/^kubernetes:helm\.sh\//.test(type) && chart !== undefined) {
      writeChart(join(directory, chartFolder(chart)), chartFolder(chart), version ?? "0.0.0");
    }
    if (type === "kubernetes:yaml/v2:ConfigGroup") {
      const brought = definitionsOf({ name, ...(files && { files }) });
      writeFileSync(join(directory, bundleFile(name)), documents(brought?.definitions ?? []));
    }
  }
}

function writeChart(directory: string, name: string, version: string): void {
  mkdirSync(join(directory, "templates"), { recursive: true });
  writeFileSync(join(directory, "Chart.yaml"), stringify({ apiVersion: "v2", name, version }));
  for (const [file, text] of Object.entries(troubles)) writeFileSync(join(directory, "templates", file), text);
}

function documents(objects: KubeObject[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
}
