import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyDocument, type PolicyStatement } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { AddonKey } from "./addon";

export interface EncryptionKeyArgs {
  context: PlatformContext;
  key: AddonKey;
}

/**
 * A KMS key that one add-on encrypts with, and its alias, by which values and permissions know it at preview.
 *
 * What it has encrypted is lost with it: Pulumi doesn't delete it (`protect`), and KMS waits for 30 days.
 *
 * Cost: 1 USD a month, and 0.03 USD per 10,000 requests.
 */
export class EncryptionKey extends PlatformComponent {
  constructor(name: string, { context, key }: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "EncryptionKey", name, opts);
    const created = new aws.kms.Key(
      this.componentName,
      {
        description: key.description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: JSON.stringify(keyPolicy(context)),
      },
      this.opts<pulumi.CustomResourceOptions>({ protect: true }),
    );
    new aws.kms.Alias(this.componentName, { name: key.alias, targetKeyId: created.keyId }, this.opts());
    this.registerOutputs({ alias: key.alias });
  }
}

/** The account's own IAM policies decide: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function keyPolicy({ partition, accountId }: PlatformContext): PolicyDocument {
  return policyDocument({
    Sid: "AccountDecidesByIam",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  });
}

/** Leave to use the one key of an alias: a policy can't name an alias as the resource. */
export function useOfKey(
  { partition, region, accountId }: PlatformContext,
  alias: string,
  actions: string[],
): PolicyStatement {
  return {
    Sid: "OwnKey",
    Effect: "Allow",
    Action: actions,
    Resource: `arn:${partition}:kms:${region}:${accountId}:key/*`,
    Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
  };
}
