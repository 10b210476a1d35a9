import type * as pulumi from "@pulumi/pulumi";
import type { BucketsSettings } from "../buckets/settings";
import type { IdentityMode } from "../identity/workload-identity";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { EachNamed, Named } from "../shared/reference";
import type { NamespaceRef, NetworkRef, PoolRef } from "../shared/refs";
import { CloudNativePgDatabase, type CloudNativePgTransform } from "./cloudnative-pg-database";
import { alone, type DatabasePair } from "./pair";
import { RdsDatabase, type RdsDatabaseTransform } from "./rds-database";
import type {
  CloudNativePgSettings,
  DatabaseSettings,
  DatabasesSettings,
  PostgresImages,
  StatefulSetSettings,
} from "./settings";
import { StatefulSetDatabase, type StatefulSetDatabaseTransform } from "./stateful-set-database";
import type { Client } from "./workload";

/** Slots of the databases; each is called for every database of its kind. */
export interface DatabaseTransform extends StatefulSetDatabaseTransform, CloudNativePgTransform, RdsDatabaseTransform {}

export interface DatabasesArgs {
  context: PlatformContext;
  /** Databases by name, with every default filled in; those in the cluster with their namespace. */
  settings: EachNamed<DatabasesSettings, "namespace">;
  images: PostgresImages;
  network: NetworkRef;
  /** Namespace of a database in the cluster, by name. */
  namespaceOf(name: string): NamespaceRef;
  /** Pools by name. */
  pools: Record<string, PoolRef>;
  /** Services that use each database, by its name. */
  clients: Record<string, Client[]>;
  identity: IdentityMode;
  /** Issuer of the cluster: what roles of service accounts trust where identities are of IRSA. */
  oidcIssuer?: pulumi.Input<string>;
  /** Namespace of CloudNativePG's operator; undefined without one, and then without its databases. */
  operatorNamespace: string | undefined;
  /** Namespace of Prometheus; left out where nothing scrapes. */
  monitoringNamespace?: string;
  /** Buckets by name, and the image with the AWS CLI: for dumps. */
  dumps?: { buckets: BucketsSettings; awsImage: string };
  /** The other stack of a pair. Default: there is none. */
  pair?: DatabasePair;
  transform?: DatabaseTransform;
}

/** The databases of a stack, each by its kind, and what a service gets that uses one. */
export class Databases extends PlatformComponent {
  /** What each gives to the services that use it, by name. */
  readonly grants: Record<string, Grant>;
  /** The databases by name, for what must come after one of them alone. */
  readonly made: Record<string, pulumi.Resource>;

  constructor(name: string, args: DatabasesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("databases", "Databases", name, opts);
    const all = Object.entries(args.settings).map(
      ([database, settings]) => [database, this.create(database, settings, args)] as const,
    );
    this.grants = Object.fromEntries(all.map(([database, { grant }]) => [database, grant]));
    this.made = Object.fromEntries(all);
    this.registerOutputs({});
  }

  private create(database: string, settings: Named<DatabaseSettings, "namespace">, args: DatabasesArgs): Database {
    const { context, network, transform } = args;
    const clients = args.clients[database] ?? [];
    const common = { context, database, clients, pair: args.pair ?? alone, transform };
    if (settings.kind === "rds") {
      return new RdsDatabase(this.child(database), { ...common, settings, network }, this.opts());
    }
    return settings.kind === "statefulset"
      ? this.createStatefulSet({ ...common, settings }, args)
      : this.createCluster({ ...common, settings }, args);
  }

  private createStatefulSet(common: Common<Named<StatefulSetSettings, "namespace">>, args: DatabasesArgs): Database {
    const { database, settings } = common;
    const image = settings.image ?? args.images.official[settings.version];
    const bucket = args.dumps?.buckets[settings.dumps?.bucket ?? ""];
    const dumps = bucket && args.dumps ? { bucket, awsImage: args.dumps.awsImage } : undefined;
    const own = { ...common, ...placed(settings, args), image, identity: args.identity, dumps, ...issuerOf(args) };
    return new StatefulSetDatabase(this.child(database), own, this.opts());
  }

  private createCluster(common: Common<Named<CloudNativePgSettings, "namespace">>, args: DatabasesArgs): Database {
    const { database, settings } = common;
    const { operatorNamespace, monitoringNamespace, network } = args;
    const image = settings.image ?? args.images.cloudnativePg[settings.version];
    const identity = { mode: args.identity, ...issuerOf(args) };
    const around = { operatorNamespace, monitoringNamespace, vpcCidr: network.cidr, identity };
    const own = { ...common, ...placed(settings, args), image, ...around };
    return new CloudNativePgDatabase(this.child(database), own, this.opts());
  }
}

type Database = RdsDatabase | StatefulSetDatabase | CloudNativePgDatabase;

/** What databases of every kind are made with. */
interface Common<Settings> {
  context: PlatformContext;
  database: string;
  settings: Settings;
  clients: Client[];
  pair: DatabasePair;
  transform?: DatabaseTransform;
}

/** Namespace and pool of a database in the cluster. */
function placed(
  { namespace, pool: name }: { namespace: string; pool?: string | undefined },
  { namespaceOf, pools }: DatabasesArgs,
) {
  return { namespace: namespaceOf(namespace), pool: name === undefined ? undefined : pools[name] };
}

function issuerOf({ oidcIssuer }: DatabasesArgs): { oidcIssuer?: pulumi.Input<string> } {
  return oidcIssuer === undefined ? {} : { oidcIssuer };
}
