import { storeCounterparts } from "./store-types";

/** Where a resource of @pulumi/aws stands in CloudFormation, whose schemas say what AWS takes. */
export interface Counterpart {
  /** CloudFormation's type. */
  type: string;
  /** Property of that type that the whole resource is, such as a bucket's VersioningConfiguration. */
  under?: string;
  /**
   * Names that don't follow from Pulumi's by capital letter and plural, by path; null: CloudFormation has no such
   * property (an option of the provider, or one that a call of its own sets).
   */
  names?: Record<string, string | null>;
  /** What the provider says by itself, in CloudFormation's words. */
  implied?: Record<string, unknown>;
}

const conditions = Object.fromEntries(
  ["stringEquals", "stringLike", "stringNotEquals", "stringNotLike"].flatMap((test) => [
    [`conditions.${test}.key`, "ConditionKey"],
    [`conditions.${test}.value`, "ConditionValue"],
  ]),
);
const rule = { securityGroupId: "GroupId", referencedSecurityGroupId: null, cidrIpv4: "CidrIp", cidrIpv6: "CidrIpv6" };

export const counterparts: Record<string, Counterpart> = {
  "aws:acm/certificate:Certificate": { type: "AWS::CertificateManager::Certificate" },
  "aws:autoscaling/schedule:Schedule": {
    type: "AWS::AutoScaling::ScheduledAction",
    names: { autoscalingGroupName: "AutoScalingGroupName", scheduledActionName: null },
  },
  "aws:backup/plan:Plan": {
    type: "AWS::Backup::BackupPlan",
    under: "BackupPlan",
    names: {
      name: "BackupPlanName",
      rules: "BackupPlanRule",
      "rules.schedule": "ScheduleExpression",
      "rules.startWindow": "StartWindowMinutes",
      "rules.completionWindow": "CompletionWindowMinutes",
      "rules.targetVaultName": "TargetBackupVault",
      "rules.lifecycle.deleteAfter": "DeleteAfterDays",
      "rules.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
      "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
      "rules.copyActions.lifecycle.deleteAfter": "DeleteAfterDays",
    },
  },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    type: "AWS::Backup::RestoreTestingPlan",
    names: { name: "RestoreTestingPlanName" },
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    type: "AWS::Backup::RestoreTestingSelection",
    names: { name: "RestoreTestingSelectionName" },
  },
  "aws:backup/selection:Selection": {
    type: "AWS::Backup::BackupSelection",
    under: "BackupSelection",
    names: { name: "SelectionName", planId: null, ...conditions },
  },
  "aws:backup/vault:Vault": {
    type: "AWS::Backup::BackupVault",
    names: { name: "BackupVaultName", kmsKeyArn: "EncryptionKeyArn", forceDestroy: null },
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    type: "AWS::Backup::BackupVault",
    under: "LockConfiguration",
    names: { backupVaultName: null },
  },
  "aws:cloudwatch/eventRule:EventRule": { type: "AWS::Events::Rule" },
  "aws:cloudwatch/logGroup:LogGroup": { type: "AWS::Logs::LogGroup", names: { name: "LogGroupName" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    names: { name: "AlarmName", okActions: "OKActions" },
  },
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": { type: "AWS::DLM::LifecyclePolicy" },
  "aws:ec2/eip:Eip": { type: "AWS::EC2::EIP" },
  "aws:ec2/flowLog:FlowLog": {
    type: "AWS::EC2::FlowLog",
    names: { iamRoleArn: "DeliverLogsPermissionArn", vpcId: "ResourceId" },
    implied: { ResourceType: "VPC" }, // of vpcId: terraform-provider-aws, internal/service/ec2/vpc_flow_log.go
  },
  "aws:ec2/internetGateway:InternetGateway": { type: "AWS::EC2::InternetGateway", names: { vpcId: null } },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    type: "AWS::EC2::LaunchTemplate",
    under: "LaunchTemplateData",
    names: {
      description: null,
      name: null,
      namePrefix: null,
      updateDefaultVersion: null,
      vpcSecurityGroupIds: "SecurityGroupIds",
    },
  },
  "aws:ec2/natGateway:NatGateway": { type: "AWS::EC2::NatGateway" },
  "aws:ec2/route:Route": { type: "AWS::EC2::Route" },
  "aws:ec2/routeTable:RouteTable": { type: "AWS::EC2::RouteTable" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { type: "AWS::EC2::SubnetRouteTableAssociation" },
  "aws:ec2/securityGroup:SecurityGroup": {
    type: "AWS::EC2::SecurityGroup",
    names: {
      ingress: null,
      egress: null,
      description: "GroupDescription",
      name: "GroupName",
      revokeRulesOnDelete: null,
    },
  },
  "aws:ec2/subnet:Subnet": { type: "AWS::EC2::Subnet", names: { privateDnsHostnameTypeOnLaunch: null } },
  "aws:ec2/vpc:Vpc": { type: "AWS::EC2::VPC" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    type: "AWS::EC2::VPCEndpoint",
    names: { policy: "PolicyDocument", autoAccept: null },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    type: "AWS::ECR::Repository",
    under: "LifecyclePolicy",
    names: { policy: "LifecyclePolicyText", repository: null },
  },
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": { type: "AWS::ECR::ReplicationConfiguration" },
  "aws:ecr/repository:Repository": {
    type: "AWS::ECR::Repository",
    names: { forceDelete: "EmptyOnDelete", name: "RepositoryName" },
  },
  "aws:efs/fileSystem:FileSystem": {
    type: "AWS::EFS::FileSystem",
    names: { "lifecyclePolicies.transitionToIa": "TransitionToIA" },
  },
  "aws:efs/fileSystemPolicy:FileSystemPolicy": {
    type: "AWS::EFS::FileSystem",
    names: { policy: "FileSystemPolicy", fileSystemId: null },
  },
  "aws:efs/mountTarget:MountTarget": { type: "AWS::EFS::MountTarget" },
  "aws:eks/accessEntry:AccessEntry": { type: "AWS::EKS::AccessEntry", names: { userName: "Username" } },
  "aws:eks/addon:Addon": {
    type: "AWS::EKS::Addon",
    names: {
      preserve: "PreserveOnDelete",
      resolveConflictsOnCreate: "ResolveConflicts",
      resolveConflictsOnUpdate: "ResolveConflicts",
    },
  },
  "aws:eks/cluster:Cluster": {
    type: "AWS::EKS::Cluster",
    // The log types are a list of objects in CloudFormation; what the provider removes is no input of EKS.
    names: { vpcConfig: "ResourcesVpcConfig", enabledClusterLogTypes: null, defaultAddonsToRemoves: null },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    type: "AWS::EKS::Nodegroup",
    names: {
      forceUpdateVersion: "ForceUpdateEnabled",
      nodeGroupName: "NodegroupName",
      nodeGroupNamePrefix: null,
      nodeRoleArn: "NodeRole",
      subnetIds: "Subnets",
    },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { type: "AWS::EKS::PodIdentityAssociation" },
  ...storeCounterparts,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { type: "AWS::IAM::OIDCProvider" },
  "aws:iam/policy:Policy": {
    type: "AWS::IAM::ManagedPolicy",
    names: { name: "ManagedPolicyName", policy: "PolicyDocument" },
  },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    names: { assumeRolePolicy: "AssumeRolePolicyDocument", name: "RoleName" },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", policy: "PolicyDocument", role: "RoleName" },
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": { type: "AWS::IAM::ServiceLinkedRole" },
  "aws:kms/alias:Alias": { type: "AWS::KMS::Alias", names: { name: "AliasName" } },
  "aws:kms/key:Key": {
    type: "AWS::KMS::Key",
    names: { deletionWindowInDays: "PendingWindowInDays", policy: "KeyPolicy" },
  },
  "aws:route53/healthCheck:HealthCheck": {
    type: "AWS::Route53::HealthCheck",
    under: "HealthCheckConfig",
    names: { enableSni: "EnableSNI", fqdn: "FullyQualifiedDomainName" },
  },
  "aws:route53/record:Record": {
    type: "AWS::Route53::RecordSet",
    names: { allowOverwrite: null, records: "ResourceRecords", ttl: "TTL", zoneId: "HostedZoneId" },
  },
  "aws:secretsmanager/secret:Secret": {
    type: "AWS::SecretsManager::Secret",
    names: { recoveryWindowInDays: null, forceOverwriteReplicaSecret: null, replicas: "ReplicaRegions" },
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    type: "AWS::SecretsManager::RotationSchedule",
    names: { rotateImmediately: "RotateImmediatelyOnUpdate" },
  },
  "aws:sns/topic:Topic": { type: "AWS::SNS::Topic", names: { name: "TopicName" } },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicInlinePolicy",
    names: { arn: "TopicArn", policy: "PolicyDocument" },
  },
  "aws:sns/topicSubscription:TopicSubscription": { type: "AWS::SNS::Subscription", names: { topic: "TopicArn" } },
  "aws:sqs/queue:Queue": {
    type: "AWS::SQS::Queue",
    names: {
      messageRetentionSeconds: "MessageRetentionPeriod",
      name: "QueueName",
      receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
      visibilityTimeoutSeconds: "VisibilityTimeout",
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    type: "AWS::SQS::QueueInlinePolicy",
    names: { policy: "PolicyDocument", queueUrl: "Queue" },
  },
  // CloudFormation makes no SecureString, SSM does.
  "aws:ssm/parameter:Parameter": { type: "AWS::SSM::Parameter", names: { type: null } },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    type: "AWS::EC2::SecurityGroupEgress",
    names: { ...rule, referencedSecurityGroupId: "DestinationSecurityGroupId" },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    type: "AWS::EC2::SecurityGroupIngress",
    names: { ...rule, referencedSecurityGroupId: "SourceSecurityGroupId" },
  },
  "aws:wafv2/webAcl:WebAcl": {
    type: "AWS::WAFv2::WebACL",
    names: {
      "visibilityConfig.cloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
      "rules.visibilityConfig.cloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
    },
  },
};

/** Types that CloudFormation has no resource for, or only as a part of another: their inputs are not judged. */
export const without = new Set([
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:budgets/budget:Budget",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:secretsmanager/secretVersion:SecretVersion",
]);
