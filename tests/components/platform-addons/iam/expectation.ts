import type { ApiCall } from "../../../support/iam";

/** What the role of one service account must be able to do, and what next to it must stay shut. */
export interface Expectation {
  /** Add-on and service account. */
  addon: string;
  serviceAccount: string;
  /** Settings of `platform:addons` under which it is asked; the add-on's own defaults where left out. */
  settings?: Record<string, unknown>;
  /** Calls that it needs for its work. */
  mayDo: ApiCall[];
  /** Calls next to those, by what they would be; three at least. */
  mayNot: Record<string, ApiCall>;
  /** Actions that stand on `*` although AWS could narrow them, each with the reason. */
  justified?: Record<string, string>;
}

/** Account, region and cluster of the tests: see `platformContext`. */
export const account = "123456789012";
export const region = "us-east-1";
export const cluster = "acme";

/** ARN of a thing of the account and region. */
export const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
