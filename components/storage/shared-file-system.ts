import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { NetworkRef } from "../shared/refs";
import { backupTag } from "../shared/vocabulary";
import { backupOf } from "./class-spec";
import { fileSystemPolicy } from "./file-system-policy";
import type { StorageClassSettings } from "./settings";

/** NFS, the protocol of EFS: https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const nfsPort = 2049;

export interface SharedFileSystemArgs {
  context: PlatformContext;
  network: NetworkRef;
  settings: StorageClassSettings;
}

/**
 * One EFS file system that the nodes of all zones reach, and no one else: encrypted at rest and in transit, a mount
 * target in each zone, a security group that admits NFS from the nodes.
 *
 * It is protected and outlives the stack, because it holds data. Cost: by the gigabyte stored, and with elastic
 * throughput by the gigabyte read and written; mount targets are free.
 */
export class SharedFileSystem extends PlatformComponent {
  readonly fileSystemId: pulumi.Output<string>;
  /** What a pod's mount needs. */
  readonly mountTargets: pulumi.Resource[];

  constructor(name: string, args: SharedFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage", "SharedFileSystem", name, opts);
    const fileSystem = this.createFileSystem(args);
    this.requireEncryption(fileSystem);
    const group = this.createSecurityGroup(args);
    this.mountTargets = this.createMountTargets(fileSystem, group, args.network);
    this.fileSystemId = fileSystem.id;
    this.registerOutputs({ fileSystemId: this.fileSystemId });
  }

  private createFileSystem({ context, settings }: SharedFileSystemArgs): aws.efs.FileSystem {
    const { throughput = "elastic", infrequentAccessAfterDays: days = 30 } = settings.fileSystem ?? {};
    return new aws.efs.FileSystem(
      this.componentName,
      {
        encrypted: true,
        ...(settings.kmsKeyArn === undefined ? {} : { kmsKeyId: settings.kmsKeyArn }),
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
      this.opts({ protect: true, retainOnDelete: true }),
    );
  }

  /** Clients without TLS are refused. */
  private requireEncryption(fileSystem: aws.efs.FileSystem): void {
    const policy = fileSystem.arn.apply((arn) => JSON.stringify(fileSystemPolicy(arn)));
    new aws.efs.FileSystemPolicy(
      this.componentName,
      { fileSystemId: fileSystem.id, policy },
      this.opts({ retainOnDelete: true }),
    );
  }

  private createSecurityGroup({ context, network }: SharedFileSystemArgs): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      this.componentName,
      {
        vpcId: network.vpcId,
        description: "EFS mount targets, from nodes only",
        tags: { Name: `${context.clusterName}-${this.componentName}` },
      },
      this.opts(),
    );
    const rule = { ipProtocol: "tcp", fromPort: nfsPort, toPort: nfsPort };
    new aws.vpc.SecurityGroupIngressRule(
      this.child("from-nodes"),
      {
        ...rule,
        securityGroupId: group.id,
        referencedSecurityGroupId: network.nodeSecurityGroupId,
        description: "NFS from nodes",
      },
      this.opts(),
    );
    new aws.vpc.SecurityGroupEgressRule(
      this.child("nodes-to-efs"),
      {
        ...rule,
        securityGroupId: network.nodeSecurityGroupId,
        referencedSecurityGroupId: group.id,
        description: `NFS to ${this.componentName}`,
      },
      this.opts(),
    );
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
      return [new aws.efs.MountTarget(this.child(zone), args, this.opts())];
    });
  }
}
