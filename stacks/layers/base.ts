import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Budget, type BudgetArgs } from "../../components/budget/budget";
import { networkingAddons, workloadAddons } from "../../components/managed-addons/catalog";
import { ManagedAddons, type ManagedAddonsArgs } from "../../components/managed-addons/managed-addons";
import { Cluster, type ClusterArgs } from "../../components/cluster/cluster";
import { Network, type NetworkArgs } from "../../components/network/network";
import { NodePools, type NodePoolsArgs } from "../../components/node-pools/node-pools";
import type { PlatformContext } from "../../components/shared/context";
import { Storage, type StorageArgs } from "../../components/storage/storage";
import { addonVersions } from "../addon-versions";
import { nodeImagesOf } from "../node-images";
import type { ResolvedStack } from "../resolve/stack";

/** Escape hatches of the base layer: the slots of each component, by its name. */
export interface BaseTransform {
  network?: NetworkArgs["transform"];
  cluster?: ClusterArgs["transform"];
  managedAddons?: ManagedAddonsArgs["transform"];
  nodePools?: NodePoolsArgs["transform"];
  storage?: StorageArgs["transform"];
  budget?: BudgetArgs["transform"];
}

/** A cluster with nodes and storage, on which nothing runs yet but what EKS itself manages. */
export interface Base {
  context: PlatformContext;
  /** Tags of everything in AWS, the things too that add-ons and node groups make by themselves. */
  tags: Record<string, string>;
  /** The AWS and the Kubernetes provider, for whatever comes after. */
  providers: { aws: aws.Provider; kubernetes: pulumi.ProviderResource };
  network: Network;
  cluster: Cluster;
  pools: NodePools;
  /** Pods can run and have volumes once these are there. */
  workloadAddons: ManagedAddons;
  storage: Storage;
}

/** Network, cluster, the add-ons that nodes need, nodes, the add-ons that need nodes, storage: in this order. */
export function buildBase(config: ResolvedStack, transform: BaseTransform = {}): Base {
  const { context, tags } = config;
  const provider = awsProvider(config, tags);
  const withAws = { providers: { aws: provider } };
  const { budget, ceilingMonthlyUsd } = config.cost;
  if (budget && ceilingMonthlyUsd !== undefined) {
    new Budget(
      "budget",
      { context, settings: budget, limitMonthlyUsd: ceilingMonthlyUsd, ...slot(transform.budget) },
      withAws,
    );
  }
  const network = new Network("network", { context, settings: config.network, ...slot(transform.network) }, withAws);
  const cluster = new Cluster(
    "cluster",
    {
      context,
      settings: config.cluster,
      network,
      controlPlaneSecurityGroup: network.controlPlaneSecurityGroup,
      podSecurityGroups: config.managedAddons.podNetworking.podSecurityGroups,
      ...(config.aws.assumeRoleArn === undefined ? {} : { assumeRoleArn: config.aws.assumeRoleArn }),
      ...slot(transform.cluster),
    },
    // After NAT and endpoints too, so that on destroy the controllers still reach AWS.
    { ...withAws, dependsOn: [network] },
  );
  const managed = {
    context,
    cluster,
    identity: config.cluster.identity,
    versions: addonVersions(config.cluster.version, config.managedAddons.versions),
    ...slot(transform.managedAddons),
  };
  const catalog = { context, settings: config.managedAddons, tags };
  const networkingPhase = new ManagedAddons(
    "networking-addons",
    { ...managed, addons: networkingAddons(catalog) },
    { ...withAws, dependsOn: [cluster] },
  );
  const pools = new NodePools(
    "node-pools",
    {
      context,
      settings: config.nodePools,
      network,
      cluster,
      images: nodeImagesOf(config.cluster.version),
      prefixDelegation: config.managedAddons.podNetworking.prefixDelegation,
      tags,
      ...slot(transform.nodePools),
    },
    // A node that comes before the CNI never becomes ready.
    { ...withAws, dependsOn: [networkingPhase] },
  );
  const workloadPhase = new ManagedAddons(
    "workload-addons",
    { ...managed, addons: workloadAddons({ ...catalog, ...storageNeeds(config) }) },
    { ...withAws, dependsOn: [pools] },
  );
  const providers = { aws: provider, kubernetes: cluster.provider };
  const storage = new Storage(
    "storage",
    {
      context,
      settings: config.storageClasses,
      network,
      snapshots: config.managedAddons.snapshots,
      ...slot(transform.storage),
    },
    { providers, dependsOn: [workloadPhase] },
  );
  return { context, tags, providers, network, cluster, pools, workloadAddons: workloadPhase, storage };
}

/** What the CSI drivers must be able to do for the stack's storage classes. */
function storageNeeds({ storageClasses }: ResolvedStack): { efs: boolean; volumeKmsKeyArns: string[] } {
  const classes = Object.values(storageClasses);
  const keys = classes.flatMap(({ type, kmsKeyArn }) => (type === "efs" ? [] : (kmsKeyArn ?? [])));
  return { efs: classes.some(({ type }) => type === "efs"), volumeKmsKeyArns: [...new Set(keys)] };
}

/**
 * The one AWS provider. Region, account guard and tags are said in code, because the stack's own `aws:` config does not
 * reach an explicit provider, and without an explicit one each component package would bring its own version of it.
 */
function awsProvider(config: ResolvedStack, tags: Record<string, string>): aws.Provider {
  const { region, accountId, assumeRoleArn } = config.aws;
  return new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [accountId],
    ...(assumeRoleArn === undefined ? {} : { assumeRoles: [{ roleArn: assumeRoleArn }] }),
    defaultTags: { tags },
  });
}

/** A component's `transform` where there is one: an optional argument may not be `undefined`. */
export function slot<T>(transform: T | undefined): { transform?: T } {
  return transform === undefined ? {} : { transform };
}
