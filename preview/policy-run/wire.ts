import { unknownCheckingProxy } from "@pulumi/policy";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

/**
 * From the values that a program sends to the engine, to those that the engine sends to a policy pack.
 *
 * In between the engine drops keys that begin with two underscores, and writes references to other resources as their
 * id or URN (pulumi/pulumi, pkg/resource/plugin/analyzer_plugin.go: KeepUnknowns, KeepSecrets, SkipInternalKeys). The
 * rest is the SDK's own: its deserialization, which unwraps secrets, and its proxy, which refuses to read unknowns.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- not in the package's types, but what the SDK's server calls
const sdk = require("@pulumi/policy/deserialize") as {
  deserializeProperties(
    struct: { toJavaScript(): Record<string, unknown> },
    keepSecrets: boolean,
  ): Record<string, unknown>;
};

export interface PolicyProps {
  /** What a rule may read. */
  props: Record<string, unknown>;
  /** Secret strings and numbers of the resource: none of them may end up in a message. */
  secrets: Set<string>;
}

export function policyProps(inputs: Record<string, unknown>): PolicyProps {
  const secrets = new Set<string>();
  const wire = engineObject(inputs, secrets, false);
  return { props: unknownCheckingProxy(fromWire(wire, false)) as Record<string, unknown>, secrets };
}

/** The SDK's objects of what the engine sends; secrets are unwrapped, or kept as such behind their values. */
export function fromWire(wire: Record<string, unknown>, keepSecrets: boolean): Record<string, unknown> {
  return sdk.deserializeProperties({ toJavaScript: () => wire }, keepSecrets);
}

/** What the engine sends of an object that a program sent to it; secret scalars are added to `secrets`. */
export function engineObject(
  object: Record<string, unknown>,
  secrets: Set<string>,
  secret: boolean,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    if (!key.startsWith("__") && object[key] !== undefined) {
      result[key] = engineValue(object[key], secrets, secret);
    }
  }
  return result;
}

function engineValue(value: unknown, secrets: Set<string>, secret: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => engineValue(item ?? null, secrets, secret));
  }
  if (typeof value === "object" && value !== null) {
    return special(value as Record<string, unknown>, secrets, secret);
  }
  if (secret && (typeof value === "string" || typeof value === "number") && value !== rpc.unknownValue) {
    secrets.add(String(value));
  }
  return value;
}

function special(object: Record<string, unknown>, secrets: Set<string>, secret: boolean): unknown {
  switch (object[rpc.specialSigKey]) {
    case undefined:
      return engineObject(object, secrets, secret);
    case rpc.specialSecretSig:
      return { ...object, value: engineValue(object["value"] ?? null, secrets, true) };
    case rpc.specialOutputValueSig:
      return "value" in object
        ? engineValue(object["value"], secrets, secret || object["secret"] === true)
        : rpc.unknownValue;
    case rpc.specialResourceSig:
      return object["id"] === "" ? rpc.unknownValue : (object["id"] ?? object["urn"]);
    default:
      return object; // Assets and archives: the SDK makes objects of them.
  }
}

/** Takes a resource's secret values out of a text. Short ones (`0`, `on`) only where they stand alone in quotes. */
export function redact(text: string, secrets: Set<string>): string {
  let result = text;
  for (const secret of secrets) {
    result = result.replaceAll(JSON.stringify(secret), '"[secret]"');
    if (secret.length >= 4) {
      result = result.replaceAll(secret, "[secret]");
    }
  }
  return result;
}
