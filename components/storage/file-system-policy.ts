/**
 * Who may use a file system: clients that come through a mount target and over TLS. Root access is given to no one,
 * because access points decide who a pod writes as.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html, and for the two conditions
 * https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
 */
export function fileSystemPolicy(fileSystemArn: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsThroughMountTargets",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: fileSystemArn,
        Condition: { Bool: { "aws:SecureTransport": "true", "elasticfilesystem:AccessedViaMountTarget": "true" } },
      },
    ],
  };
}
