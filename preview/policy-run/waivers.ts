import { annotation, enforceLabel } from "../../policies/support/keys";
import { identity, type KubeObject } from "../../policies/support/kube-object";
import { isNamespace } from "../../policies/support/seen";
import { matches, parseWaiver, type Waiver } from "../../policies/support/waivers";
import type { RuleConfig } from "./config";

/** Waivers of an object that the pack's config holds, rule by rule. */
export function configuredWaivers(object: KubeObject, configs: Map<string, RuleConfig>, today: string): Waiver[] {
  return [...configs].flatMap(([rule, { properties }]) => {
    const waivers = properties["waivers"];
    if (typeof waivers !== "object" || waivers === null) {
      return [];
    }
    return Object.entries(waivers)
      .filter(([pattern]) => matches(pattern, identity(object)))
      .map(([, text]) => parseWaiver(rule, object, text, today, "config"));
  });
}

/** A namespace below `restricted` exempts its pods from Pod Security rules: with a reason, and without an end. */
export function standingWaiver(object: KubeObject): Waiver[] {
  const metadata = object.root.at("metadata");
  const level = metadata.at("labels", enforceLabel).value;
  if (!isNamespace(object) || (level !== "privileged" && level !== "baseline")) {
    return [];
  }
  const reason = metadata.at("annotations", annotation.reason).string;
  return [
    {
      rule: `pod security above ${level}`,
      urn: object.urn,
      object: identity(object),
      problem: reason === undefined ? `has no reason (${annotation.reason})` : undefined,
      reason: reason ?? "",
      until: undefined,
      expired: false,
      path: object.configPath,
      source: "namespace",
    },
  ];
}
