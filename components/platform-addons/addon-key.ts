import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, type PolicyDocument, type PolicyStatement } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import type { AddonKey } from "./addon-aws";

/** Slots of a key. */
export interface EncryptionKeyTransform {
  /** Key of an add-on. Default: rotated each year; the account decides by IAM. */
  key?: Transform<aws.kms.KeyArgs>;
  /** Name of that key, by which values and permissions know it. Default: the cluster's and the add-on's. */
  keyAlias?: Transform<aws.kms.AliasArgs>;
}

export interface EncryptionKeyArgs {
  context: PlatformContext;
  key: AddonKey;
  transform?: EncryptionKeyTransform;
}

/**
 * A KMS key that one add-on encrypts with, and its alias, by which values and permissions know it at preview.
 *
 * What it has encrypted is lost with it: Pulumi doesn't delete it (`protect`), and KMS waits for 30 days.
 *
 * Cost: 1 USD a month, and 0.03 USD per 10,000 requests.
 */
export class EncryptionKey extends PlatformComponent<EncryptionKeyTransform> {
  constructor(name: string, { context, key, transform }: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("addons", "EncryptionKey", name, opts, transform);
    const args = {
      description: key.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify(keyPolicy(context)),
    };
    const { keyId } = this.make("key", aws.kms.Key, this.componentName, args, { protect: true });
    this.make("keyAlias", aws.kms.Alias, this.componentName, { name: key.alias, targetKeyId: keyId });
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
