import { createHash } from "node:crypto";

/** Longest IAM role name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxIamRoleName = 64;

/** Longest name of a rule of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const maxEventRuleName = 64;

/**
 * A name of at most `max` characters: a longer one keeps its beginning and ends in eight characters of its own hash, so
 * that two long names that differ only at the end stay different, and the same name is always cut the same way.
 */
export function boundedName(name: string, max: number): string {
  if (name.length <= max) return name;
  return `${name.slice(0, max - 9).replace(/[-_.]+$/, "")}-${shortHash(name)}`;
}

/** Eight characters that tell one text from another. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
