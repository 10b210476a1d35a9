import { annotation, enforceLabel } from "../../policies/support/keys";
import { identity, type KubeObject } from "../../policies/support/kube-object";
import { isWorkload } from "../../policies/support/pods";
import { isNamespace } from "../../policies/support/seen";
import { matches, namesOf, parseWaiver, type Waiver } from "../../policies/support/waivers";
import type { RuleConfig } from "./config";

/** The waivers that the pack's config holds of an object, rule by rule: a function that has read the config once. */
export function configuredWaivers(configs: Map<string, RuleConfig>, today: string): (object: KubeObject) => Waiver[] {
  const all = [...configs].flatMap(([rule, { properties }]) => {
    const waivers = properties["waivers"];
    return typeof waivers === "object" && waivers !== null
      ? Object.entries(waivers).map(([pattern, text]) => ({ rule, pattern, text: text as unknown }))
      : [];
  });
  const patterns = [...new Set(all.map(({ pattern }) => pattern))];
  return (object) => {
    const named = namesOf(object);
    const naming = new Set(patterns.filter((pattern) => named.some((name) => matches(pattern, name))));
    return naming.size === 0
      ? []
      : all
          .filter(({ pattern }) => naming.has(pattern))
          .map(({ rule, text }) => parseWaiver(rule, object, text, today, "config"));
  };
}

/**
 * Namespaces that others made and the config sets below `restricted`, where the stack has a pod in one: as much an
 * exemption as a label on a namespace of its own. One line for each namespace, whatever the number of rules.
 */
export function configuredLevels(objects: KubeObject[], configs: Map<string, RuleConfig>): Waiver[] {
  const own = new Set(objects.filter(isNamespace).map(({ name }) => name));
  const lowered = new Map<string, string[]>();
  for (const [rule, { properties }] of configs) {
    for (const [name, level] of Object.entries((properties["namespaceLevels"] ?? {}) as Record<string, unknown>)) {
      if (level !== "restricted" && !own.has(name)) {
        lowered.set(name, [...(lowered.get(name) ?? []), rule]);
      }
    }
  }
  return [...lowered].flatMap(([name, rules]) => {
    const pod = objects.find((object) => isWorkload(object) && (object.namespace ?? "default") === name);
    return pod === undefined ? [] : [lowerLevel(name, rules, pod.urn)];
  });
}

function lowerLevel(name: string, rules: string[], urn: string): Waiver {
  return {
    rule: `pod security: ${rules.length > 3 ? `${rules.length} rules` : rules.join(", ")}`,
    urn,
    object: `Namespace/${name}`,
    problem: undefined,
    reason: "the stack doesn't make the namespace; namespaceLevels of the policy config",
    until: undefined,
    expired: false,
    path: undefined,
    source: "config",
  };
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
