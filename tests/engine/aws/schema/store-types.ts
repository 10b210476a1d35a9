import type { Counterpart } from "./types";

/** Databases, caches and buckets; parts of a bucket are properties of it in CloudFormation. */
export const storeCounterparts: Record<string, Counterpart> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    type: "AWS::ElastiCache::ReplicationGroup",
    names: {
      applyImmediately: null,
      description: "ReplicationGroupDescription",
      finalSnapshotIdentifier: null,
      maintenanceWindow: "PreferredMaintenanceWindow",
      multiAzEnabled: "MultiAZEnabled",
      nodeType: "CacheNodeType",
      subnetGroupName: "CacheSubnetGroupName",
      parameterGroupName: "CacheParameterGroupName",
    },
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    type: "AWS::ElastiCache::SubnetGroup",
    names: { name: "CacheSubnetGroupName" },
  },
  "aws:rds/instance:Instance": {
    type: "AWS::RDS::DBInstance",
    names: {
      backupWindow: "PreferredBackupWindow",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
      finalSnapshotIdentifier: null,
      skipFinalSnapshot: null,
      caCertIdentifier: "CACertificateIdentifier",
      iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      maintenanceWindow: "PreferredMaintenanceWindow",
      multiAz: "MultiAZ",
      parameterGroupName: "DBParameterGroupName",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      username: "MasterUsername",
      password: "MasterUserPassword",
      vpcSecurityGroupIds: "VPCSecurityGroups",
      replicateSourceDb: "SourceDBInstanceIdentifier",
    },
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    type: "AWS::RDS::DBParameterGroup",
    names: { name: "DBParameterGroupName" },
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    type: "AWS::RDS::DBSubnetGroup",
    names: { name: "DBSubnetGroupName", description: "DBSubnetGroupDescription" },
  },
  "aws:s3/bucket:Bucket": { type: "AWS::S3::Bucket", names: { bucket: "BucketName", forceDestroy: null } },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    type: "AWS::S3::Bucket",
    under: "LifecycleConfiguration",
    names: {
      bucket: null,
      "rules.expiration.days": "ExpirationInDays",
      "rules.transitions.days": "TransitionInDays",
      "rules.filter": null,
      "rules.expiration": null,
    },
  },
  "aws:s3/bucketLogging:BucketLogging": {
    type: "AWS::S3::Bucket",
    under: "LoggingConfiguration",
    names: { bucket: null, targetBucket: "DestinationBucketName", targetPrefix: "LogFilePrefix" },
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    type: "AWS::S3::Bucket",
    under: "OwnershipControls",
    names: { bucket: null },
  },
  "aws:s3/bucketPolicy:BucketPolicy": { type: "AWS::S3::BucketPolicy", names: { policy: "PolicyDocument" } },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    type: "AWS::S3::Bucket",
    under: "PublicAccessBlockConfiguration",
    names: { bucket: null },
  },
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
    type: "AWS::S3::Bucket",
    under: "ReplicationConfiguration",
    names: { bucket: null },
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    type: "AWS::S3::Bucket",
    under: "BucketEncryption",
    names: {
      bucket: null,
      rules: "ServerSideEncryptionConfiguration",
      "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
      "rules.applyServerSideEncryptionByDefault.sseAlgorithm": "SSEAlgorithm",
      "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID",
    },
  },
  "aws:s3/bucketVersioning:BucketVersioning": { type: "AWS::S3::Bucket", names: { bucket: null } },
};
