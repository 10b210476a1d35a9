import type { PlatformContext } from "../shared/context";

/** What databases have to know of the other stack of a pair in two regions. */
export interface DatabasePair {
  /** There is another stack, so that every password must be one that both can have: RDS keeps none of its own. */
  paired: boolean;
  /** This stack waits: its databases don't run, or follow those of the primary one. */
  standby: boolean;
  /** The primary stack, whose passwords and data these are; left out by the primary itself. */
  primary?: PlatformContext;
  /** Region that passwords are copied to. */
  replicaRegion?: string;
}

/** A stack without another one. */
export const alone: DatabasePair = { paired: false, standby: false };
