import type { RecordedResource } from "../../preview/recorded";
import { View } from "../../preview/view";
import { waysIn } from "./definitions";

/** What a container can't start without. */
interface Need {
  kind: "Secret" | "ConfigMap" | "PersistentVolumeClaim";
  name: string;
}

type Json = Record<string, any>;

/** Keys below which charts and pods name what is mounted, or read into the environment. */
const needs: Record<string, (value: Json) => Need | undefined> = {
  secret: ({ secretName, optional }) => named("Secret", secretName, optional),
  configMap: ({ name, optional }) => named("ConfigMap", name, optional),
  secretKeyRef: ({ name, optional }) => named("Secret", name, optional),
  configMapKeyRef: ({ name, optional }) => named("ConfigMap", name, optional),
  secretRef: ({ name, optional }) => named("Secret", name, optional),
  configMapRef: ({ name, optional }) => named("ConfigMap", name, optional),
  persistentVolumeClaim: ({ claimName }) => named("PersistentVolumeClaim", claimName),
};

/** The same in values of charts whose key is a word of the chart. */
const words: Record<string, Need["kind"]> = { existingSecret: "Secret", configSecret: "Secret" };

function named(kind: Need["kind"], name: unknown, optional?: unknown): Need | undefined {
  return typeof name === "string" && name !== "" && optional !== true ? { kind, name } : undefined;
}

function needsIn(value: unknown): Need[] {
  if (Array.isArray(value)) return value.flatMap(needsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Json).flatMap(([key, part]): Need[] => {
    const kind = words[key];
    const own = typeof part === "object" && part !== null ? needs[key]?.(part as Json) : kind && named(kind, part);
    return [...(own ? [own] : []), ...needsIn(part)];
  });
}

/** What an object brings into its namespace; the Secrets of a SecretProviderClass come with the pod that mounts it. */
function brought(kind: string | undefined, { metadata, spec }: Json): (Need | undefined)[] {
  if (kind === "Secret" || kind === "ConfigMap" || kind === "PersistentVolumeClaim")
    return [named(kind, metadata?.name)];
  if (kind === "SealedSecret") return [named("Secret", metadata?.name)];
  if (kind === "SecretProviderClass")
    return (spec?.secretObjects ?? []).map(({ secretName }: Json) => named("Secret", secretName));
  return kind === "Certificate" ? [named("Secret", spec?.secretName)] : [];
}

const makesPods = /:(Deployment|StatefulSet|DaemonSet|Job|Rollout|ReplicaSet|Pod)$/;
const installs = /^kubernetes:helm\.sh\//;

/**
 * What pods of the program and of its charts can't start without, and that isn't there yet when they are waited for:
 * `what: Secret namespace/name`. The deployment would wait for pods that wait for what comes after them. Nobody waits for
 * the pods of a CronJob.
 *
 * @param outside what is made by nobody of the program, as `namespace/name`.
 */
export function startedTooEarly(resources: RecordedResource[], outside: (name: string) => boolean): string[] {
  const view = new View(resources);
  const reached = waysIn(resources);
  const inputs = (one: RecordedResource) => view.inputs(one) as Json;
  const makers = new Map<string, RecordedResource>();
  for (const one of resources.filter(({ type }) => type.startsWith("kubernetes:"))) {
    for (const need of brought(one.type.split(":").at(-1), inputs(one))) {
      if (need) makers.set(keyOf(need, String(inputs(one)["metadata"]?.namespace ?? "")), one);
    }
  }
  return resources.flatMap((one) => {
    const chart = installs.test(one.type);
    if (!chart && !makesPods.test(one.type)) return [];
    const { namespace, metadata, values, spec, skipAwait } = inputs(one);
    if (skipAwait === true || metadata?.annotations?.["pulumi.com/skipAwait"] === "true") return [];
    const home = String((chart ? namespace : metadata?.namespace) ?? "");
    const way = reached(one.urn);
    const own = ((chart && values?.extraObjects) || []).flatMap((extra: Json) => brought(extra["kind"], extra));
    const itself = new Set(own.map((need: Need | undefined) => need && keyOf(need, home)));
    const keys = new Set(needsIn(chart ? values : spec).map((need) => keyOf(need, home)));
    return [...keys]
      .filter((key) => !itself.has(key))
      .flatMap((key) => {
        const maker = makers.get(key);
        const fine = maker ? way.has(maker.urn) : outside(key.split(" ")[1] ?? "");
        return fine ? [] : [`${one.name}: ${key}${maker ? "" : " (of nobody)"}`];
      });
  });
}

function keyOf({ kind, name }: Need, namespace: string): string {
  return `${kind} ${namespace}/${name}`;
}
