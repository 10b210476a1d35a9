import type { Api, KubeObject } from "../../cluster/support/api";

type Json = Record<string, any>;

/**
 * Changes an object as Pulumi's provider does: by server-side apply, without what `ignoreChanges` leaves to the manager
 * that wrote it last, and with force where the object says so (pulumi-kubernetes v4.34, provider/pkg/await/await.go,
 * `ssaUpdate`, `handleSSAIgnoreFields` and `patchForce`).
 *
 * @throws Refused with the API server's words, such as a conflict of field managers.
 */
export async function update(api: Api, object: KubeObject, ignored: string[] = []): Promise<KubeObject> {
  const live = await api.get(object);
  const managed = (live.metadata["managedFields"] ?? []) as Json[];
  const [ours, theirs] = [true, false].map((own) => managed.filter(({ manager }) => (manager === "platform") === own));
  const inputs = structuredClone(object);
  // The provider splits a path at its dots and finds nothing by one with a star.
  for (const path of ignored.filter((one) => !one.includes("*")).map((one) => one.split("."))) {
    const isOf = (entries: Json[] = []) => entries.some(({ fieldsV1 }) => hasField(fieldsV1 as Json, path));
    const value = isOf(theirs) && !isOf(ours) ? undefined : valueAt(live, path);
    if (value !== undefined || (isOf(theirs) && !isOf(ours))) set(inputs, path, value);
  }
  return api.apply(inputs);
}

/** Whether a set of managed fields has a path: `f:spec` below it `f:selector`. */
function hasField(fields: Json | undefined, path: string[]): boolean {
  const [key, ...below] = path;
  if (key === undefined) return fields !== undefined;
  return fields !== undefined && hasField(fields[`f:${key}`] as Json | undefined, below);
}

function valueAt(object: Json, path: string[]): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], object);
}

function set(object: Json, path: string[], value: unknown): void {
  const [key = "", ...below] = path;
  if (below.length) set((object[key] ??= {}) as Json, below, value);
  else if (value === undefined) delete object[key];
  else object[key] = value;
}
