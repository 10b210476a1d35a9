import { account, arn, type Expectation } from "./expectation";

const bucket = `arn:aws:s3:::acme-velero-${account}`;
const backup = `${bucket}/backups/daily-backup-20261121020000/velero-backup.json`;
const key = arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
const own = { "kms:ResourceAliases": ["alias/acme/velero"] };

/** Source of the needs: vmware-tanzu/velero-plugin-for-aws, tag v1.14.0-rc.1, README.md, "Set permissions". */
export const velero: Expectation = {
  addon: "velero",
  serviceAccount: "velero",
  mayDo: [
    { action: "s3:PutObject", on: backup },
    { action: "s3:GetObject", on: backup },
    { action: "s3:DeleteObject", on: backup },
    { action: "s3:ListBucket", on: bucket },
    { action: "s3:ListMultipartUploadParts", on: backup },
    { action: "kms:GenerateDataKey", on: key, with: own },
    { action: "kms:Decrypt", on: key, with: own },
  ],
  mayNot: {
    "delete the version that a deleted backup leaves": { action: "s3:DeleteObjectVersion", on: backup },
    "read another bucket": { action: "s3:GetObject", on: `arn:aws:s3:::acme-media-${account}/a.mp4` },
    "open the bucket": { action: "s3:PutBucketPolicy", on: bucket },
    "use another key": { action: "kms:Decrypt", on: key, with: { "kms:ResourceAliases": ["alias/acme/vault"] } },
    "delete snapshots of others": { action: "ec2:DeleteSnapshot", on: "arn:aws:ec2:us-east-1::snapshot/snap-0a" },
  },
};
