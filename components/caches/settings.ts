import { z } from "zod";
import { pattern } from "../shared/problem";

/** What a tier decides about caches when a stack does not. */
export interface CacheDefaults {
  nodeType: string;
  replicas: number;
  snapshotRetentionDays: number;
}

/** Longest id is 40 characters, of which the cluster's name takes its part. */
const cacheName = pattern(
  /^(?!.*--)[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
  "is not the name of a cache",
  "at most 20 lower-case letters, digits and single hyphens, starting with a letter",
);

const cache = (defaults: CacheDefaults) =>
  z
    .strictObject({
      engine: z.literal("valkey").default("valkey").describe("Engine. Valkey speaks the protocol of Redis."),
      // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
      version: z.enum(["7.2", "8.0", "8.1", "8.2", "9.0", "9.1"]).default("8.2").describe("Version, in quotes."),
      nodeType: pattern(
        /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
        "is not a node type of ElastiCache",
        "a type such as cache.t4g.small",
      )
        .default(defaults.nodeType)
        .describe("Type of each node, paid by the hour."),
      replicas: z
        .int()
        .min(0)
        .max(5)
        .default(defaults.replicas)
        .describe(
          "Copies beside the primary, in other zones; each costs a node. With one or more a lost primary is replaced by itself, with 0 the " +
            "cache is away until AWS has made a new node.",
        ),
      snapshotRetentionDays: z
        .int()
        .min(0)
        .max(35)
        .default(defaults.snapshotRetentionDays)
        .describe("Days that the daily snapshot is kept; 0 makes none. AWS Backup does not cover ElastiCache."),
      snapshotWindow: pattern(
        /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
        "is not a window of a day",
        "hh:mm-hh:mm in UTC, at least 60 minutes",
      )
        .default("02:00-03:00")
        .describe("When the snapshot is made, UTC."),
      maintenanceWindow: pattern(
        /^(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d-(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d$/,
        "is not a window of a week",
        "ddd:hh:mm-ddd:hh:mm in UTC",
      )
        .default("sun:04:00-sun:05:00")
        .describe("When AWS may patch it, UTC."),
      kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
        .optional()
        .describe("Key of data at rest. Left out: AWS's own. Encryption itself can't be turned off."),
    })
    .describe("ElastiCache in the private subnets: TLS and a password, both enforced.");

/** What a stack may say about its caches, by name. */
export function cachesSettings(defaults: CacheDefaults) {
  return z.record(cacheName, cache(defaults));
}

/** Caches by name, with every default filled in. */
export type CachesSettings = z.output<ReturnType<typeof cachesSettings>>;
export type CacheSettings = CachesSettings[string];

/** Port of Redis and Valkey (VC-8). */
export const cachePort = 6379;
