/** How strictly a rule of the policy pack is held: `mandatory` refuses, `advisory` warns, `disabled` is not there. */
export type RuleLevel = "mandatory" | "advisory" | "disabled";

/** What a rule is told: the keys of its config in the policy pack, defaults filled in. */
export type RuleConfig = Readonly<Record<string, unknown>>;

/** Kinds of objects that one policy judges; rules of one subject share a policy and its variables. */
export type Subject = "workloads" | "namespaces" | "config-maps";

/** Lists of containers that `variables.ts` offers: all that start with the pod, and those that run as long as it does. */
export type ContainerList = "containers" | "serving";

/**
 * A rule of the policy pack once more, in CEL, for the API server. It has the name and the config of its twin; a test
 * asks both about the same objects.
 */
export interface AdmissionRule {
  /** Name in the policy pack. */
  readonly name: string;
  readonly subject: Subject;
  /** Level in the pack where its config says none. */
  readonly level: RuleLevel;
  /** Config in the pack where its config says none. */
  readonly defaults: RuleConfig;
  /** Judges nothing in namespaces that enforce `privileged`, as its twin. */
  readonly hardening?: true;
  /** What to do about it, as the end of the message. */
  fix(config: RuleConfig): string;
  /** CEL that is true for an object that is fine; undefined where the config leaves nothing to judge. */
  expression?(config: RuleConfig): string | undefined;
  /** The same for each container `c` of a list. */
  each?(config: RuleConfig): { list: ContainerList; fine: string } | undefined;
}

/** A text, or a list of texts, as CEL writes it: its escapes are those of JSON. */
export const cel = (value: string | readonly string[]): string => JSON.stringify(value);

/** A number of a rule's config. */
export function figure(config: RuleConfig, key: string): number {
  const value = config[key];
  if (typeof value !== "number") throw new Error(`${key} of a policy is ${JSON.stringify(value)}, not a number.`);
  return value;
}

/** The texts of a list in a rule's config. */
export function texts(config: RuleConfig, key: string): string[] {
  const value = config[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
