import * as aws from "@pulumi/aws";
import type { PolicyDocument } from "../identity/policy-document";
import type { Make, Transform } from "../shared/transform";

/** Slots of a bucket; where a component has several, each slot is called for every one of them. */
export interface BucketTransform {
  /** Default: never emptied by a destroy, where it is protected. */
  bucket?: Transform<aws.s3.BucketArgs>;
  /** Default: private four ways. */
  publicAccess?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  /** Default: the account owns every object; no ACLs. */
  ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
  /** Default: AES-256, or the bucket's key with one call of KMS for many objects. */
  encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
  /** Default: on. */
  versioning?: Transform<aws.s3.BucketVersioningArgs>;
  /** Default: what its settings say of archive, expiry and old versions; broken uploads go after seven days. */
  lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
  /** Default: nobody without TLS 1.2, and the services of AWS that write to it. */
  policy?: Transform<aws.s3.BucketPolicyArgs>;
}

/** A bucket, as it is decided. */
export interface BucketPlan {
  /** Full name, unique in the world. */
  name: string;
  /** Key of the objects. Default: S3's own. */
  kmsKeyArn?: string;
  rules: aws.types.input.s3.BucketLifecycleConfigurationRule[];
  policy: PolicyDocument;
  /** Pulumi doesn't delete it, and a destroy doesn't empty it. */
  protect: boolean;
}

/** Registers a bucket with everything that closes, encrypts and keeps it. */
export function createBucket(make: Make<BucketTransform>, logicalName: string, plan: BucketPlan): aws.s3.Bucket {
  const { name, rules, policy, protect } = plan;
  const created = make("bucket", aws.s3.Bucket, logicalName, { bucket: name, forceDestroy: !protect }, { protect });
  const bucket = created.id;
  const access = make("publicAccess", aws.s3.BucketPublicAccessBlock, logicalName, {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  make("ownership", aws.s3.BucketOwnershipControls, logicalName, {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  make("encryption", aws.s3.BucketServerSideEncryptionConfiguration, logicalName, {
    bucket,
    rules: [encryptionRule(plan)],
  });
  const versioning = make("versioning", aws.s3.BucketVersioning, logicalName, {
    bucket,
    versioningConfiguration: { status: "Enabled" },
  });
  const lifecycle = { bucket, rules };
  make("lifecycle", aws.s3.BucketLifecycleConfiguration, logicalName, lifecycle, { dependsOn: [versioning] });
  // S3 refuses two changes of a bucket's access at once.
  const document = { bucket, policy: JSON.stringify(policy) };
  make("policy", aws.s3.BucketPolicy, logicalName, document, { dependsOn: [access] });
  return created;
}

function encryptionRule({ kmsKeyArn }: BucketPlan) {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    // One call of KMS for many objects.
    bucketKeyEnabled: true,
  };
}
