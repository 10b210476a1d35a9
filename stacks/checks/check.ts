import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";

/** What one check found in a stack whose every part is valid by itself, and whose references all lead somewhere. */
export interface CheckResult {
  problems?: ConfigProblem[];
  /** Sentences that the user should read although nothing is wrong yet. */
  warnings?: string[];
}

/** A check that needs more than one area of the config. Pure: the date it judges by is `config.today`. */
export type Check = (stack: ResolvedStack) => CheckResult;
