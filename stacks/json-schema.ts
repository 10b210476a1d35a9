import { z } from "zod";
import { project } from "./config";
import { stackSchema } from "./schema";
import { type TierName, tierNames, tiers } from "./tiers";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * JSON Schema of a `Pulumi.<stack>.yaml`, for completion and checks in an editor.
 *
 * Made from the zod schema of each tier: where tiers differ in a default, the schema names each instead of one.
 */
export function jsonSchema(): z.core.JSONSchema.BaseSchema {
  const { properties = {}, required = [] } = withDefaultsOfAllTiers(
    tierNames.map((tier) => [tier, settingsSchema(tier)]),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Config of a platform stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [`${project}:${key}`, value])),
        required: required.map((key) => `${project}:${key}`),
      },
      encryptionsalt: { type: "string" },
      secretsprovider: { type: "string" },
      environment: {},
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/** JSON Schema of the settings of one tier, its defaults filled in. */
function settingsSchema(tier: TierName): JsonObject {
  return z.toJSONSchema(stackSchema(tiers[tier]), {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    reused: "inline",
  }) as JsonObject;
}

/** One schema of several that are alike but for their defaults. */
function withDefaultsOfAllTiers(schemas: [TierName, JsonObject][]): z.core.JSONSchema.BaseSchema {
  return merged(schemas, schemas[0]?.[1] ?? {}) as z.core.JSONSchema.BaseSchema;
}

function merged(schemas: (readonly [TierName, Json | undefined])[], value: Json): Json {
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== "object") return value;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    const all = schemas.map(([tier, schema]) => [tier, (schema as JsonObject | undefined)?.[key]] as const);
    if (key !== "default") result[key] = merged(all, inner);
  }
  const defaults = schemas.map(([tier, schema]) => [tier, (schema as JsonObject | undefined)?.default] as const);
  const distinct = new Set(defaults.map(([, given]) => JSON.stringify(given)));
  const [only] = defaults;
  if (distinct.size === 1 && only?.[1] !== undefined) result.default = only[1];
  if (distinct.size > 1) {
    const list = defaults.map(([tier, given]) => `${tier} ${given === undefined ? "none" : JSON.stringify(given)}`);
    const text = typeof result.description === "string" ? `${result.description} ` : "";
    result.description = `${text}Default: ${list.join(", ")}.`;
  }
  return result;
}
