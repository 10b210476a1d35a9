import type { Api, KubeObject } from "./api";
import { until } from "./wait";

const space = "judged";

/** An object of any kind in the builders' namespace. */
export function object(apiVersion: string, kind: string, name: string, spec?: Record<string, unknown>): KubeObject {
  const annotations = { "platform/config-path": "tests.bad" };
  return { apiVersion, kind, metadata: { name, namespace: space, annotations }, ...(spec && { spec }) };
}

/** The namespace that the other builders' objects live in: restricted, with a quota and a limit range. */
export function namespace(): KubeObject[] {
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: space, labels } },
    object("v1", "ServiceAccount", "default"),
    object("v1", "ResourceQuota", "quota", { hard: { "requests.memory": "4Gi", pods: "20" } }),
    object("v1", "LimitRange", "limits", { limits: [{ type: "Container", max: { cpu: "2" } }] }),
  ];
}

/** Makes that namespace, and waits until its quota counts: before that the API server admits everything. */
export async function makeNamespace(api: Api): Promise<void> {
  for (const one of namespace()) await api.apply(one);
  await until("the quota is in force", 30, async () => {
    const [quota] = await api.list("v1", "ResourceQuota", { namespace: space });
    return quota?.status?.hard === undefined ? "no figures yet" : undefined;
  });
}

/** Deviations of a pod from the valid one. */
export interface PodDeviation {
  metadata?: Record<string, unknown>;
  spec?: Record<string, unknown>;
  container?: Record<string, unknown>;
}

/** A pod that the namespace admits. */
export function pod({ metadata = {}, ...deviation }: PodDeviation): KubeObject {
  const valid = object("v1", "Pod", "pod", podSpec(deviation));
  return { ...valid, metadata: { ...valid.metadata, ...metadata } };
}

/** The spec of a pod that the namespace admits. */
export function podSpec({ spec = {}, container = {} }: PodDeviation): Record<string, unknown> {
  const amounts = { cpu: "100m", memory: "64Mi" };
  return {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "main",
        image: "registry.example/app:1.0.0",
        resources: { requests: amounts, limits: amounts },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        ...container,
      },
    ],
    ...spec,
  };
}

/** A Deployment that the API server accepts; its pods are those of `pod`. */
export function deployment(deviation: {
  spec?: Record<string, unknown>;
  strategy?: Record<string, unknown>;
  labels?: Record<string, string>;
  pod?: PodDeviation;
}): KubeObject {
  return object("apps/v1", "Deployment", "a", {
    replicas: 1,
    selector: { matchLabels: { app: "a" } },
    ...(deviation.strategy && { strategy: { type: "RollingUpdate", rollingUpdate: deviation.strategy } }),
    template: { metadata: { labels: deviation.labels ?? { app: "a" } }, spec: podSpec(deviation.pod ?? {}) },
    ...deviation.spec,
  });
}

/** A route of the Gateway API; the deviation is of its one rule. */
export function route(deviation: Record<string, unknown>): KubeObject {
  const rule = { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "a", port: 80 }] };
  const parentRefs = [{ name: "public" }];
  return object("gateway.networking.k8s.io/v1", "HTTPRoute", "a", { parentRefs, rules: [{ ...rule, ...deviation }] });
}
