import { label } from "../../components/shared/vocabulary";
import { scalersOf } from "../demand";
import type { Plan } from "../plan";
import type { RecordedResource } from "../recorded";
import { at, listAt, numberAt, textAt, type View } from "../view";
import { lastingKinds, workloadOf } from "../workloads";
import type { Style } from "./style";

const limit = 20;

const workloads = [...lastingKinds, "DaemonSet", "CronJob"];

/** Services and other workloads that the program itself registers: what each of them got, on a line. */
export function serviceLines(plan: Plan, style: Style): string[] {
  const { view } = plan;
  const index = indexOf(view);
  const found = workloads
    .flatMap((kind) => view.kubernetes(kind).map((resource) => ({ kind, resource })))
    .filter(({ resource }) => !isOfChart(resource, view))
    .sort((a, b) => (a.resource.name < b.resource.name ? -1 : 1));
  if (found.length === 0) return [];
  const shown = style.verbose ? found : found.slice(0, limit);
  const columns = [
    { title: "service" },
    { title: "namespace" },
    { title: "replicas", right: true },
    { title: "CPU", right: true },
    { title: "memory", right: true },
    { title: "rollout" },
    { title: "pool" },
    { title: "calls" },
    { title: "secrets" },
    { title: "SLO" },
    { title: "gateways", grow: true },
  ];
  const rows = shown.map(({ kind, resource }) => row(kind, resource, index, plan));
  const more = found.length - shown.length;
  return [
    style.heading("Services", "replicas: fixed, or min..max with what scales them; CPU and memory: request/limit"),
    ...style.table(columns, rows),
    ...(more ? [style.colours.dim(`  … and ${more} more (--verbose)`)] : []),
    "",
  ];
}

interface Index {
  /** Scaler of a workload by namespace and name. */
  scalers: Map<string, string>;
  /** URLs by namespace and Service. */
  urls: Map<string, string[]>;
}

function row(kind: string, resource: RecordedResource, index: Index, plan: Plan): string[] {
  const inputs = workloadOf(plan.view, resource);
  const name = textAt(inputs, "metadata", "name") ?? resource.name;
  const namespace = textAt(inputs, "metadata", "namespace") ?? "";
  const pod =
    kind === "CronJob" ? at(inputs, "spec", "jobTemplate", "spec", "template") : at(inputs, "spec", "template");
  const resources = at(pod, "spec", "containers", 0, "resources");
  const pair = (key: string) =>
    `${textAt(resources, "requests", key) ?? "-"}/${textAt(resources, "limits", key) ?? "-"}`;
  const calls = listAt(plan.config, "services", name, "calls").map((peer) => textAt(peer, "service") ?? String(peer));
  return [
    name,
    namespace,
    index.scalers.get(`${namespace}/${name}`) ?? fixed(kind, inputs),
    pair("cpu"),
    pair("memory"),
    rolloutText(kind, inputs),
    textAt(pod, "spec", "nodeSelector", label.pool) ?? "",
    calls.join(" "),
    secretsOf(pod).join(" "),
    objectives(at(plan.config, "services", name, "slo")),
    (index.urls.get(`${namespace}/${name}`) ?? []).join(" "),
  ];
}

/** How a version replaces another, where it is not the usual rolling update. */
function rolloutText(kind: string, inputs: unknown): string {
  const strategy = at(inputs, "spec", "strategy");
  if (kind === "Deployment") return textAt(strategy, "type") === "Recreate" ? "recreate" : "rolling";
  if (kind !== "Rollout") return "";
  if (at(strategy, "blueGreen") !== undefined) return "blue-green";
  const weights = listAt(strategy, "canary", "steps").flatMap((step) => numberAt(step, "setWeight") ?? []);
  return `canary ${weights.map((weight) => `${weight}%`).join(" ")}`;
}

/** Names of the secrets that a pod sees: in its environment, as Secrets, or as files of a SecretProviderClass. */
function secretsOf(pod: unknown): string[] {
  const containers = listAt(pod, "spec", "containers");
  const variables = containers
    .flatMap((container) => listAt(container, "env"))
    .map((one) => textAt(one, "valueFrom", "secretKeyRef", "name"));
  const volumes = listAt(pod, "spec", "volumes").map(
    (one) => textAt(one, "secret", "secretName") ?? textAt(one, "csi", "volumeAttributes", "secretProviderClass"),
  );
  return [...new Set([...variables, ...volumes].filter((name) => name !== undefined))].sort();
}

function objectives(slo: unknown): string {
  const available = numberAt(slo, "availability");
  const latencies = ["p95", "p99"].flatMap((share) => {
    const time = textAt(slo, "latency", share);
    return time === undefined ? [] : [`${share} ${time}`];
  });
  return [...(available === undefined ? [] : [`${available}%`]), ...latencies].join(", ");
}

function fixed(kind: string, inputs: unknown): string {
  if (kind === "DaemonSet") return "one a node";
  if (kind === "CronJob") return textAt(inputs, "spec", "schedule") ?? "";
  return textAt(inputs, "spec", "replicas") ?? "1";
}

function indexOf(view: View): Index {
  const scalers = [...scalersOf(view)].map(([target, { min, max, by }]) => [target, `${min}..${max} ${by}`] as const);
  return { scalers: new Map(scalers), urls: urlsOf(view) };
}

/** URLs of each Service: hosts and paths of the routes that name it, by the scheme of the gateway they attach to. */
function urlsOf(view: View): Map<string, string[]> {
  const schemes = schemesOf(view);
  const urls = new Map<string, string[]>();
  for (const inputs of view.kubernetes("HTTPRoute").map((resource) => view.inputs(resource))) {
    const namespace = textAt(inputs, "metadata", "namespace") ?? "";
    const scheme = schemes.get(textAt(inputs, "spec", "parentRefs", 0, "name") ?? "") ?? "http";
    const hosts = listAt(inputs, "spec", "hostnames").map((host) => `${scheme}://${String(host)}`);
    for (const rule of listAt(inputs, "spec", "rules")) {
      const path = (textAt(rule, "matches", 0, "path", "value") ?? "/").replace(/^\/$/, "");
      for (const backend of listAt(rule, "backendRefs")) {
        const key = `${textAt(backend, "namespace") ?? namespace}/${textAt(backend, "name") ?? ""}`;
        urls.set(key, [...new Set([...(urls.get(key) ?? []), ...hosts.map((host) => host + path)])]);
      }
    }
  }
  return urls;
}

function schemesOf(view: View): Map<string, string> {
  const gateways = view.kubernetes("Gateway").map((resource) => view.inputs(resource));
  return new Map(
    gateways.map((inputs) => {
      const secure = listAt(inputs, "spec", "listeners").some((one) => textAt(one, "protocol") === "HTTPS");
      return [textAt(inputs, "metadata", "name") ?? "", secure ? "https" : "http"];
    }),
  );
}

/** Charts have children on the engine; they are the add-ons' and not the stack's services. */
function isOfChart(resource: RecordedResource, view: View): boolean {
  return view.get(resource.parent)?.type.startsWith("kubernetes:helm.sh") ?? false;
}
