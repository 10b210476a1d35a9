import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import type { ConfigMapSettings, EnvSettings } from "./config-settings";
import { inEnvOrder } from "./env-order";

type EnvVar = k8s.types.input.core.v1.EnvVar;

/** The ConfigMap of a service. */
export interface ConfigMapPlan {
  /**
   * Name with a checksum of the content. Pulumi replaces a ConfigMap whose data changes: under a new name the new one is
   * there before a pod needs it, and the old one until the last pod that reads it is gone.
   */
  name: string;
  checksum: string;
  data: Record<string, string>;
  /** Keys that are environment variables. */
  variables: string[];
  /** Keys that are files. */
  files: string[];
  /** Directory of the files in the container. */
  directory: string;
}

/** Plan of the ConfigMap; undefined where there is nothing in it. The order of the keys changes nothing. */
export function configMapPlan(service: string, config: ConfigMapSettings | undefined): ConfigMapPlan | undefined {
  if (!config) return undefined;
  const variables = Object.keys(config.env).sort();
  const files = Object.keys(config.files).sort();
  if (variables.length + files.length === 0) return undefined;
  const data = Object.fromEntries([
    ...variables.map((name) => [name, plainValue(config.env[name])]),
    ...files.map((name) => [name, config.files[name] ?? ""]),
  ]) as Record<string, string>;
  const checksum = createHash("sha256").update(JSON.stringify(data)).digest("hex");
  return {
    name: `${service}-config-${checksum.slice(0, 8)}`,
    checksum,
    data,
    variables,
    files,
    directory: config.path,
  };
}

/** Environment of a container, by name and after what it refers to: what was said under `env`, the variables of the ConfigMap, and the platform's. */
export function containerEnv(env: EnvSettings, config: ConfigMapPlan | undefined, given: EnvVar[] = []): EnvVar[] {
  const own = Object.entries(env).map(([name, value]) =>
    typeof value === "object" && "secret" in value
      ? { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } }
      : { name, value: plainValue(value) },
  );
  const shared = (config?.variables ?? []).map((name) => ({
    name,
    valueFrom: { configMapKeyRef: { name: config?.name ?? "", key: name } },
  }));
  // What a stack says itself stands before what the platform gives.
  const said = new Set([...own, ...shared].map(({ name }) => name));
  const defaults = given.filter(({ name }) => typeof name !== "string" || !said.has(name));
  return inEnvOrder([...own, ...shared, ...defaults]);
}

function plainValue(value: EnvSettings[string] | undefined): string {
  if (typeof value === "string") return value;
  return value && "value" in value ? value.value : "";
}
