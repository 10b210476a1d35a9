import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { NetworkRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { backupTag } from "../shared/vocabulary";
import { backupOf } from "./class-spec";
import { fileSystemPolicy } from "./file-system-policy";
import type { StorageClassSettings } from "./settings";

/** NFS, the protocol of EFS: https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const nfsPort = 2049;

/** Slots of a shared file system. */
export interface SharedFileSystemTransform {
  /** Default: encrypted, elastic throughput, files to Infrequent Access after 30 days. */
  fileSystem?: Transform<aws.efs.FileSystemArgs>;
  /** Who may use it. Default: nobody without TLS. */
  fileSystemPolicy?: Transform<aws.efs.FileSystemPolicyArgs>;
  /** Called for each zone. Default: in its private subnet. */
  mountTarget?: Transform<aws.efs.MountTargetArgs>;
  /** Group of the mount targets. Default: no rules of its own; those are resources. */
  securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  /** The rule by which the mount targets admit nodes. Default: NFS. */
  securityGroupIngress?: Transform<aws.vpc.SecurityGroupIngressRuleArgs>;
  /** The rule by which nodes reach the mount targets. Default: NFS. */
  securityGroupEgress?: Transform<aws.vpc.SecurityGroupEgressRuleArgs>;
}

export interface SharedFileSystemArgs {
  context: PlatformContext;
  network: NetworkRef;
  settings: StorageClassSettings;
  transform?: SharedFileSystemTransform;
}

/**
 * One EFS file system that the nodes of all zones reach, and no one else: encrypted at rest and in transit, a mount
 * target in each zone, a security group that admits NFS from the nodes.
 *
 * It is protected and outlives the stack, because it holds data. Cost: by the gigabyte stored, and with elastic
 * throughput by the gigabyte read and written; mount targets are free.
 */
export class SharedFileSystem extends PlatformComponent<SharedFileSystemTransform> {
  readonly fileSystemId: pulumi.Output<string>;
  /** What a pod's mount needs. */
  readonly mountTargets: pulumi.Resource[];

  constructor(name: string, args: SharedFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "SharedFileSystem", name, opts, args.transform);
    const fileSystem = this.createFileSystem(args);
    this.requireEncryption(fileSystem);
    const group = this.createSecurityGroup(args);
    this.mountTargets = this.createMountTargets(fileSystem, group, args.network);
    this.fileSystemId = fileSystem.id;
    this.registerOutputs({ fileSystemId: this.fileSystemId });
  }

  private createFileSystem({ context, settings }: SharedFileSystemArgs): aws.efs.FileSystem {
    const { throughput = "elastic", infrequentAccessAfterDays: days = 30 } = settings.fileSystem ?? {};
    return this.make(
      "fileSystem",
      aws.efs.FileSystem,
      this.componentName,
      {
        encrypted: true,
        kmsKeyId: settings.kmsKeyArn,
        performanceMode: "generalPurpose",
        throughputMode: throughput,
        // The API takes one transition in each policy.
        lifecyclePolicies:
          days === "never"
            ? []
            : [{ transitionToIa: `AFTER_${days}_DAYS` }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
        tags: {
          Name: `${context.clusterName}-${this.componentName}`,
          [backupTag]: backupOf(settings, context.clusterName),
        },
      },
      { protect: true, retainOnDelete: true },
    );
  }

  /** Clients without TLS are refused. */
  private requireEncryption(fileSystem: aws.efs.FileSystem): void {
    const policy = fileSystem.arn.apply((arn) => JSON.stringify(fileSystemPolicy(arn)));
    const args = { fileSystemId: fileSystem.id, policy };
    this.make("fileSystemPolicy", aws.efs.FileSystemPolicy, this.componentName, args, { retainOnDelete: true });
  }

  private createSecurityGroup({ context, network }: SharedFileSystemArgs): aws.ec2.SecurityGroup {
    const group = this.make("securityGroup", aws.ec2.SecurityGroup, this.componentName, {
      vpcId: network.vpcId,
      description: "EFS mount targets, from nodes only",
      tags: { Name: `${context.clusterName}-${this.componentName}` },
    });
    const rule = { ipProtocol: "tcp", fromPort: nfsPort, toPort: nfsPort };
    this.make("securityGroupIngress", aws.vpc.SecurityGroupIngressRule, this.child("from-nodes"), {
      ...rule,
      securityGroupId: group.id,
      referencedSecurityGroupId: network.nodeSecurityGroupId,
      description: "NFS from nodes",
    });
    this.make("securityGroupEgress", aws.vpc.SecurityGroupEgressRule, this.child("nodes-to-efs"), {
      ...rule,
      securityGroupId: network.nodeSecurityGroupId,
      referencedSecurityGroupId: group.id,
      description: `NFS to ${this.componentName}`,
    });
    return group;
  }

  private createMountTargets(
    fileSystem: aws.efs.FileSystem,
    group: aws.ec2.SecurityGroup,
    network: NetworkRef,
  ): aws.efs.MountTarget[] {
    return network.zones.flatMap((zone, index) => {
      const subnetId = network.privateSubnetIds[index];
      if (subnetId === undefined) return [];
      const args = { fileSystemId: fileSystem.id, subnetId, securityGroups: [group.id] };
      return [this.make("mountTarget", aws.efs.MountTarget, this.child(zone), args)];
    });
  }
}
