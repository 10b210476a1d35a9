import type { ConfigProblem } from "../problems";
import type { PlatformConfig } from "../schema";

/** What one check found in a config whose every part is valid by itself. */
export interface CheckResult {
  problems?: ConfigProblem[];
  /** Sentences that the user should read although nothing is wrong yet. */
  warnings?: string[];
}

/** A check that needs more than one area of the config. Pure: the date it judges by is `config.today`. */
export type Check = (config: PlatformConfig) => CheckResult;
