import { isDeepStrictEqual } from "node:util";
import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import { each } from "./wait";

/** Applies every object again and names those that changed by it. */
export async function unchangedOrDiffers(api: Api, objects: KubeObject[]): Promise<string[]> {
  const changed = await each(objects, async (object) => {
    const before = comparable(await api.get(object));
    const after = comparable(await api.apply(object));
    return isDeepStrictEqual(before, after) ? [] : [`${nameOf(object)}${pathOf(object)}`];
  });
  return changed.flat();
}

/**
 * Without what controllers write in the meantime (the status, and the version and the managers that it adds), and
 * without the time at which fields were last said, which the API server renews for policies of admission.
 */
function comparable(object: KubeObject): unknown {
  const { managedFields, ...metadata } = object.metadata;
  const ours = (managedFields as any[])
    .filter(({ manager, subresource }) => manager === "platform" && !subresource)
    .map(({ fieldsV1 }) => fieldsV1 as unknown);
  return { ...object, status: undefined, metadata: { ...metadata, resourceVersion: undefined, managedFields: ours } };
}
