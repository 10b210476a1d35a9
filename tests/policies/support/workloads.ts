import type { RecordedResource } from "../../../preview/recorded";
import { runPolicies, type Finding, type PolicyRun } from "../../../preview/policy-run";
import { rules } from "../../../policies/rules";

/** What the Node SDK sends for a value that isn't known yet: @pulumi/pulumi runtime/rpc.js, unknownValue. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Json = Record<string, unknown>;

const resources = { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } };
const securityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const probes = {
  startupProbe: { httpGet: { path: "/live", port: "http" }, periodSeconds: 5, failureThreshold: 24 },
  livenessProbe: {
    httpGet: { path: "/live", port: "http" },
    periodSeconds: 10,
    timeoutSeconds: 3,
    failureThreshold: 3,
  },
  readinessProbe: {
    httpGet: { path: "/ready", port: "http" },
    periodSeconds: 5,
    timeoutSeconds: 2,
    failureThreshold: 3,
  },
};

/** A pod that no rule complains about, with a container of each role. */
export function podSpec(): Json {
  return unshared({
    serviceAccountName: "api",
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "api",
        image: "api:1",
        ports: [{ name: "http", containerPort: 8000 }],
        lifecycle: { preStop: { sleep: { seconds: 15 } } },
        securityContext,
        resources,
        ...probes,
      },
    ],
    initContainers: [
      { name: "migrate", image: "api:1", securityContext, resources },
      {
        name: "proxy",
        image: "proxy:1",
        restartPolicy: "Always",
        ports: [{ name: "http", containerPort: 9000 }],
        securityContext,
        resources,
        ...probes,
      },
    ],
    ephemeralContainers: [{ name: "debug", image: "debug:1", securityContext }],
    volumes: [{ name: "tmp", emptyDir: {} }],
  });
}

/** A copy in which no two places are one object, unlike structuredClone's. */
function unshared(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

export const longRunningKinds = [
  "apps/v1:Deployment",
  "apps/v1:StatefulSet",
  "apps/v1:DaemonSet",
  "apps/v1:ReplicaSet",
  "core/v1:ReplicationController",
  "core/v1:Pod",
  "core/v1:PodTemplate",
  "argoproj.io/v1alpha1:Rollout",
];
export const kinds = [...longRunningKinds, "batch/v1:Job", "batch/v1:CronJob"];

/** Where the pod spec is in an object of the kind. */
export function podPath(kind: string): string {
  const name = kind.split(":")[1];
  return name === "Pod"
    ? "spec"
    : name === "PodTemplate"
      ? "template.spec"
      : name === "CronJob"
        ? "spec.jobTemplate.spec.template.spec"
        : "spec.template.spec";
}

const job = (spec: string): Json => ({
  [`${spec}.activeDeadlineSeconds`]: 3600,
  [`${spec}.template.spec.restartPolicy`]: "Never",
});
/** What Jobs must say beside their pod. */
const jobSettings: Record<string, Json> = {
  "batch/v1:Job": job("spec"),
  "batch/v1:CronJob": {
    ...job("spec.jobTemplate.spec"),
    "spec.concurrencyPolicy": "Forbid",
    "spec.startingDeadlineSeconds": 60,
  },
};

export function resource(type: string, inputs: Json, name = "api"): RecordedResource {
  return {
    urn: `urn:pulumi:test::platform::${type}::${name}`,
    type,
    name,
    parent: undefined,
    provider: undefined,
    custom: true,
    remote: false,
    inputs,
    dependencies: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    deletedWith: undefined,
  };
}

/** An object of any workload kind that no rule complains about, changed at paths of its own. */
export function workload(kind = "apps/v1:Deployment", changes: Json = {}): RecordedResource {
  const inputs: Json = {
    metadata: { name: "api", namespace: "shop", annotations: { "platform/config-path": "services.api" } },
  };
  set(inputs, podPath(kind), podSpec());
  for (const [path, value] of Object.entries(jobSettings[kind] ?? {})) {
    set(inputs, path, value);
  }
  for (const [path, value] of Object.entries(changes)) {
    set(inputs, path, value);
  }
  return resource(`kubernetes:${kind}`, inputs);
}

/** The same, changed at paths of its pod. */
export function pod(changes: Json, kind = "apps/v1:Deployment"): RecordedResource {
  return workload(
    kind,
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`${podPath(kind)}.${path}`, value])),
  );
}

/** Sets, or removes when `undefined`. Steps are separated by dots; `a\.b` is one step. */
export function set(object: Json, path: string, value: unknown): void {
  const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
  const last = steps.pop() ?? "";
  const owner = steps.reduce<Json>((at, step) => (at[step] ??= {}) as Json, object);
  if (value === undefined) {
    delete owner[last];
  } else {
    owner[last] = value;
  }
}

export const today = "2026-06-01";

/**
 * Rules about what stands around a workload (budgets, network policies, …), which a workload by itself can't satisfy.
 * They are off unless a test's config says otherwise; their own tests run them by `runStrictly`.
 */
const around = Object.fromEntries(
  rules
    .filter((rule) => rule.name === "no-bare-pods" || ("validateStack" in rule && !rule.tags?.includes("quotas")))
    .map(({ name }) => [name, "disabled"]),
);

export function run(resources: RecordedResource[], config: unknown = {}): Promise<PolicyRun> {
  return runStrictly(resources, { ...around, ...(config as Json) });
}

/** Every rule, at its own level. */
export function runStrictly(resources: RecordedResource[], config: unknown = {}): Promise<PolicyRun> {
  return runPolicies({ resources, stack: "test", project: "platform", config, rules, today });
}

export async function findings(resources: RecordedResource[], config: unknown = {}): Promise<Finding[]> {
  const result = await run(resources, config);
  if (result.problems.length > 0) {
    throw new Error(result.problems.join("\n"));
  }
  return result.findings;
}

/** Names of the rules that complain, each once. */
export async function complaining(resources: RecordedResource[], config: unknown = {}): Promise<string[]> {
  return [...new Set((await findings(resources, config)).map((finding) => finding.policy))];
}
