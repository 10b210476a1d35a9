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
import { serviceNamespace } from "../checks/services";
import type { PlatformConfig } from "../schema";
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

/** Something that is in a namespace: the one that it names, or the stack's only one. */
type InNamespace = { namespace?: string | undefined };

/** Everything that holds data or secrets, as services see it. */
export interface Data {
  /** What a service gets from everything that it names. */
  grantOf(service: PlatformConfig["services"][string]): Grant;
  /** What has to be there before a service: what it uses, so that a stateless one doesn't wait for a database. */
  resourcesOf(service: PlatformConfig["services"][string]): pulumi.Resource[];
  /** The buckets, where there are some. */
  buckets: Buckets[];
}

/** Databases, caches, queues, buckets, secrets: what services keep their data in, and what opens it. */
export function buildData(
  config: PlatformConfig,
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
function plainGrants(config: PlatformConfig, { context }: Base, service: PlatformConfig["services"][string]): Grant[] {
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
  config: PlatformConfig,
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
      namespaceOf: (database) => namespaceRef(config, shared, database),
      pools: base.pools.refs,
      clients: clientsOf(config),
      identity: config.cluster.identity,
      oidcIssuer: base.cluster.oidcIssuer,
      dumps: { buckets: config.buckets, awsImage: imagePin("aws-cli", "aws-cli") },
      pair: databasePair(config, base.context),
      operatorNamespace: config.addons["cloudnative-pg"]?.namespace ?? "",
      ...(config.observability ? { monitoringNamespace: config.observability.namespace } : {}),
      ...slot(transform.databases),
    },
    {
      providers: base.providers,
      dependsOn: [...namespacesOf(config, shared, config.databases), ...shared.addons.ready, base.storage],
    },
  );
}

function buildSecrets(config: PlatformConfig, base: Base, shared: SharedServices, transform: DataTransform): Secrets {
  const args = {
    context: base.context,
    settings: config.secrets,
    values: config.secretValues,
    ...replicaRegion(config),
    namespaceOf: (secret: InNamespace) => namespaceRef(config, shared, secret),
    ...slot(transform.secrets),
  };
  const dependsOn = [...namespacesOf(config, shared, config.secrets), ...shared.addons.ready];
  return new Secrets("secrets", args, { providers: base.providers, dependsOn });
}

/** What the databases of a stack have to know of the other one. */
export function databasePair({ role, failover }: PlatformConfig, context: PlatformContext): DatabasePair {
  const standby = role === "standby";
  if (failover?.record !== "secondary") return { standby, ...replicaRegion({ failover }) };
  return { standby, primary: peerContext(context, failover) };
}

/** Where a primary stack copies its secrets to. */
function replicaRegion({ failover }: Pick<PlatformConfig, "failover">): { replicaRegion?: string } {
  if (failover?.record !== "primary" || !failover.replicate.secrets) return {};
  return { replicaRegion: failover.peer.region };
}

/** What must be there of the namespaces that some things are in. */
function namespacesOf(config: PlatformConfig, { namespaces }: SharedServices, all: Record<string, object>) {
  return namespaces.of(...Object.values(all).map((one: InNamespace) => serviceNamespace(one, config.namespaces) ?? ""));
}

function namespaceRef(config: PlatformConfig, shared: SharedServices, of: InNamespace) {
  const ref = shared.namespaces.refs[serviceNamespace(of, config.namespaces) ?? ""];
  // The config's checks have found it; this is for a caller that skips them.
  if (!ref) throw new Error(`namespace "${of.namespace ?? ""}" is not one of the stack's.`);
  return ref;
}
