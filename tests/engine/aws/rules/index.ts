import { clusterRules } from "./cluster";
import { databaseRules } from "./databases";
import { leftoverRules } from "./leftovers";
import { nameRules } from "./names";
import { networkRules } from "./network";
import { shortName, type Call, type Rule } from "./rule";

const rules: Rule[] = [...clusterRules, ...databaseRules, ...leftoverRules, ...nameRules, ...networkRules];

const of = ({ thing }: Call) => rules.filter(({ types }) => types.includes(shortName(thing.type)));

/**
 * Lets every rule of a type judge a call.
 *
 * @throws Error with what AWS says, the first reason alone: so does AWS.
 */
export function permit(step: "create" | "update" | "delete", call: Call): void {
  for (const rule of of(call)) {
    const reason = rule[step]?.(call);
    if (reason !== undefined) throw new Error(reason);
  }
}

/** What a deletion leaves behind. */
export function leave(call: Call): void {
  for (const rule of of(call)) rule.deleted?.(call);
}
