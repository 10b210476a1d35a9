import type { DatabaseSettings, DatabasesSettings } from "../../components/databases/settings";
import type { NodePoolsSettings } from "../../components/node-pools/settings";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import { variablePrefix } from "../../components/shared/grant";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "./nearest";
import { serviceNamespace } from "./services";

const driver = "secrets-store-csi-driver";
const awsProvider = "secrets-store-csi-driver-provider-aws";
const operator = "cloudnative-pg";

/** What the check reads of a config. */
export interface DataView {
  namespaces: Record<string, unknown>;
  storageClasses: Record<string, unknown>;
  nodePools: NodePoolsSettings;
  addons: Pick<AddonsSettings, typeof driver | typeof awsProvider | typeof operator>;
  databases: DatabasesSettings;
  services: ServicesSettings;
}

type InCluster = Exclude<DatabaseSettings, { kind: "rds" }>;

/** Databases against namespaces, pools, classes and add-ons; services against the databases that they use. */
export function checkData(config: DataView): CheckResult {
  return {
    problems: [
      ...Object.entries(config.databases).flatMap(([name, database]) => [
        ...addonProblems(name, database, config),
        ...(database.kind === "rds" ? [] : placeProblems(name, database, config)),
      ]),
      ...Object.entries(config.services).flatMap(([name, service]) => [
        ...usesProblems(name, service, config),
        ...variableProblems(name, service, config),
      ]),
    ],
  };
}

/** Whether files of credentials come from Secrets Manager, through the driver. */
function isMounted(name: string, database: DatabaseSettings, services: ServicesSettings): boolean {
  if (database.kind === "rds") return Object.values(services).some(({ uses }) => uses.includes(name));
  return database.kind === "statefulset" && database.credentials === undefined;
}

function addonProblems(name: string, database: DatabaseSettings, { addons, services }: DataView): ConfigProblem[] {
  const needed: [keyof DataView["addons"], string][] = [
    ...(isMounted(name, database, services)
      ? ([driver, awsProvider] as const).map((addon): [typeof addon, string] => [
          addon,
          "its credentials are files from Secrets Manager",
        ])
      : []),
    ...(database.kind === "cloudnative-pg" ? [[operator, "its operator runs it"] as [typeof operator, string]] : []),
  ];
  return needed
    .filter(([addon]) => addons[addon] === undefined)
    .map(([addon, why]) => ({
      path: `databases.${name}`,
      why: `needs the add-on ${addon}: ${why}`,
      set: `addons.${addon}: {}`,
    }));
}

function placeProblems(name: string, database: InCluster, config: DataView): ConfigProblem[] {
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
function poolProblems(path: string, { pool, interruptible }: InCluster, { nodePools }: DataView): ConfigProblem[] {
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

function usesProblems(name: string, { uses }: ServicesSettings[string], { databases }: DataView): ConfigProblem[] {
  const known = Object.keys(databases);
  return uses.flatMap((used, index): ConfigProblem[] =>
    known.includes(used)
      ? []
      : [unknown(`services.${name}.uses[${index}]`, "database", used, known, "databases: { db: { kind: … } }")],
  );
}

/** A variable that the service sets and that comes with a database too: one of the two would win silently. */
function variableProblems(name: string, service: ServicesSettings[string], { databases }: DataView): ConfigProblem[] {
  const own = [
    ...Object.keys(service.env).map((variable) => ({ variable, path: `services.${name}.env.${variable}` })),
    ...Object.keys(service.config?.env ?? {}).map((variable) => ({
      variable,
      path: `services.${name}.config.env.${variable}`,
    })),
  ];
  return service.uses
    .filter((used) => Object.hasOwn(databases, used))
    .flatMap((used) => {
      const given = ["HOST", "PORT", "NAME", "USERNAME_FILE", "PASSWORD_FILE"].map(
        (part) => `${variablePrefix(used)}_${part}`,
      );
      return own
        .filter(({ variable }) => given.includes(variable))
        .map(({ path }) => ({ path, why: `comes with uses: [${used}] already`, set: "remove the line" }));
    });
}

function unknown(path: string, what: string, given: string, known: string[], otherwise = "remove it"): ConfigProblem {
  return { path, given: `"${given}"`, why: notThere(what, given, known), set: oneOf(known, otherwise) };
}
