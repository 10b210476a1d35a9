import { expect } from "chai";
import type { RecordedResource } from "../../../preview/recorded";
import { pod, resource, runStrictly, set, workload } from "./workloads";

export type Json = Record<string, unknown>;

/** What one rule says of a stack: `violation` or `unknown`, with kind and name of what it complains about. */
export async function says(rule: string, resources: RecordedResource[], config: Json = {}): Promise<string[]> {
  const settings = { all: "disabled", [rule]: { enforcementLevel: "mandatory", ...config } };
  const { findings, problems } = await runStrictly(resources, settings);
  expect(problems).to.deep.equal([]);
  return findings.map(({ kind, urn }) => `${kind} ${urn.split(":").slice(-3).filter(Boolean).join(" ")}`);
}

const apis: Record<string, string> = {
  HorizontalPodAutoscaler: "autoscaling/v2",
  PodDisruptionBudget: "policy/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  Ingress: "networking.k8s.io/v1",
  Gateway: "gateway.networking.k8s.io/v1",
  HTTPRoute: "gateway.networking.k8s.io/v1",
  EnvoyProxy: "gateway.envoyproxy.io/v1alpha1",
  Namespace: "core/v1",
  Service: "core/v1",
  ScaledObject: "keda.sh/v1alpha1",
};

/** An object of the namespace `shop`. */
export function kube(kind: string, name: string, spec: unknown, metadata: Json = {}): RecordedResource {
  const inputs = { metadata: { name, namespace: "shop", ...metadata }, spec: structuredClone(spec) };
  return resource(`kubernetes:${apis[kind] ?? "core/v1"}:${kind}`, inputs, name);
}

/** A resource that depends on those beside it. */
export const make = (type: string, name: string, inputs: Json, ...beside: RecordedResource[]): RecordedResource => ({
  ...resource(type, structuredClone(inputs), name),
  dependencies: beside.map(({ urn }) => urn),
});

export const labels = { app: "api" };

/** A Deployment of so many pods with labels that a selector can take. */
export function deployment(replicas: unknown, changes: Json = {}): RecordedResource {
  const one = workload("apps/v1:Deployment", { "spec.replicas": replicas, "spec.template.metadata.labels": labels });
  Object.entries(changes).forEach(([path, value]) => {
    set(one.inputs, path, structuredClone(value));
  });
  return one;
}

export { pod };
