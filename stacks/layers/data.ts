import { postgresImages } from "../../components/databases/images";
import { imagePin } from "../../components/shared/pins";
import type * as pulumi from "@pulumi/pulumi";
import { bucketGrant } from "../../components/buckets/bucket-plan";
import { Buckets, type BucketsTransform } from "../../components/buckets/buckets";
import type { CacheTransform } from "../../components/caches/cache";
import { Caches } from "../../components/caches/caches";
import { Databases, type DatabaseTransform } from "../../components/databases/databases";
import type { DatabasePair } from "../../components/databases/pair";
import { peerContext } from "../../components/failover/replication-plan";
import { queueGrant } from "../../components/queues/queue-plan";
import { Queues, type QueuesTransform } from "../../components/queues/queues";
import { secretGrant } from "../../components/secrets/secret-grant";
import { Secrets, type SecretsTransform } from "../../components/secrets/secrets";
import type { PlatformContext } from "../../components/shared/context";
import { type Grant, mergedGrant, withVariables } from "../../components/shared/grant";
import type { ResolvedService, ResolvedStack } from "../resolve/stack";
import { type Base, slot } from "./base";
import { clientsOf } from "./clients";
import type { SharedServices } from "./shared-services";

/** Slots of the data stores and secrets. */
export interface DataTransform {
  databases?: DatabaseTransform;
  caches?: CacheTransform;
  queues?: QueuesTransform;
  buckets?: BucketsTransform;
  secrets?: SecretsTransform;
}

/** Everything that holds data or secrets, as services see it. */
export interface Data {
  /** What a service gets from everything that it names. */
  grantOf(service: ResolvedService): Grant;
  /** What has to be there before a service: what it uses, so that a stateless one doesn't wait for a database. */
  resourcesOf(service: ResolvedService): pulumi.Resource[];
  /** The buckets, where there are some. */
  buckets: Buckets[];
}

/** Databases, caches, queues, buckets, secrets: what services keep their data in, and what opens it. */
export function buildData(
  config: ResolvedStack,
  base: Base,
  shared: SharedServices,
  transform: DataTransform = {},
): Data {
  const { context, network, providers } = base;
  const clients = clientsOf(config);
  const aws = { providers: { aws: providers.aws } };
  const made = <T>(settings: object, make: () => T): T[] => (Object.keys(settings).length ? [make()] : []);

  const databases = made(config.databases, () => buildDatabases(config, base, shared, transform));
  const caches = made(config.caches, () => {
    const args = { context, settings: config.caches, network, clients, ...slot(transform.caches) };
    return new Caches("caches", args, aws);
  });
  const queues = made(
    config.queues,
    () => new Queues("queues", { context, settings: config.queues, ...slot(transform.queues) }, aws),
  );
  const buckets = made(
    config.buckets,
    () => new Buckets("buckets", { context, settings: config.buckets, ...slot(transform.buckets) }, aws),
  );
  const secrets = made(config.secrets, () => buildSecrets(config, base, shared, transform));

  const used = Object.assign({}, ...[...databases, ...caches].map(({ grants }) => grants)) as Record<string, Grant>;
  const stores = Object.assign({}, ...[...databases, ...caches].map((one) => one.made)) as Record<
    string,
    pulumi.Resource
  >;
  return {
    grantOf: (service) => {
      const ofStores = Object.entries(used)
        .filter(([name]) => service.uses.includes(name))
        .map(([name, grant]) => withVariables(grant, service.secrets[name]?.env ?? {}));
      return mergedGrant([...ofStores, ...plainGrants(config, base, service)]);
    },
    resourcesOf: (service) => [
      ...service.uses.flatMap((name) => stores[name] ?? []),
      ...(service.consumes.length + service.produces.length ? queues : []),
      ...(Object.keys(service.buckets).length ? buckets : []),
      ...(Object.keys(service.secrets).length ? secrets : []),
    ],
    buckets,
  };
}

/** Grants that follow from the config alone: names, addresses and rights are known before the things are. */
function plainGrants(config: ResolvedStack, { context }: Base, service: ResolvedService): Grant[] {
  const queue = (use: "consumes" | "produces") =>
    service[use].flatMap((name) => {
      const settings = config.queues[name];
      return settings ? [queueGrant(context, name, settings, use)] : [];
    });
  const buckets = Object.entries(service.buckets).flatMap(([name, use]) => {
    const settings = config.buckets[name];
    return settings ? [bucketGrant(context, name, settings, use)] : [];
  });
  const secrets = Object.entries(service.secrets).flatMap(([name, { env }]) => {
    const settings = config.secrets[name];
    return settings ? [secretGrant(context, name, settings, env)] : [];
  });
  return [...queue("consumes"), ...queue("produces"), ...buckets, ...secrets];
}

function buildDatabases(
  config: ResolvedStack,
  base: Base,
  shared: SharedServices,
  transform: DataTransform,
): Databases {
  return new Databases(
    "databases",
    {
      context: base.context,
      settings: config.databases,
      images: postgresImages,
      network: base.network,
      namespaceOf: (name) => shared.namespaces.ref(name),
      pools: base.pools.refs,
      clients: clientsOf(config),
      identity: config.cluster.identity,
      oidcIssuer: base.cluster.oidcIssuer,
      dumps: { buckets: config.buckets, awsImage: imagePin("aws-cli", "aws-cli") },
      pair: databasePair(config, base.context),
      operatorNamespace: config.addons["cloudnative-pg"]?.namespace,
      ...(config.observability ? { monitoringNamespace: config.observability.namespace } : {}),
      ...slot(transform.databases),
    },
    {
      providers: base.providers,
      dependsOn: [...namespacesOf(shared, config.databases), ...shared.addons.ready, base.storage],
    },
  );
}

function buildSecrets(config: ResolvedStack, base: Base, shared: SharedServices, transform: DataTransform): Secrets {
  const args = {
    context: base.context,
    settings: config.secrets,
    values: config.secretValues,
    ...replicaRegion(config),
    namespaceOf: (name: string) => shared.namespaces.ref(name),
    ...slot(transform.secrets),
  };
  const dependsOn = [...namespacesOf(shared, config.secrets), ...shared.addons.ready];
  return new Secrets("secrets", args, { providers: base.providers, dependsOn });
}

/** What the databases of a stack have to know of the other one. */
export function databasePair({ role, failover }: ResolvedStack, context: PlatformContext): DatabasePair {
  const [paired, standby] = [failover !== undefined, role === "standby"];
  if (failover?.record !== "secondary") return { paired, standby, ...replicaRegion({ failover }) };
  return { paired, standby, primary: peerContext(context, failover) };
}

/** Where a primary stack copies its secrets to. */
function replicaRegion({ failover }: Pick<ResolvedStack, "failover">): { replicaRegion?: string } {
  if (failover?.record !== "primary" || !failover.replicate.secrets) return {};
  return { replicaRegion: failover.peer.region };
}

/** What must be there of the namespaces that some things are in. */
function namespacesOf({ namespaces }: SharedServices, all: ResolvedStack["databases"] | ResolvedStack["secrets"]) {
  return namespaces.of(...Object.values(all).flatMap((one) => ("namespace" in one ? one.namespace : [])));
}
