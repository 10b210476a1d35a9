import type { PolicyStatement } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";

/**
 * ARN of a secret by its name, as a pattern: Secrets Manager appends a hyphen and six characters that nobody knows before.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html#auth-and-access_examples_wildcard
 */
export function secretArnPattern(context: PlatformContext, name: string): string {
  return `arn:${context.partition}:secretsmanager:${context.region}:${context.accountId}:secret:${name}-??????`;
}

/**
 * What the driver's AWS provider does with the role of the pod that mounts:
 * aws/secrets-store-csi-driver-provider-aws, README.md ("Usage").
 */
export function readSecret(arn: string, condition?: PolicyStatement["Condition"]): PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    Resource: [arn],
    ...(condition ? { Condition: condition } : {}),
  };
}

/** Right to decrypt with a key of the stack's own; AWS's own key needs none. */
export function decryptBy(kmsKeyArn: string | undefined): PolicyStatement[] {
  return kmsKeyArn === undefined ? [] : [{ Effect: "Allow", Action: ["kms:Decrypt"], Resource: [kmsKeyArn] }];
}

/** Copies of an entry in another region, where there is one: the same name, the same value, and $0.40 a month more. */
export function replicasIn(region: string | undefined): { replicas?: { region: string }[] } {
  return region === undefined ? {} : { replicas: [{ region }] };
}
