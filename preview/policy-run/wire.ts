import { unknownCheckingProxy } from "@pulumi/policy";
import * as rpc from "@pulumi/pulumi/runtime/rpc";

// Names of their own: through the module each use would be a call.
const { specialSigKey, specialSecretSig, specialOutputValueSig, specialResourceSig, unknownValue } = rpc;

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

/**
 * What the engine sends of an object that a program sent to it; secret scalars are added to `secrets`. What is sent as it
 * is, which is most of it, is not copied: nobody may write to the result.
 */
export function engineObject(
  object: Record<string, unknown>,
  secrets: Set<string>,
  secret: boolean,
): Record<string, unknown> {
  let result: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const dropped = value === undefined || key.startsWith("__");
    const sent = dropped ? undefined : engineValue(value, secrets, secret);
    if (sent === value && !dropped) {
      continue;
    }
    result ??= { ...object };
    if (dropped) {
      delete result[key];
    } else {
      result[key] = sent;
    }
  }
  return result ?? object;
}

function engineValue(value: unknown, secrets: Set<string>, secret: boolean): unknown {
  if (Array.isArray(value)) {
    const sent = value.map((item) => engineValue(item ?? null, secrets, secret));
    return sent.some((item, index) => item !== value[index]) ? sent : value;
  }
  if (typeof value === "object" && value !== null) {
    return special(value as Record<string, unknown>, secrets, secret);
  }
  if (secret && (typeof value === "string" || typeof value === "number") && value !== unknownValue) {
    secrets.add(String(value));
  }
  return value;
}

function special(object: Record<string, unknown>, secrets: Set<string>, secret: boolean): unknown {
  switch (object[specialSigKey]) {
    case undefined:
      return engineObject(object, secrets, secret);
    case specialSecretSig:
      return { ...object, value: engineValue(object["value"] ?? null, secrets, true) };
    case specialOutputValueSig:
      return "value" in object
        ? engineValue(object["value"], secrets, secret || object["secret"] === true)
        : unknownValue;
    case specialResourceSig:
      return object["id"] === "" ? unknownValue : (object["id"] ?? object["urn"]);
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
