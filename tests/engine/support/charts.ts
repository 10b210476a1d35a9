import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { withoutDescriptions } from "../../../components/platform-addons/chart-objects";
import { display } from "../../../preview/display";
import type { RecordedResource } from "../../../preview/recorded";
import type { KubeObject } from "../../cluster/support/api";
import { unavailableGroups } from "../../cluster/support/definition-sources";
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
  // Helm runs it to its end, in a restricted namespace; a chart of the program leaves it out.
  "hook.yaml": `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-hook
  annotations: { helm.sh/hook: post-install }
spec:
  template:
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: hook
          image: registry.k8s.io/pause:3.10
          resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 16Mi } }
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
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
      const folder = chartFolder(chart);
      const brought = definitionsOf({ name, chart: folder, ...(version === undefined ? {} : { version }) });
      writeChart(join(directory, folder), folder, version ?? "0.0.0", brought?.definitions ?? []);
    }
    if (type === "kubernetes:yaml/v2:ConfigGroup") {
      const brought = definitionsOf({ name, ...(files && { files }) })?.definitions;
      writeFileSync(join(directory, bundleFile(name)), documents(brought ?? openDefinitions(files ?? [], resources)));
    }
  }
}

function writeChart(directory: string, name: string, version: string, definitions: KubeObject[]): void {
  const templates = join(directory, "templates");
  mkdirSync(templates, { recursive: true });
  writeFileSync(join(directory, "Chart.yaml"), stringify({ apiVersion: "v2", name, version }));
  for (const [file, text] of Object.entries(troubles)) writeFileSync(join(templates, file), text);
  // Among the templates, so that skipCrds doesn't leave them out; nothing of a description is left that Helm would read.
  if (definitions.length)
    writeFileSync(join(templates, "definitions.yaml"), documents(withoutDescriptions(definitions)));
}

/**
 * Definitions that take everything, of the kinds that a stack has of API groups whose own definitions are not to be had:
 * so far those of the AWS Load Balancer Controller.
 */
function openDefinitions(files: string[], resources: RecordedResource[]): KubeObject[] {
  const isController = files.some((file) => file.includes("/aws-load-balancer-controller/"));
  const kinds = new Map<string, [group: string, version: string, kind: string]>();
  for (const { type } of isController ? resources : []) {
    const [, group = "", version = "", kind = ""] = /^kubernetes:([^/]+)\/([^:]+):(.*)$/.exec(type) ?? [];
    if (group in unavailableGroups) kinds.set(type, [group, version, kind]);
  }
  return [...kinds.values()].map(([group, version, kind]) => {
    const plural = `${kind.toLowerCase()}s`;
    const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
    return {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.${group}` },
      spec: {
        ...{ group, scope: "Namespaced", names: { kind, plural } },
        versions: [{ name: version, served: true, storage: true, schema }],
      },
    };
  });
}

function documents(objects: KubeObject[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
}
