import type { BucketsSettings } from "../../components/buckets/settings";
import type { DatabaseSettings, DatabasesSettings } from "../../components/databases/settings";
import type { NodePoolsSettings } from "../../components/node-pools/settings";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";
import { serviceNamespace } from "./services";

const operator = "cloudnative-pg";

/** What the check reads of a config. */
export interface DatabasesView {
  namespaces: Record<string, { mesh?: string | undefined }>;
  storageClasses: Record<string, unknown>;
  nodePools: NodePoolsSettings;
  addons: Pick<AddonsSettings, typeof operator | "barman-cloud">;
  databases: DatabasesSettings;
  buckets: BucketsSettings;
  services: ServicesSettings;
}

type InCluster = Exclude<DatabaseSettings, { kind: "rds" }>;

/** Databases against namespaces, pools, storage classes and the add-on that runs them. */
export function checkDatabases(config: DatabasesView): CheckResult {
  return {
    problems: Object.entries(config.databases).flatMap(([name, database]) => [
      ...operatorProblems(name, database, config),
      ...(database.kind === "rds" ? [] : placeProblems(name, database, config)),
      ...(database.kind === "statefulset" ? dumpProblems(name, database, config) : []),
      ...(database.kind === operator ? archiveProblems(name, database, config) : []),
    ]),
  };
}

function archiveProblems(
  name: string,
  database: Extract<DatabaseSettings, { kind: "cloudnative-pg" }>,
  { addons, buckets }: DatabasesView,
): ConfigProblem[] {
  if (!database.archive) return [];
  const { bucket } = database.archive;
  const path = `databases.${name}.archive`;
  const settings = Object.hasOwn(buckets, bucket) ? buckets[bucket] : undefined;
  return [
    ...(addons["barman-cloud"]
      ? []
      : [{ path, why: "is made by the add-on barman-cloud", set: "addons.barman-cloud: {}" }]),
    ...(settings ? [] : [unknown(`${path}.bucket`, "bucket", bucket, Object.keys(buckets))]),
    ...(settings?.archive || settings?.expireAfterDays !== undefined
      ? [
          {
            path: `${path}.bucket`,
            given: `"${bucket}"`,
            why: "moves or deletes objects by age, and a part of the log that is missing ends every restore there",
            set: "a bucket without archive and expireAfterDays; retentionDays here deletes what is not needed",
          },
        ]
      : []),
  ];
}

function operatorProblems(name: string, database: DatabaseSettings, { addons }: DatabasesView): ConfigProblem[] {
  if (database.kind !== operator || addons[operator] !== undefined) return [];
  return [
    {
      path: `databases.${name}`,
      why: `needs the add-on ${operator}: its operator runs it`,
      set: `addons.${operator}: {}`,
    },
  ];
}

function dumpProblems(
  name: string,
  database: Extract<DatabaseSettings, { kind: "statefulset" }>,
  { buckets, namespaces }: DatabasesView,
): ConfigProblem[] {
  if (!database.dumps) return [];
  const { bucket } = database.dumps;
  const path = `databases.${name}.dumps`;
  const known = Object.keys(buckets);
  const namespace = namespaces[serviceNamespace(database, namespaces) ?? ""];
  return [
    ...(Object.hasOwn(buckets, bucket) ? [] : [unknown(`${path}.bucket`, "bucket", bucket, known)]),
    ...(namespace?.mesh === "istio"
      ? [
          {
            path,
            why: "would stand outside of the mesh, in which the database answers",
            set: "a namespace without a mesh",
          },
        ]
      : []),
  ];
}

function placeProblems(name: string, database: InCluster, config: DatabasesView): ConfigProblem[] {
  const path = `databases.${name}`;
  const namespaces = Object.keys(config.namespaces);
  const namespace = serviceNamespace(database, config.namespaces);
  const problems: ConfigProblem[] = [];
  if (namespace === undefined) {
    problems.push({
      path: `${path}.namespace`,
      why: namespaces.length ? "is missing, and there is more than one" : "is missing, and the stack has none",
      set: oneOf(namespaces, "namespaces: { production: {} }, with a name of your own"),
    });
  } else if (!Object.hasOwn(config.namespaces, namespace)) {
    problems.push(unknown(`${path}.namespace`, "namespace", namespace, namespaces));
  }
  const classes = Object.keys(config.storageClasses);
  if (database.storageClass !== undefined && !classes.includes(database.storageClass)) {
    problems.push(unknown(`${path}.storageClass`, "storage class", database.storageClass, classes));
  }
  const clash = config.services[name];
  if (clash && serviceNamespace(clash, config.namespaces) === namespace) {
    const why = `is the name of services.${name} as well, in the same namespace`;
    problems.push({ path, why, set: "another name for one of the two" });
  }
  return [...problems, ...poolProblems(path, database, config)];
}

/** A database on a node that AWS may take back within two minutes is a risk that has to be spelled (VC-N10). */
function poolProblems(path: string, { pool, interruptible }: InCluster, { nodePools }: DatabasesView): ConfigProblem[] {
  const names = Object.keys(nodePools);
  if (pool !== undefined && !Object.hasOwn(nodePools, pool)) return [unknown(`${path}.pool`, "pool", pool, names)];
  if (interruptible) return [];
  const open = names.filter((one) => !nodePools[one]?.dedicated && !nodePools[one]?.system);
  const spot = (pool === undefined ? open : [pool]).filter((one) => nodePools[one]?.capacity === "spot");
  if (!spot.length) return [];
  const steady = names.filter((one) => nodePools[one]?.capacity !== "spot" && !nodePools[one]?.system);
  return [
    {
      path: `${path}.pool`,
      ...(pool === undefined ? {} : { given: `"${pool}"` }),
      why: `lets it run on spot nodes (${spot.join(", ")}), which AWS takes back within two minutes`,
      set: `${steady.length ? `${oneOf(steady, "")}, or ` : ""}interruptible: { reason: … }`,
    },
  ];
}

function unknown(path: string, what: string, given: string, known: string[]): ConfigProblem {
  return { path, given: `"${given}"`, why: notThere(what, given, known), set: oneOf(known, "remove it") };
}
