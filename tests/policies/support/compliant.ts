import type { RecordedResource } from "../../../preview/recorded";
import { resource } from "./workloads";

type Json = Record<string, unknown>;

const trust = (principal: Json, action: string[], condition?: Json) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) },
    ],
  });
const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";

/** Inputs that no rule complains about, by type and a word for it. */
const inputs: Record<string, Json> = {
  "aws:eks/cluster:Cluster": {
    version: "1.36",
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    encryptionConfig: { provider: { keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" }, resources: ["secrets"] },
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: true,
  },
  "aws:eks/nodeGroup:NodeGroup": {
    version: "1.36",
    amiType: "AL2023_x86_64_STANDARD",
    remoteAccess: { ec2SshKey: "key", sourceSecurityGroupIds: ["sg-1"] },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    networkInterfaces: [{ associatePublicIpAddress: "false" }],
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
    tagSpecifications: [
      { resourceType: "instance", tags: { team: "shop" } },
      { resourceType: "volume", tags: { team: "shop" } },
    ],
  },
  "aws:ec2/instance:Instance": {
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    associatePublicIpAddress: false,
    rootBlockDevice: { encrypted: true },
    ebsBlockDevices: [{ encrypted: true }],
  },
  "pulumi:providers:aws": { defaultTags: JSON.stringify({ tags: { team: "shop" } }) },
  "kubernetes:storage.k8s.io/v1:StorageClass": { provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true" } },
  "aws:ebs/volume:Volume": { encrypted: true },
  "aws:efs/fileSystem:FileSystem": { encrypted: true },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
  },
  "aws:rds/instance:Instance": {
    storageEncrypted: true,
    publiclyAccessible: false,
    backupRetentionPeriod: 7,
    deletionProtection: true,
    skipFinalSnapshot: false,
    multiAz: true,
  },
  "aws:rds/cluster:Cluster": { storageEncrypted: true, backupRetentionPeriod: 7, deletionProtection: true },
  "aws:ec2/securityGroup:SecurityGroup": {
    ingress: [
      { fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: ["fd00::/8"] },
    ],
  },
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    type: "ingress",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: ["10.0.0.0/8"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { ingress: [], egress: [] },
  "aws:ecr/repository:Repository": {
    imageScanningConfiguration: { scanOnPush: true },
    imageTagMutability: "IMMUTABLE",
  },
  "aws:secretsmanager/secret:Secret": { recoveryWindowInDays: 30, kmsKeyId: "alias/app" },
  "aws:kms/key:Key": {
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
      ],
    }),
  },
  "aws:backup/plan:Plan": {
    rules: [{ lifecycle: { deleteAfter: 35 }, copyActions: [{ destinationVaultArn: "arn:x" }] }],
  },
  "aws:backup/vault:Vault": { forceDestroy: false },
  "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 30 },
  "aws:iam/rolePolicy:RolePolicy": {
    policy: JSON.stringify({
      Statement: [
        { Effect: "Allow", Action: ["ec2:DescribeInstances"], Resource: "*" },
        { Effect: "Allow", Action: ["s3:PutObject", "iam:PassRole"], Resource: "arn:aws:iam::123456789012:role/one" },
      ],
    }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
  "aws:iam/role:Role": {
    assumeRolePolicy: trust(
      { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
      ["sts:AssumeRoleWithWebIdentity"],
      {
        StringEquals: { [`${issuer}:sub`]: "system:serviceaccount:shop:api", [`${issuer}:aud`]: "sts.amazonaws.com" },
      },
    ),
  },
  "kubernetes:helm.sh/v3:Release": { chart: "ghcr.io/x/app", version: "1.2.3", description: "needs hooks" },
  "kubernetes:core/v1:ConfigMap": { data: { LOG_LEVEL: "info" } },
  "kubernetes:core/v1:Service": { spec: { type: "ClusterIP", externalIPs: [], ports: [{ port: 80, targetPort: 80 }] } },
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration": {
    webhooks: [
      {
        name: "guard.example.com",
        timeoutSeconds: 10,
        failurePolicy: "Ignore",
        rules: [{ apiGroups: [""], resources: ["pods"], operations: ["CREATE"] }],
      },
    ],
  },
  "kubernetes:rbac.authorization.k8s.io/v1:Role": {
    metadata: { name: "api", namespace: "shop" },
    rules: [
      { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"], nonResourceURLs: ["/healthz"] },
      { apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["one"] },
    ],
  },
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": {
    metadata: { name: "api", namespace: "shop" },
    roleRef: { kind: "Role", name: "api" },
    subjects: [{ kind: "ServiceAccount", name: "api", namespace: "shop" }],
  },
};

/** A resource that no rule complains about. */
export function compliant(type: string, name = "one"): RecordedResource {
  const own = inputs[type];
  if (own === undefined) {
    throw new Error(`there is no compliant ${type}`);
  }
  return { ...resource(type, structuredClone(own), name), protect: true };
}

export const compliantTypes = Object.keys(inputs);

/** The trust policy of a role by EKS Pod Identity. */
export const podIdentityTrust = trust({ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"], {
  StringEquals: {
    "aws:RequestTag/kubernetes-namespace": "shop",
    "aws:RequestTag/kubernetes-service-account": "api",
    "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:123456789012:cluster/one",
  },
});
