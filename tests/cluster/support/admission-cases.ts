import { podPath, set, workload } from "../../policies/support/workloads";
import type { RecordedResource } from "../../../preview/recorded";
import type { KubeObject } from "./api";

type Json = Record<string, unknown>;

/** One deviation of a pod that no rule complains about. */
export interface PodCase {
  what: string;
  changes: Json;
}

const container = (changes: Json): Json => prefixed("containers.0.", changes);
const prefixed = (prefix: string, changes: Json): Json =>
  Object.fromEntries(Object.entries(changes).map(([path, value]) => [prefix + path, value]));

const one = (what: string, changes: Json): PodCase => ({ what, changes });
const digest = `@sha256:${"a".repeat(64)}`;

/** Deviations of the first container, of another one, or of the pod. Those that the API refuses itself are not here. */
export const podCases: PodCase[] = [
  one("nothing wrong", {}),
  one("a root that can be written", container({ "securityContext.readOnlyRootFilesystem": false })),
  one("a root that nothing is said of", container({ "securityContext.readOnlyRootFilesystem": undefined })),
  one("a root of a plain init container", { "initContainers.0.securityContext.readOnlyRootFilesystem": false }),
  one("a root of a sidecar", { "initContainers.1.securityContext.readOnlyRootFilesystem": undefined }),
  one("root's group", { "securityContext.runAsGroup": 0 }),
  one("root's group, of files", { "securityContext.fsGroup": 0 }),
  one("root's group, beside another", { "securityContext.supplementalGroups": [1000, 0] }),
  one("root's group, of a container", container({ "securityContext.runAsGroup": 0 })),
  one("root's group, of the pod's own users", { hostUsers: false, "securityContext.runAsGroup": 0 }),
  one("the default account", { serviceAccountName: "default" }),
  one("no account", { serviceAccountName: undefined }),
  one("a token that nobody asked for", { automountServiceAccountToken: undefined }),
  one("a token that somebody asked for", { automountServiceAccountToken: true }),
  one("a priority of the cluster's own", { priorityClassName: "system-cluster-critical" }),
  one("no requests", container({ "resources.requests": undefined, "resources.limits": { memory: "256Mi" } })),
  one("no CPU request", container({ "resources.requests.cpu": undefined })),
  one("a request of nothing", container({ "resources.requests.cpu": "0" })),
  one("no requests of an init container", { "initContainers.0.resources.requests": undefined }),
  one("no memory limit", container({ "resources.limits": undefined })),
  one("a CPU limit", container({ "resources.limits.cpu": "1" })),
  one("a memory limit at four times the request", container({ "resources.limits.memory": "512Mi" })),
  one("a memory limit above four times the request", container({ "resources.limits.memory": "513Mi" })),
  one(
    "amounts in other units",
    container({ resources: { requests: { cpu: 0.5, memory: "1G" }, limits: { memory: "4G" } } }),
  ),
  one("no readiness", container({ readinessProbe: undefined })),
  one("no liveness", container({ livenessProbe: undefined })),
  one("no readiness of a sidecar", { "initContainers.1.readinessProbe": undefined }),
  one(
    "liveness like readiness",
    container({
      livenessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 10, failureThreshold: 3 },
      readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 10, failureThreshold: 3 },
    }),
  ),
  one(
    "liveness like readiness, but more patient",
    container({
      livenessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 10, failureThreshold: 4 },
      readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 10, failureThreshold: 3 },
    }),
  ),
  one("a probe of a port that is not declared", container({ "readinessProbe.httpGet.port": 9999 })),
  one("a probe of the port's number", container({ "readinessProbe.httpGet.port": 8000 })),
  one("a probe by gRPC", container({ readinessProbe: { grpc: { port: 8000 } } })),
  one("a probe by gRPC of another port", container({ readinessProbe: { grpc: { port: 8001 } } })),
  one("a probe that waits longer than it asks", container({ "readinessProbe.timeoutSeconds": 6 })),
  one("a liveness that gives up after 20 s", container({ "livenessProbe.failureThreshold": 2 })),
  one("a start of 55 s", container({ "startupProbe.failureThreshold": 11 })),
  one("a start of 60 s", container({ "startupProbe.failureThreshold": 12 })),
  one(
    "no startup probe, and liveness after 40 s",
    container({ startupProbe: undefined, "livenessProbe.initialDelaySeconds": 10 }),
  ),
  one(
    "no startup probe, and liveness after 60 s",
    container({ startupProbe: undefined, "livenessProbe.initialDelaySeconds": 30 }),
  ),
  one("a grace that the hook uses up", { terminationGracePeriodSeconds: 19 }),
  one("a grace that leaves five seconds", { terminationGracePeriodSeconds: 20 }),
  one("a default grace, and a hook of 26 s", {
    terminationGracePeriodSeconds: undefined,
    "containers.0.lifecycle.preStop.sleep.seconds": 26,
  }),
  one("a hook that is a command", container({ "lifecycle.preStop": { exec: { command: ["sh", "-c", "sleep 58"] } } })),
  one("a hook that is another command", container({ "lifecycle.preStop": { exec: { command: ["/stop"] } } })),
  ...[
    "nginx",
    "nginx:latest",
    `nginx${digest}`,
    `nginx:latest${digest}`,
    "localhost:5000/a/b:1",
    "localhost:5000/a/b",
  ].map((image) => one(`image ${image}`, container({ image }))),
  ...[
    "ghcr.io/org/api:1",
    "quay.io/other/api:1",
    "quay.io/org/api:1",
    "quay.io/org/a/b",
    `quay.io/org/api:1${digest}`,
    "Api:1",
  ].map((image) => one(`image ${image}`, container({ image }))),
  one("a secret in the environment", container({ env: [{ name: "DB_PASSWORD", value: "correct horse" }] })),
  one("a key in the environment", container({ env: [{ name: "X", value: "AKIAIOSFODNN7EXAMPLE" }] })),
  one("an address with a password", container({ env: [{ name: "URL", value: "postgres://app:secret1@db/app" }] })),
  one("a path to a secret", container({ env: [{ name: "DB_PASSWORD", value: "/run/secrets/db" }] })),
  one("a number of tokens", container({ env: [{ name: "MAX_TOKEN", value: "4096" }] })),
  one("a variable that is not a secret", container({ env: [{ name: "TOKEN_TTL", value: "five minutes" }] })),
  one(
    "a Secret in the environment",
    container({ env: [{ name: "X", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }] }),
  ),
  one(
    "a field in the environment",
    container({ env: [{ name: "X", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] }),
  ),
  one("a whole Secret in the environment", container({ envFrom: [{ secretRef: { name: "a" } }] })),
  one("a ConfigMap in the environment", container({ envFrom: [{ configMapRef: { name: "a" } }] })),
];

/** Deviations of the objects around the pod. */
export const objectCases: [what: string, kind: string, changes: Json][] = [
  ["a Deployment without a label of its team", "apps/v1:Deployment", { "metadata.labels.platform/team": undefined }],
  ...["apps/v1:Deployment", "apps/v1:StatefulSet", "batch/v1:CronJob", "core/v1:PodTemplate"].map(
    (kind): [string, string, Json] => [
      "pods without a label of their team",
      kind,
      { [`${templatePath(kind)}metadata.labels.platform/team`]: undefined },
    ],
  ),
  ["a Deployment in `default`", "apps/v1:Deployment", { "metadata.namespace": "default" }],
  ["a waiver", "apps/v1:Deployment", { ...noProbe("apps/v1:Deployment"), ...waiver("it has none until 2027-01-31") }],
  ["a waiver without an end", "apps/v1:Deployment", { ...noProbe("apps/v1:Deployment"), ...waiver("it has none") }],
  ["a Job without a deadline", "batch/v1:Job", { "spec.activeDeadlineSeconds": undefined }],
  ["a Job with too long a deadline", "batch/v1:Job", { "spec.activeDeadlineSeconds": 86_401 }],
  ["a Job that tries seven times", "batch/v1:Job", { "spec.backoffLimit": 7 }],
  ["a CronJob without a deadline", "batch/v1:CronJob", { "spec.jobTemplate.spec.activeDeadlineSeconds": undefined }],
  ["a CronJob that piles up", "batch/v1:CronJob", { "spec.concurrencyPolicy": "Allow" }],
  ["a CronJob that replaces", "batch/v1:CronJob", { "spec.concurrencyPolicy": "Replace" }],
  ["a CronJob that may start too early to be found", "batch/v1:CronJob", { "spec.startingDeadlineSeconds": 9 }],
];

function noProbe(kind: string): Json {
  return { [`${podPath(kind)}.containers.0.livenessProbe`]: undefined };
}

function waiver(text: string): Json {
  return { "metadata.annotations.platform/waive\\.liveness-probe": text };
}

/** A workload of a kind, as the pack is asked about it; the API takes no debugger's container with a new pod. */
export function asked(kind: string, changes: Json): RecordedResource {
  const labels = { app: "api", "platform/team": "shop", "platform/cost-center": "shop" };
  return workload(kind, {
    "metadata.labels": labels,
    [`${templatePath(kind)}metadata.labels`]: { ...labels },
    [`${podPath(kind)}.ephemeralContainers`]: undefined,
    ...changes,
  });
}

/** Changes of a pod as changes of a workload of a kind. */
export function inPod(kind: string, changes: Json): Json {
  return prefixed(`${podPath(kind)}.`, changes);
}

/** The same as the API server wants it: with what it demands of each kind beside the pod. */
export function posted(kind: string, { inputs }: RecordedResource): KubeObject {
  const [version = "", name = ""] = kind.split(":");
  const object = structuredClone(inputs) as KubeObject;
  object.apiVersion = version.replace(/^core\//, "");
  object.kind = name;
  const app = { app: "api" };
  if (/Deployment|StatefulSet|DaemonSet|ReplicaSet|Rollout/.test(name))
    set(object, "spec.selector", { matchLabels: app });
  if (name === "StatefulSet") set(object, "spec.serviceName", "api");
  if (name === "CronJob") set(object, "spec.schedule", "0 3 * * *");
  if (name === "ReplicationController") set(object, "spec.selector", app);
  return object;
}

/** Where the pod's own metadata is: that of a bare pod is the object's. */
function templatePath(kind: string): string {
  return podPath(kind).replace(/spec$/, "");
}
