import * as rpc from "@pulumi/pulumi/runtime/rpc";

/** What stands for a value that only a deployment knows. */
export const unknownText = "[unknown]";
/** What stands for a secret. */
export const secretText = "[secret]";

/**
 * A wire value as people may see it: secrets and unknown values replaced, resource references by their URN.
 * Everything that leaves the preview goes through here, so that no secret can.
 */
export function display(value: unknown): unknown {
  // A provider's settings are JSON text, with the marker somewhere inside.
  if (typeof value === "string") return value.replaceAll(rpc.unknownValue, unknownText);
  if (Array.isArray(value)) return value.map(display);
  if (value === null || typeof value !== "object") return value;
  const object = value as Record<string, unknown>;
  const signature = object[rpc.specialSigKey];
  if (signature === rpc.specialSecretSig) return secretText;
  if (signature === rpc.specialResourceSig) return object.urn;
  if (signature === rpc.specialOutputValueSig) {
    if (object.secret) return secretText;
    return "value" in object ? display(object.value) : unknownText;
  }
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, display(inner)]));
}

/** The keys of a secret map, each with the placeholder: what an object that holds secrets looks like. */
export function maskedKeys(value: unknown): Record<string, string> {
  const inner = value as Record<string, unknown> | null | undefined;
  const plain = inner?.[rpc.specialSigKey] === rpc.specialSecretSig ? inner.value : value;
  if (plain === null || typeof plain !== "object" || Array.isArray(plain)) return {};
  return Object.fromEntries(Object.keys(plain).map((key) => [key, secretText]));
}
