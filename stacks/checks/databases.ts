import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import { oneOf } from "../../components/shared/near-name";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

const operator = "cloudnative-pg";

/** What the check reads of a config. */
export interface DatabasesView {
  namespaces: Record<string, { mesh?: string | undefined }>;
  addons: Pick<AddonsSettings, typeof operator | "barman-cloud">;
  nodePools: ResolvedStack["nodePools"];
  databases: ResolvedStack["databases"];
  buckets: ResolvedStack["buckets"];
  services: Record<string, { namespace: string }>;
}

type Database = ResolvedStack["databases"][string];
type InCluster = Exclude<Database, { kind: "rds" }>;

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
  database: Extract<Database, { kind: "cloudnative-pg" }>,
  { addons, buckets }: DatabasesView,
): ConfigProblem[] {
  if (!database.archive) return [];
  const { bucket } = database.archive;
  const path = `databases.${name}.archive`;
  const settings = buckets[bucket];
  return [
    ...(addons["barman-cloud"]
      ? []
      : [{ path, why: "is made by the add-on barman-cloud", set: "addons.barman-cloud: {}" }]),
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

function operatorProblems(name: string, database: Database, { addons }: DatabasesView): ConfigProblem[] {
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
  database: Extract<Database, { kind: "statefulset" }>,
  { namespaces }: DatabasesView,
): ConfigProblem[] {
  if (!database.dumps || namespaces[database.namespace]?.mesh !== "istio") return [];
  const why = "would stand outside of the mesh, in which the database answers";
  return [{ path: `databases.${name}.dumps`, why, set: "a namespace without a mesh" }];
}

function placeProblems(name: string, database: InCluster, config: DatabasesView): ConfigProblem[] {
  const path = `databases.${name}`;
  const taken = config.services[name]?.namespace === database.namespace;
  const why = `is the name of services.${name} as well, in the same namespace`;
  return [
    ...(taken ? [{ path, why, set: "another name for one of the two" }] : []),
    ...poolProblems(path, database, config),
  ];
}

/** A database on a node that AWS may take back within two minutes is a risk that has to be spelled (VC-N10). */
function poolProblems(path: string, { pool, interruptible }: InCluster, { nodePools }: DatabasesView): ConfigProblem[] {
  if (interruptible) return [];
  const names = Object.keys(nodePools);
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
