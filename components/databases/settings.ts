import { z } from "zod";
import { refersTo } from "../shared/reference";
import { pattern } from "../shared/problem";
import { quantity } from "../shared/quantity";
import { cronExpression } from "../shared/schedule";
import { rdsKeys, type RdsDefaults } from "./rds-settings";
import { checkRds } from "./rds-windows";

/** Major versions that are offered, oldest first. */
export const majorVersions = ["15", "16", "17", "18"] as const;

type MajorVersion = (typeof majorVersions)[number];

/** Images by major version: the official one, and the one that CloudNativePG's operator runs. */
export interface PostgresImages {
  official: Record<MajorVersion, string>;
  cloudnativePg: Record<MajorVersion, string>;
}

/** What tier and versions decide about databases when a stack does not. */
export interface DatabaseDefaults extends RdsDefaults {
  images: PostgresImages;
}

/** A DNS label, shorter than Kubernetes allows: names of volumes, pods and Services are made from it. RDS takes no two hyphens in a row. */
const databaseName = pattern(
  /^(?!.*--)[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "is not the name of a database",
  "at most 30 lower-case letters, digits and single hyphens, starting with a letter",
);

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS, without what needs quotes. */
const identifier = pattern(
  /^[a-z_][a-z0-9_]{0,62}$/,
  "is not a plain name of SQL",
  "lower-case letters, digits and underscores",
);

const commonKeys = {
  engine: z.literal("postgres").default("postgres").describe("Engine. PostgreSQL is the one that is offered."),
  version: z
    .enum(majorVersions)
    .default("17")
    .describe("Major version, in quotes. Going up is a migration of the data, not a change of this line."),
  database: identifier.default("app").describe("Database that is made in it."),
  user: identifier.default("app").describe("Its owner, as whom services log in."),
};

const amounts = z.strictObject({ cpu: quantity().describe("CPU."), memory: quantity().describe("Memory.") });

const inClusterKeys = {
  namespace: refersTo("namespace", z.string(), { only: true })
    .optional()
    .describe("Namespace that it runs in. Left out: the only one there is."),
  storage: quantity().describe("Size of each volume, for example 50Gi. It can grow, never shrink."),
  storageClass: refersTo("storageClass", z.string())
    .optional()
    .describe("Storage class of the volumes. Left out: the stack's default."),
  resources: z
    .strictObject({ requests: amounts, limits: amounts })
    .default({ requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } })
    .describe("What each instance requests and may use."),
  image: pattern(
    /^\S+\/\S+(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
    "is not a whole image reference",
    "registry/path:tag or registry/path@sha256:…",
  )
    .optional()
    .describe("Image instead of the version's own, for a mirror or a digest; its major version must be `version`."),
  pool: refersTo("nodePool", z.string())
    .optional()
    .describe("Node pool that it runs on. Left out: any that is open to all."),
  credentials: z
    .strictObject({
      existingSecret: z
        .string()
        .min(1)
        .describe("Kubernetes Secret of the namespace, with keys username (that of `user`) and password."),
    })
    .optional()
    .describe(
      "Credentials that exist. Left out: a generated password, of a statefulset in Secrets Manager ($0.40 a month), of CloudNativePG in " +
        "a Kubernetes Secret that its operator makes.",
    ),
  interruptible: z
    .strictObject({ reason: z.string().min(1).describe("Why it may go down whenever AWS wants the node back.") })
    .optional()
    .describe("Lets it run on spot nodes, which AWS takes back within two minutes."),
};

const dumps = z
  .strictObject({
    bucket: refersTo("bucket", z.string().min(1)).describe(
      "Bucket that gets them, one of `buckets`; its `archive` and `expireAfterDays` count.",
    ),
    schedule: cronExpression.default("30 1 * * *").describe("When one is made, as cron in UTC."),
    scratch: quantity()
      .default("10Gi")
      .describe("Disk of the node that a dump may take until it is sent; it is compressed."),
  })
  .describe(
    "A dump every night (pg_dump, custom format), which another version can read; the volume's backups are younger. Not in a namespace of the mesh.",
  );

const statefulSet = z
  .strictObject({
    kind: z.literal("statefulset"),
    ...commonKeys,
    ...inClusterKeys,
    dumps: dumps.optional(),
    reason: z
      .string()
      .min(1)
      .default("a database that does not replicate: a second pod would be a second database")
      .describe("Why one pod is enough; an annotation of the object."),
  })
  .describe(
    "One pod with one volume: a drain or the loss of its node interrupts it, the loss of its zone until the zone is back.",
  );

const archive = z
  .strictObject({
    bucket: refersTo("bucket", z.string().min(1)).describe(
      "Bucket that gets it, one of `buckets`, without `archive` or `expireAfterDays` of its own.",
    ),
    retentionDays: z.int().min(1).default(30).describe("Days back to which any point in time can be restored."),
    schedule: cronExpression.default("0 2 * * *").describe("When a base backup is made, as cron in UTC."),
  })
  .describe(
    "Archives all the time into a bucket, by the add-on barman-cloud: the log every 5 minutes at the latest, and a base backup a day.",
  );

const cloudnativePg = z
  .strictObject({
    kind: z.literal("cloudnative-pg"),
    ...commonKeys,
    ...inClusterKeys,
    archive: archive.optional(),
    instances: z
      .int()
      .min(2)
      .max(9)
      .default(3)
      .describe(
        "One primary and its standbys, each with a volume of its own, in different zones where there are several.",
      ),
    synchronous: z
      .int()
      .min(0)
      .max(8)
      .default(1)
      .describe(
        "Standbys that have a transaction before it counts; 0 loses the last ones in a failover. While too few are there, writes go on without (dataDurability: preferred).",
      ),
  })
  .superRefine(({ instances, synchronous }, ctx) => {
    if (synchronous < instances) return;
    ctx.addIssue({ code: "custom", path: ["synchronous"], message: `is not less than instances (${instances})` });
  })
  .describe("A primary with standbys by the operator CloudNativePG (add-on cloudnative-pg); fails over in seconds.");

/** What a stack may say about its databases, by name. */
export function databasesSettings(defaults: DatabaseDefaults) {
  const rds = z
    .strictObject({ kind: z.literal("rds"), ...commonKeys, ...rdsKeys(defaults) })
    .superRefine(checkRds)
    .describe("Amazon RDS: a standby in another zone, backups to any point in time, rotated password.");
  return z.record(databaseName, z.discriminatedUnion("kind", [statefulSet, cloudnativePg, rds]));
}

/** Databases by name, with every default filled in. */
export type DatabasesSettings = z.output<ReturnType<typeof databasesSettings>>;
export type DatabaseSettings = DatabasesSettings[string];
export type StatefulSetSettings = Extract<DatabaseSettings, { kind: "statefulset" }>;
export type CloudNativePgSettings = Extract<DatabaseSettings, { kind: "cloudnative-pg" }>;
export type RdsSettings = Extract<DatabaseSettings, { kind: "rds" }>;
export type InClusterSettings = StatefulSetSettings | CloudNativePgSettings;

/** Port of PostgreSQL. */
export const postgresPort = 5432;
