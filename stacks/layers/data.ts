import { Databases, type DatabaseTransform } from "../../components/databases/databases";
import { type Grant, mergedGrant } from "../../components/shared/grant";
import { serviceNamespace } from "../checks/services";
import { postgresImages } from "../database-versions";
import type { PlatformConfig } from "../schema";
import type { Base } from "./base";
import { clientsOf } from "./clients";
import type { SharedServices } from "./shared-services";

/** Escape hatches of the data stores, by name. */
export interface DataTransform {
  databases?: Record<string, DatabaseTransform>;
}

/** The data stores of the stack, as services see them. */
export interface Data {
  /** What a service gets from everything that it names. */
  grantOf(service: PlatformConfig["services"][string]): Grant;
  /** What has to be there before a service. */
  resources: Databases[];
}

/** Databases: what services keep their data in. */
export function buildData(
  config: PlatformConfig,
  base: Base,
  shared: SharedServices,
  transform: DataTransform = {},
): Data {
  const databases = buildDatabases(config, base, shared, transform);
  const grants = { ...databases?.grants };
  return {
    grantOf: ({ uses }) => mergedGrant(uses.flatMap((name) => grants[name] ?? [])),
    resources: databases ? [databases] : [],
  };
}

function buildDatabases(
  config: PlatformConfig,
  base: Base,
  shared: SharedServices,
  { databases: transform }: DataTransform,
): Databases | undefined {
  if (!Object.keys(config.databases).length) return undefined;
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
      operatorNamespace: config.addons["cloudnative-pg"]?.namespace ?? "",
      ...(config.observability ? { monitoringNamespace: config.observability.namespace } : {}),
      ...(transform ? { transform } : {}),
    },
    { providers: base.providers, dependsOn: [shared.namespaces, shared.addons, base.storage] },
  );
}

function namespaceRef(config: PlatformConfig, shared: SharedServices, of: { namespace?: string | undefined }) {
  const ref = shared.namespaces.refs[serviceNamespace(of, config.namespaces) ?? ""];
  // The config's checks have found it; this is for a caller that skips them.
  if (!ref) throw new Error(`namespace "${of.namespace ?? ""}" is not one of the stack's.`);
  return ref;
}
