import { Unknown } from "./field";

/** What the SDK's proxies are made of (proxy.js of @pulumi/policy 1.21.0): not in its types, but exported. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const sdk = require("@pulumi/policy/proxy") as Record<string, string>;
const target = sdk["getSpecialProxyTarget"] as string;
/** What the engine sends for a value that only a deployment knows: a text for each type. */
const sentinels = new Set(Object.keys(sdk).flatMap((name) => (/^unknown\w+Value$/.test(name) ? sdk[name] : [])));

const unknown = new Unknown();

/**
 * Copies what a rule gets of a resource into plain data, with `Unknown` in place of values that can't be read yet.
 *
 * The SDK's proxy ends a rule at the first unknown value that it reads, and turns its verdict into an advisory one.
 * Reading everything once, value by value, is what lets a rule report all that is known and name what isn't. It is read
 * behind the proxy, which would make another proxy for every value: that took a seventh of the time of all rules.
 */
export function plainCopy(props: Record<string, unknown>): unknown {
  return copyOf(props[target] ?? props);
}

function copyOf(value: unknown): unknown {
  if (value === null || typeof value !== "object") {
    return sentinels.has(value as string) ? unknown : value;
  }
  if (Array.isArray(value)) {
    // No `map`: behind a proxy that keeps secrets secret, for remediation, it doesn't work.
    const copy: unknown[] = [];
    for (let index = 0, { length } = value; index < length; index++) {
      copy.push(copyOf(value[index]));
    }
    return copy;
  }
  // Without a prototype: a key named `__proto__` or `constructor` is a key like any other.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    copy[key] = copyOf((value as Record<string, unknown>)[key]);
  }
  return copy;
}
