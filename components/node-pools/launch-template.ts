import type * as aws from "@pulumi/aws";
import type { PlatformContext } from "../shared/context";
import type { NetworkRef } from "../shared/refs";
import type { PoolSpec } from "./pool-spec";
import { userData } from "./user-data";

/** What the launch templates of all pools share. */
export interface LaunchTemplateGround {
  context: PlatformContext;
  network: NetworkRef;
  tags?: Record<string, string>;
}

/**
 * Arguments of a pool's launch template. What a managed node group forbids in one is absent: subnets, instance
 * profile, shutdown behaviour; so are the image (then EKS would not merge its user data) and the instance types.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export function launchTemplateArgs(spec: PoolSpec, args: LaunchTemplateGround): aws.ec2.LaunchTemplateArgs {
  const tags = { ...args.tags, Name: `${args.context.clusterName}-${spec.name}` };
  return {
    namePrefix: `${args.context.clusterName}-${spec.name}-`,
    description: `Nodes of pool ${spec.name} of ${args.context.clusterName}`,
    userData: Buffer.from(userData(spec)).toString("base64"),
    // The nodes' group alone. The group that EKS makes lets everything out, which would undo `network.nodeEgress`, and a
    // second group on a node stops the load balancer controller, which must know the one to open (docs/decisions/0020).
    // No network interface is specified: the private subnets give no public address.
    vpcSecurityGroupIds: [args.network.nodeSecurityGroupId],
    // One hop ends at the node: a pod can't read the node's credentials. Pods have Pod Identity for that.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    },
    blockDeviceMappings: disks(spec),
    monitoring: { enabled: spec.settings.detailedMonitoring },
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    updateDefaultVersion: true,
  };
}

/**
 * AL2023 has one disk. Bottlerocket has a small one with the system and one for data, which is the one that a stack
 * sizes (the 4 GiB are Karpenter's default for it, pkg/providers/amifamily/bottlerocket.go).
 */
function disks({ settings }: PoolSpec): aws.types.input.ec2.LaunchTemplateBlockDeviceMapping[] {
  const { sizeGiB, type, iops, throughput, kmsKeyArn } = settings.disk;
  const encryption = {
    encrypted: "true",
    deleteOnTermination: "true",
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
  };
  const sized = {
    volumeSize: sizeGiB,
    volumeType: type,
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
    ...encryption,
  };
  if (settings.os === "al2023") return [{ deviceName: "/dev/xvda", ebs: sized }];
  return [
    { deviceName: "/dev/xvda", ebs: { volumeSize: 4, volumeType: "gp3", ...encryption } },
    { deviceName: "/dev/xvdb", ebs: sized },
  ];
}
