import type { PolicyDocument } from "../identity/policy-document";

/** A service account that takes an AWS role. */
export interface AddonIdentity {
  serviceAccount: string;
  /** What the role may do: a function of plain facts, so that the policy pack reads the whole document at preview. */
  policy: PolicyDocument;
}

/** A queue in AWS that EventBridge fills with events of the account, and an add-on reads. */
export interface AddonQueue {
  /** Name in AWS; the ARN is made of it, so that a role can name it at preview. */
  name: string;
  /** How long an event that nobody reads is kept, seconds. */
  retentionSeconds: number;
  /** Event patterns, by a name for each rule. */
  events: Record<string, { source: string[]; "detail-type": string[] }>;
}

/** A KMS key of its own. */
export interface AddonKey {
  /** Begins with `alias/`; values and permissions know the key by it. */
  alias: string;
  description: string;
}

/** A group of CloudWatch Logs that an add-on writes to. The program makes it, so that it has a retention from its start. */
export interface AddonLogGroup {
  /** What tells it from the add-on's others in logical names; it never changes. */
  suffix: string;
  name: string;
  retentionDays: number;
  /** Key of the account that encrypts it; left out: CloudWatch's own. */
  kmsKeyArn?: string | undefined;
}
