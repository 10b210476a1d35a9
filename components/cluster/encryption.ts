import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";

/** Longest waiting period before KMS deletes a key, in days: the time in which a wrong destroy can be taken back. */
export const keyDeletionWindowDays = 30;

/**
 * Policy of the cluster's key: the account's own IAM policies decide, which is what KMS writes by default and what keeps
 * a key manageable. EKS works by a grant that the creator of the cluster gives (`kms:DescribeKey`, `kms:CreateGrant`).
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 * https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
export function keyPolicy(context: PlatformContext): PolicyDocument {
  return policyDocument({
    Sid: "AccountDecidesByIam",
    Effect: "Allow",
    Principal: { AWS: `arn:${context.partition}:iam::${context.accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  });
}
