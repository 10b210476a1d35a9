import { bucketArn } from "../buckets/bucket-plan";
import { policyDocument, type PolicyDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";

/** Days that an object which was overwritten or deleted can be had back: the store deletes what is too old by itself. */
export const noncurrentDays = 7;

/**
 * What a store may do with its bucket: list it, read, write and delete in it, and use its key where it has one. It can't
 * change how the bucket keeps or shows anything. `tags`: reads and writes tags of objects, too.
 */
export function objectStorePolicy(
  context: PlatformContext,
  bucket: string,
  { kmsKeyArn, tags = false }: { kmsKeyArn?: string | undefined; tags?: boolean },
): PolicyDocument {
  const arn = bucketArn(context, bucket);
  return policyDocument(
    { Sid: "ListBucket", Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
    {
      Sid: "UseObjects",
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        ...(tags ? ["s3:GetObjectTagging", "s3:PutObjectTagging"] : []),
      ],
      Resource: `${arn}/*`,
    },
    ...(kmsKeyArn === undefined
      ? []
      : [
          {
            Sid: "UseKey",
            Effect: "Allow" as const,
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: kmsKeyArn,
          },
        ]),
  );
}
