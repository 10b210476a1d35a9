import { Admission, type AdmissionArgs } from "../../components/admission/admission";
import { consoleNamespaces } from "../../components/consoles/targets";
import { Gateways, type GatewaysArgs } from "../../components/gateways/gateways";
import { gatewaysNamespace } from "../../components/gateways/gateway-spec";
import { gatewayNamespaces } from "../../components/gateways/namespaces";
import { applicationNamespaces } from "../../components/namespaces/application";
import { Namespaces, type NamespacesArgs } from "../../components/namespaces/namespaces";
import { Copies, type CopiesArgs } from "../../components/observability/copies/copies";
import { Observability, type ObservabilityArgs } from "../../components/observability/observability";
import { repositoriesOf } from "../../components/app-service/pod/image-settings";
import { rolesInUse } from "../../components/cluster/access-settings";
import { platformNamespaceSpecs, podMakers } from "../../components/platform-addons/namespaces";
import { PlatformAddons, type PlatformAddonsArgs } from "../../components/platform-addons/platform-addons";
import { PlatformRoles, type PlatformRolesArgs } from "../../components/rbac/platform-roles";
import { ImageRepositories, type ImageRepositoriesArgs } from "../../components/registry/image-repositories";
import { imagePin } from "../../components/shared/pins";
import { packSettings } from "../pack-config";
import { meshSurroundings } from "../resolve/addon-set";
import type { ResolvedStack } from "../resolve/stack";
import { mostNodes } from "../resolve/system-demand";
import { type Base, slot } from "./base";

/** Escape hatches of the shared services: the slots of each component, by its name. */
export interface SharedServicesTransform {
  namespaces?: NamespacesArgs["transform"];
  admission?: AdmissionArgs["transform"];
  repositories?: ImageRepositoriesArgs["transform"];
  roles?: PlatformRolesArgs["transform"];
  addons?: PlatformAddonsArgs["transform"];
  gateways?: GatewaysArgs["transform"];
  observability?: ObservabilityArgs["transform"];
  copies?: CopiesArgs["transform"];
}

/** What applications stand on beside the cluster. */
export interface SharedServices {
  namespaces: Namespaces;
  addons: PlatformAddons;
  gateways: Gateways;
}

/** Namespaces, add-ons, gateways, observability: in this order, so that a controller outlives what it manages. */
export function buildSharedServices(
  config: ResolvedStack,
  base: Base,
  transform: SharedServicesTransform = {},
): SharedServices {
  const { context, providers, network, cluster } = base;
  const demand = { pods: config.systemDemand, nodes: mostNodes(config) };
  const addonNamespaces = platformNamespaceSpecs(config.addonSet, demand);
  const namespaces = new Namespaces(
    "namespaces",
    {
      context,
      namespaces: [
        ...applicationNamespaces(config.namespaces),
        ...addonNamespaces,
        ...gatewayNamespaces(config.gateways, config.addons["cert-manager"]?.http01Gateway !== undefined),
      ].map((spec) => ({ ...spec, targets: config.addons["aws-load-balancer-controller"] !== undefined })),
      volumeDrivers: [base.workloadAddons],
      surroundings: {
        vpcCidr: network.cidr,
        privateSubnetCidrs: network.privateSubnetCidrs,
        interfaceEndpoints: network.interfaceEndpoints,
        monitoringNamespace: config.observability?.namespace ?? "monitoring",
        mesh: meshSurroundings(config),
      },
      ...slot(transform.namespaces),
    },
    { providers: { kubernetes: cluster.provider } },
  );
  new Admission(
    "admission",
    {
      context,
      settings: config.admission,
      pack: packSettings(config.stack, config.tier),
      addonNamespaces: addonNamespaces.map(({ name }) => name),
      makers: podMakers(config.addonSet),
      ...slot(transform.admission),
    },
    { providers: { kubernetes: cluster.provider }, dependsOn: [namespaces] },
  );
  const repositories = repositoriesOf(config.images, config.services);
  if (Object.keys(repositories).length > 0) {
    new ImageRepositories(
      "images",
      { settings: repositories, ...slot(transform.repositories) },
      { providers: { aws: providers.aws } },
    );
  }
  new PlatformRoles(
    "roles",
    {
      context,
      roles: rolesInUse(config.cluster.access),
      applicationNamespaces: Object.keys(config.namespaces),
      ...slot(transform.roles),
    },
    { providers: { kubernetes: cluster.provider }, dependsOn: namespaces.of(...Object.keys(config.namespaces)) },
  );
  const platformAddons = new PlatformAddons(
    "addons",
    {
      context,
      addons: config.resolvedAddons,
      namespaces: namespaces.of,
      identity: { mode: config.cluster.identity, oidcIssuer: cluster.oidcIssuer },
      argocd: {
        clusterFacts: { "vpc-id": network.vpcId, "node-role-arn": base.pools.nodeRoleArn },
        applicationNamespaces: Object.keys(config.namespaces),
      },
      ...slot(transform.addons),
    },
    { providers, dependsOn: [base.workloadAddons] },
  );
  const shared = { namespaces, addons: platformAddons };
  const gateways = buildGateways(config, base, shared, transform.gateways);
  buildObservability(config, base, shared, transform);
  return { ...shared, gateways };
}

function buildGateways(
  config: ResolvedStack,
  { context, network, providers }: Base,
  { namespaces, addons }: Omit<SharedServices, "gateways">,
  transform: GatewaysArgs["transform"],
): Gateways {
  const placed = proxies(config);
  const proxyNamespaces = placed.proxies ? [placed.proxies.namespace] : [];
  return new Gateways(
    "gateways",
    {
      context,
      settings: config.gateways,
      network,
      domain: config.domain,
      ...placed,
      ...(config.observability ? { monitoringNamespace: config.observability.namespace } : {}),
      ...(config.dns.zoneId === undefined ? {} : { zoneId: config.dns.zoneId }),
      routeNamespaces: [...Object.keys(config.namespaces), ...consoleNamespaces(config.consoles, config)],
      proofGateway: config.addons["cert-manager"]?.http01Gateway,
      ...slot(transform),
    },
    { providers, dependsOn: [...namespaces.of(gatewaysNamespace, ...proxyNamespaces), ...addons.ready] },
  );
}

function buildObservability(
  config: ResolvedStack,
  { context, cluster, storage, providers }: Base,
  { namespaces, addons: platformAddons }: Omit<SharedServices, "gateways">,
  transform: SharedServicesTransform,
): void {
  if (!config.observability) return;
  const identity = { mode: config.cluster.identity, oidcIssuer: cluster.oidcIssuer };
  const observability = new Observability(
    "observability",
    {
      context,
      addons: config.resolvedAddons,
      namespaces: namespaces.of,
      settings: config.observability,
      stack: config.observed,
      identity,
      ...slot(transform.observability),
    },
    { providers, dependsOn: [...platformAddons.ready, storage] },
  );
  const copies = copiesOf(config);
  if (copies) {
    const args = { ...copies, context, placement: config.placement, identity, ...slot(transform.copies) };
    new Copies("copies", args, { providers, dependsOn: [observability] });
  }
}

/** Where the proxies of gateways run, where the stack has what makes them. */
function proxies(config: ResolvedStack): Pick<GatewaysArgs, "proxies" | "mesh"> {
  const { placement } = config;
  const { "envoy-gateway": envoy, istiod } = config.addons;
  const { istiodNamespace: namespace, traces } = meshSurroundings(config);
  return {
    ...(envoy ? { proxies: { namespace: envoy.namespace, ...placement } } : {}),
    ...(istiod ? { mesh: { namespace, traces, ...placement } } : {}),
  };
}

/** What the copies of dashboards and metrics are made from; undefined where the stack wants none. */
function copiesOf({ observability: settings, buckets }: ResolvedStack) {
  const copies = settings?.copies;
  const bucket = copies && buckets[copies.bucket];
  if (!settings || !bucket) return undefined;
  return { settings, copies, bucket: { name: copies.bucket, settings: bucket }, image: imagePin("aws-cli", "aws-cli") };
}
