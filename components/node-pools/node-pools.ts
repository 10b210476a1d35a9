import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { sharedFields, sharedOptions } from "../shared/field-owners";
import type { ClusterRef, NetworkRef, PoolRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { launchTemplateArgs } from "./launch-template";
import { NodeRole, type NodeRoleTransform } from "./node-role";
import { scheduledSizes } from "./off-peak";
import { poolRef, poolSpec, type PoolSpec } from "./pool-spec";
import type { NodePoolsSettings } from "./settings";

/** Slots of the pools. */
export interface NodePoolsTransform extends NodeRoleTransform {
  /** Called for each pool. Default: encrypted disks, IMDSv2 with one hop, the nodes' security group. */
  launchTemplate?: Transform<aws.ec2.LaunchTemplateArgs>;
  /** Called for each pool. Default: `nodePools` of the stack. */
  nodeGroup?: Transform<aws.eks.NodeGroupArgs>;
  /** Called for each step of `nodePools.<pool>.offPeak`. Default: its sizes at its time. */
  schedule?: Transform<aws.autoscaling.ScheduleArgs>;
}

export interface NodePoolsArgs {
  context: PlatformContext;
  settings: NodePoolsSettings;
  network: NetworkRef;
  cluster: ClusterRef;
  /** Release that the platform pins for each kind of image, for pools that name none. */
  images: Record<PoolSpec["settings"]["os"], string>;
  /** True where the VPC CNI delegates prefixes; it decides how many pods a node takes. Default true. */
  prefixDelegation?: boolean;
  /** Tags of instances, disks and interfaces, which the provider's default tags don't reach. */
  tags?: Record<string, string>;
  transform?: NodePoolsTransform;
}

/**
 * Named pools of nodes: one managed node group with a launch template of ours each, and one IAM role for all.
 *
 * Cost: the instances at their number, their disks, detailed monitoring where it is on. Why not eks.ManagedNodeGroup,
 * and what a change does to running nodes: docs/decisions, "Node groups of our own".
 */
export class NodePools extends PlatformComponent<NodePoolsTransform> {
  /** Where pods can be placed, by pool. */
  readonly refs: Record<string, PoolRef>;
  /** The plan of each pool, with what its nodes offer. */
  readonly specs: Record<string, PoolSpec>;
  /** ARN of the role of all nodes. */
  readonly nodeRoleArn: pulumi.Output<string>;
  /** Name of that role, plain, for what starts nodes of its own (Karpenter). */
  readonly nodeRoleName: string;

  constructor(name: string, args: NodePoolsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("node-pools", "NodePools", name, opts, args.transform);
    const environment = { zones: args.network.zones, prefixDelegation: args.prefixDelegation ?? true };
    const role = new NodeRole(this.child("role"), args, this.opts());
    this.nodeRoleArn = role.arn;
    this.nodeRoleName = role.roleName;

    const specs = Object.entries(args.settings).map(([pool, settings]) => poolSpec(pool, settings, environment));
    for (const spec of specs) {
      const template = this.createLaunchTemplate(spec, args);
      const group = this.createNodeGroup(spec, template, role, args);
      this.createSchedules(spec, group);
    }
    this.specs = Object.fromEntries(specs.map((spec) => [spec.name, spec]));
    this.refs = Object.fromEntries(specs.map((spec) => [spec.name, poolRef(spec)]));
    this.registerOutputs({ nodeRoleArn: this.nodeRoleArn });
  }

  private createLaunchTemplate(spec: PoolSpec, args: NodePoolsArgs): aws.ec2.LaunchTemplate {
    return this.make("launchTemplate", aws.ec2.LaunchTemplate, this.child(spec.name), launchTemplateArgs(spec, args));
  }

  private createNodeGroup(
    spec: PoolSpec,
    template: aws.ec2.LaunchTemplate,
    role: NodeRole,
    args: NodePoolsArgs,
  ): aws.eks.NodeGroup {
    const { settings } = spec;
    const group: aws.eks.NodeGroupArgs = {
      clusterName: args.cluster.name,
      // A prefix and no name: what EKS can't change in place (types, zones, spot) is made anew beside the old group,
      // which is emptied and deleted only when the new nodes are ready.
      nodeGroupNamePrefix: groupPrefix(spec),
      nodeRoleArn: role.arn,
      subnetIds: subnetsOf(spec, args.network),
      instanceTypes: settings.instanceTypes,
      capacityType: settings.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      amiType: spec.amiType,
      releaseVersion: settings.releaseVersion ?? args.images[settings.os],
      version: args.context.kubernetesVersion,
      scalingConfig: {
        minSize: settings.size.min,
        desiredSize: settings.size.desired,
        maxSize: settings.size.max,
      },
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      labels: spec.labels,
      taints: spec.taints.map(({ key, value, effect }) => ({ key, value, effect: apiEffect[effect] })),
      updateConfig: updateConfig(settings.update),
      forceUpdateVersion: settings.update.force,
      nodeRepairConfig: { enabled: settings.repair },
      tags: { Name: `${args.context.clusterName}-${spec.name}`, ...autoscalerHints(spec) },
    };
    return this.make("nodeGroup", aws.eks.NodeGroup, this.child(spec.name), group, {
      // Without this, each `up` would set the number of nodes back to the YAML's.
      ...sharedOptions(sharedFields.nodeGroup),
      dependsOn: role.permissions,
    });
  }

  /** Off-peak sizes, told to the Auto Scaling group itself: EKS has no clock. Its drain at a scale-in stays. */
  private createSchedules({ name, settings }: PoolSpec, group: aws.eks.NodeGroup): void {
    if (!settings.offPeak) return;
    for (const { name: step, min, desired, ...when } of scheduledSizes(settings.offPeak, settings.size)) {
      const schedule: aws.autoscaling.ScheduleArgs = {
        scheduledActionName: `${name}-${step}`,
        autoscalingGroupName: group.resources.apply(([first]) => first?.autoscalingGroups[0]?.name ?? ""),
        ...when,
        minSize: min,
        desiredCapacity: desired,
        maxSize: settings.size.max,
      };
      this.make("schedule", aws.autoscaling.Schedule, this.child(`${name}-${step}`), schedule);
    }
  }
}

/** Effects as the EKS API spells them. */
const apiEffect = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

/**
 * A pool that starts with no node is another group than one that starts with some. The number of the first `up` is kept
 * for good, and EKS refuses a least size above it: from 0 to 2 in place it says "Minimum capacity 2 can't be greater than
 * desired size 0" (terraform-aws-eks#3521). So a standby's promotion makes its groups anew, and gives up empty ones.
 */
function groupPrefix({ name, settings: { size } }: PoolSpec): string {
  return size.min === 0 && size.desired === 0 ? `${name}-0-` : `${name}-`;
}

function subnetsOf(spec: PoolSpec, network: NetworkRef): pulumi.Input<string>[] {
  return network.zones.flatMap((zone, index) => {
    const subnet = network.privateSubnetIds[index];
    return subnet !== undefined && spec.zones.includes(zone) ? [subnet] : [];
  });
}

function updateConfig(update: PoolSpec["settings"]["update"]): aws.types.input.eks.NodeGroupUpdateConfig {
  const { maxUnavailable, maxUnavailablePercentage } = update;
  return {
    ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    ...(maxUnavailablePercentage === undefined ? {} : { maxUnavailablePercentage }),
  };
}

/**
 * EKS tags the Auto Scaling group for the Cluster Autoscaler's discovery by itself, and the autoscaler asks EKS
 * (eks:DescribeNodegroup) for labels, taints and tags of a pool that is at 0. Only the disk is said nowhere else.
 */
function autoscalerHints(spec: PoolSpec): Record<string, string> {
  return {
    "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage": `${spec.settings.disk.sizeGiB}Gi`,
  };
}
