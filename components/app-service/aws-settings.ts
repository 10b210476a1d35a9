import { z } from "zod";
import { policyDocument, type PolicyDocument, type PolicyStatement } from "../identity/policy-document";
import { pattern } from "../shared/problem";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html; a bare `*` is refused. */
const action = pattern(
  /^[a-z0-9-]+:[A-Za-z0-9*?]+$/,
  "is not an action of one AWS service",
  "an action such as s3:GetObject",
);

const statement = z.strictObject({
  actions: z.array(action).min(1).describe("What it may do, for example s3:GetObject."),
  resources: z
    .array(
      pattern(/^(arn:aws[a-z-]*:.+|\*)$/, "is neither an ARN nor *", "an ARN such as arn:aws:s3:::bucket/prefix/*"),
    )
    .min(1)
    .describe('ARNs it may do it on; "*" only for actions that know no resource.'),
  condition: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
    .optional()
    .describe("Condition of the statement, as IAM writes it."),
});

/** AWS permissions of a service: an IAM role that its service account alone can take. */
export const awsSettings = z
  .strictObject({
    policy: z.array(statement).default([]).describe("Statements that allow; nothing else is allowed."),
    managedPolicies: z
      .array(
        pattern(
          /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/,
          "is not the ARN of a policy",
          "arn:aws:iam::…:policy/…",
        ),
      )
      .default([])
      .describe("ARNs of managed policies beside them."),
    mode: z
      .enum(["pod-identity", "irsa"])
      .optional()
      .describe(
        "How the pod gets its credentials. Left out: `identity` of the cluster. `irsa` for SDKs that don't know Pod Identity.",
      ),
  })
  .prefault({})
  .describe("What the service may do in AWS. Left out: it has no AWS identity. With one, HTTPS out is open.");

export type AwsSettings = z.output<typeof awsSettings>;

/** True where the service has an AWS identity. */
export function hasIdentity(aws: AwsSettings): boolean {
  return aws.policy.length > 0 || aws.managedPolicies.length > 0;
}

/** The statements as IAM writes them, and those that come with what it uses; undefined where there are none. */
export function identityPolicy({ policy }: AwsSettings, granted: PolicyStatement[]): PolicyDocument | undefined {
  if (policy.length + granted.length === 0) return undefined;
  return policyDocument(
    ...granted,
    ...policy.map(({ actions, resources, condition }) => ({
      Effect: "Allow" as const,
      Action: actions,
      Resource: resources,
      ...(condition ? { Condition: condition } : {}),
    })),
  );
}
