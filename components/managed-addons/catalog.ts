import { type PolicyDocument, policyDocument } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import {
  type AddonConfiguration,
  corednsConfiguration,
  ebsCsiConfiguration,
  overlaid,
  vpcCniConfiguration,
} from "./configuration";
import type { ManagedAddonName, ManagedAddonsSettings } from "./settings";

/** One managed add-on as plain data. */
export interface ManagedAddon {
  name: ManagedAddonName;
  configuration: AddonConfiguration;
  /** AWS permissions of exactly one service account in `kube-system`; left out where the add-on calls no AWS API. */
  identity?: { serviceAccount: string; managedPolicyArn: string; policy?: PolicyDocument };
  /** Keep what the add-on installed when it is no longer managed: the cluster does not work without it. */
  preserve: boolean;
  /** Add-ons of the same phase that come first. */
  after: ManagedAddonName[];
}

export interface CatalogArgs {
  context: PlatformContext;
  settings: ManagedAddonsSettings;
  /** Tags of what the add-ons make in AWS (interfaces, volumes), which the provider's default tags don't reach. */
  tags?: Record<string, string>;
}

/**
 * What a node needs to become ready, and so comes before any node: a DaemonSet is installed without one.
 * The agent is first, because `aws-node` gets its credentials from it and crashes without
 * (https://github.com/aws/amazon-vpc-cni-k8s/issues/3840).
 */
export function networkingAddons({ context, settings, tags = {} }: CatalogArgs): ManagedAddon[] {
  return withOverrides(settings, [
    { name: "eks-pod-identity-agent", configuration: {}, preserve: true, after: [] },
    {
      name: "vpc-cni",
      configuration: vpcCniConfiguration(settings.podNetworking, tags),
      // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html
      identity: { serviceAccount: "aws-node", managedPolicyArn: managedPolicy(context, "AmazonEKS_CNI_Policy") },
      preserve: true,
      after: ["eks-pod-identity-agent"],
    },
    { name: "kube-proxy", configuration: {}, preserve: true, after: [] },
    { name: "eks-node-monitoring-agent", configuration: {}, preserve: false, after: [] },
  ]);
}

export interface WorkloadAddonsArgs extends CatalogArgs {
  /** Whether a storage class of type efs exists. */
  efs: boolean;
  /** Keys of the account that storage classes encrypt their volumes with, beside the AWS-managed one. */
  volumeKmsKeyArns?: string[];
}

/** What has pods that need a node: made before there is one, EKS reports it as degraded and the deployment fails. */
export function workloadAddons(args: WorkloadAddonsArgs): ManagedAddon[] {
  const { context, settings, tags = {}, efs, volumeKmsKeyArns = [] } = args;
  const addons: ManagedAddon[] = [
    { name: "coredns", configuration: corednsConfiguration(settings.dns), preserve: true, after: [] },
    {
      name: "aws-ebs-csi-driver",
      configuration: ebsCsiConfiguration(tags),
      identity: {
        serviceAccount: "ebs-csi-controller-sa",
        // Only volumes that the driver made itself: its predecessor AmazonEBSCSIDriverPolicy allows more.
        // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html
        managedPolicyArn: managedPolicy(context, "AmazonEBSCSIDriverPolicyV2"),
        ...(volumeKmsKeyArns.length ? { policy: volumeKeyPolicy(volumeKmsKeyArns) } : {}),
      },
      preserve: true,
      after: [],
    },
  ];
  if (efs) {
    addons.push({
      name: "aws-efs-csi-driver",
      configuration: {},
      // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEFSCSIDriverPolicy.html
      identity: {
        serviceAccount: "efs-csi-controller-sa",
        managedPolicyArn: managedPolicy(context, "service-role/AmazonEFSCSIDriverPolicy"),
      },
      preserve: false,
      after: [],
    });
  }
  if (settings.snapshots) {
    addons.push({ name: "snapshot-controller", configuration: {}, preserve: false, after: [] });
  }
  return withOverrides(settings, addons);
}

/**
 * What the driver needs of a key of the account to encrypt volumes with it.
 * https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html ("KMS key for encryption")
 */
function volumeKeyPolicy(keyArns: string[]): PolicyDocument {
  const Resource = [...keyArns].sort();
  return policyDocument(
    {
      Sid: "GrantToVolumes",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "UseForVolumes",
      Effect: "Allow",
      // The actions behind the guide's `kms:ReEncrypt*` and `kms:GenerateDataKey*` that a volume's encryption asks for.
      // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
      Action: [
        ...["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
        ...["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      ],
      Resource,
    },
  );
}

function managedPolicy(context: PlatformContext, path: string): string {
  return `arn:${context.partition}:iam::aws:policy/${path}`;
}

function withOverrides(settings: ManagedAddonsSettings, addons: ManagedAddon[]): ManagedAddon[] {
  return addons.map((addon) => ({
    ...addon,
    configuration: overlaid(addon.configuration, settings.configuration[addon.name]),
  }));
}
