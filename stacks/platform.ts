import * as aws from "@pulumi/aws";
import { addonFacts, addonSet, systemPool } from "./addon-set";
import { addonVersions } from "./addon-versions";
import { appServices, serviceOutputs } from "./app-services";
import { nodeImagesOf } from "./node-images";
import type { PlatformConfig } from "./schema";
import { charts, crdBundles } from "./versions";
import { Cluster } from "../components/cluster/cluster";
import { Doors } from "../components/doors/doors";
import { doorNamespaces } from "../components/doors/namespaces";
import { networkingAddons, workloadAddons } from "../components/managed-addons/catalog";
import { ManagedAddons } from "../components/managed-addons/managed-addons";
import { applicationNamespaces } from "../components/namespaces/application";
import { Namespaces } from "../components/namespaces/namespaces";
import { Network } from "../components/network/network";
import { NodePools } from "../components/node-pools/node-pools";
import { Observability } from "../components/observability/observability";
import { platformNamespaceSpecs } from "../components/platform-addons/namespaces";
import { placementOn } from "../components/platform-addons/placement";
import { PlatformAddons } from "../components/platform-addons/platform-addons";
import { resolveAddons } from "../components/platform-addons/resolve";
import { partitionOf, type PlatformContext } from "../components/shared/context";
import { Storage } from "../components/storage/storage";

/**
 * The platform: one constructor call per component, in the order in which they depend on each other.
 *
 * Not a component resource itself, so that a component's URN does not change when the program is composed differently.
 */
export class Platform {
  readonly outputs: Record<string, unknown>;

  constructor(config: PlatformConfig) {
    const context = contextOf(config);
    const provider = awsProvider(config, context);
    const withAws = { providers: { aws: provider } };
    const network = new Network("network", { context, settings: config.network }, withAws);
    const cluster = new Cluster(
      "cluster",
      {
        context,
        settings: config.cluster,
        network,
        controlPlaneSecurityGroup: network.controlPlaneSecurityGroup,
        podSecurityGroups: config.managedAddons.podNetworking.podSecurityGroups,
        ...(config.aws.assumeRoleArn === undefined ? {} : { assumeRoleArn: config.aws.assumeRoleArn }),
      },
      // After NAT and endpoints too, so that on destroy the controllers still reach AWS.
      { ...withAws, dependsOn: [network] },
    );
    const managed = {
      context,
      cluster,
      identity: config.cluster.identity,
      versions: addonVersions(config.cluster.version, config.managedAddons.versions),
    };
    const catalog = { context, settings: config.managedAddons, tags: tagsOf(config, context) };
    const networking = new ManagedAddons(
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
        tags: tagsOf(config, context),
      },
      // A node that comes before the CNI never becomes ready.
      { ...withAws, dependsOn: [networking] },
    );
    const classes = Object.values(config.storageClasses);
    const workload = new ManagedAddons(
      "workload-addons",
      {
        ...managed,
        addons: workloadAddons({
          ...catalog,
          efs: classes.some((storageClass) => storageClass.type === "efs"),
          volumeKmsKeyArns: [
            ...new Set(classes.flatMap(({ type, kmsKeyArn }) => (type === "efs" ? [] : (kmsKeyArn ?? [])))),
          ],
        }),
      },
      { ...withAws, dependsOn: [pools] },
    );
    const storage = new Storage(
      "storage",
      { context, settings: config.storageClasses, network },
      { providers: { aws: provider, kubernetes: cluster.provider }, dependsOn: [workload] },
    );
    const selected = addonSet(config);
    const namespaces = new Namespaces(
      "namespaces",
      {
        context,
        namespaces: [
          ...applicationNamespaces(config.namespaces),
          ...platformNamespaceSpecs(selected),
          ...doorNamespaces(config.doors),
        ],
        surroundings: {
          vpcCidr: network.cidr,
          privateSubnetCidrs: network.privateSubnetCidrs,
          interfaceEndpoints: network.interfaceEndpoints,
          monitoringNamespace: config.observability?.namespace ?? "monitoring",
        },
      },
      { providers: { kubernetes: cluster.provider } },
    );
    const withBoth = { providers: { aws: provider, kubernetes: cluster.provider } };
    const addons = resolveAddons(selected, {
      facts: addonFacts(context, config.network, tagsOf(config, context)),
      placement: placementOn(systemPool(config, pools.refs)),
      identity: config.cluster.identity,
    });
    const pins = { charts, crdBundles };
    const platformAddons = new PlatformAddons(
      "addons",
      { context, addons, pins, identity: { mode: config.cluster.identity, oidcIssuer: cluster.oidcIssuer } },
      { ...withBoth, dependsOn: [workload, namespaces] },
    );
    const doors = new Doors(
      "doors",
      {
        context,
        settings: config.doors,
        network,
        domain: config.domain,
        ...(config.dns.zoneId === undefined ? {} : { zoneId: config.dns.zoneId }),
        routeNamespaces: Object.keys(config.namespaces),
      },
      { ...withBoth, dependsOn: [platformAddons] },
    );
    if (config.observability) {
      new Observability(
        "observability",
        { context, addons, pins },
        { ...withBoth, dependsOn: [platformAddons, storage] },
      );
    }
    const services = appServices(
      config,
      {
        context,
        namespaces: namespaces.refs,
        pools: pools.refs,
        doors: doors.refs,
        vpcCidr: network.cidr,
        oidcIssuer: cluster.oidcIssuer,
      },
      // Doors come after the add-ons, so this is after them too.
      { ...withBoth, dependsOn: [namespaces, doors] },
    );
    this.outputs = {
      vpcId: network.vpcId,
      privateSubnetIds: network.privateSubnetIds,
      clusterName: cluster.name,
      kubeconfigCommand: cluster.kubeconfigCommand,
      clusterEndpoint: cluster.endpoint,
      oidcIssuer: cluster.oidcIssuer,
      oidcProviderArn: cluster.oidcProviderArn,
      ...serviceOutputs(services),
    };
  }
}

function contextOf(config: PlatformConfig): PlatformContext {
  return {
    stack: config.stack,
    tier: config.tier,
    region: config.aws.region,
    accountId: config.aws.accountId,
    partition: partitionOf(config.aws.region),
    clusterName: config.cluster.name,
    kubernetesVersion: config.cluster.version,
    team: config.team,
    costCenter: config.costCenter,
  };
}

/**
 * The one AWS provider. Region, account guard and tags are said in code, because the stack's own `aws:` config does not
 * reach an explicit provider, and without an explicit one each component package would bring its own version of it.
 */
function awsProvider(config: PlatformConfig, context: PlatformContext): aws.Provider {
  const { region, accountId, assumeRoleArn } = config.aws;
  return new aws.Provider("aws", {
    region: region as aws.Region,
    allowedAccountIds: [accountId],
    ...(assumeRoleArn === undefined ? {} : { assumeRoles: [{ roleArn: assumeRoleArn }] }),
    defaultTags: { tags: tagsOf(config, context) },
  });
}

/** Tags of everything in AWS, the things too that add-ons and node groups make by themselves. */
function tagsOf(config: PlatformConfig, context: PlatformContext): Record<string, string> {
  return {
    ...config.aws.tags,
    platform: context.clusterName,
    stack: config.stack,
    team: config.team,
    "cost-center": config.costCenter,
  };
}
