import { z } from "zod";
import { storageSettings } from "../../../components/storage/settings";

/** Values that the JSON Schema of a storage class offers for a key. */
export function jsonSchemaOf(key: string): unknown {
  const schema = z.toJSONSchema(storageSettings({ reclaimPolicy: "Delete" }), { io: "input", unrepresentable: "any" });
  const item = schema.additionalProperties as z.core.JSONSchema.BaseSchema;
  return (item.properties?.[key] as z.core.JSONSchema.BaseSchema).enum;
}
