import { z } from "zod";
import { pattern, report } from "../../../shared/problem";
import { quantity } from "../../../shared/quantity";
import { chartValues, storageClass, volume } from "../../store-settings";

const secretKey = (what: string, key: string) =>
  z.string().min(1).default(key).describe(`Key of the Secret with the ${what}.`);

/** A search cluster that is there already: its address, and how Jaeger shows who it is. */
function searchSettings(what: string) {
  return z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).describe("Address of the cluster, with its port where it is not 443 or 80."),
      indexPrefix: pattern(/^[a-z0-9][a-z0-9_-]*$/, "is no prefix of indices", "lower-case letters, digits, - and _")
        .default("jaeger")
        .describe("First part of the names of all indices, which tells stacks apart that share a cluster."),
      login: z
        .strictObject({
          secret: z.string().min(1).describe("Secret in the namespace of traces with user name and password."),
          userKey: secretKey("user name", "username"),
          passwordKey: secretKey("password", "password"),
        })
        .optional()
        .describe("User name and password, by reference. Left out: none."),
    })
    .optional()
    .describe(`Keeps traces in ${what} that is there already, an index for each day.`);
}

/** What a stack may say about Jaeger 2. */
export function jaegerSettings() {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(400)
        .default(7)
        .describe("Days that traces are kept: by Badger itself, else by a job that deletes old indices each night."),
      volume: z
        .strictObject({ size: volume("20Gi", "the volume of its database"), storageClass })
        .optional()
        .describe("Keeps traces in Jaeger's own database, Badger, on a volume: one copy, in one zone."),
      elasticsearch: searchSettings("an Elasticsearch"),
      opensearch: searchSettings("an OpenSearch, Amazon's too,"),
      replicas: z
        .int()
        .min(1)
        .max(9)
        .default(1)
        .describe("Copies of Jaeger; more than one only where traces are kept outside of it."),
      cpu: quantity().default("100m").describe("CPU that each copy asks for; it may use more."),
      memory: quantity().default("1Gi").describe("Memory of each copy, request and limit."),
      values: chartValues("jaeger"),
    })
    .superRefine(({ volume: own, elasticsearch, opensearch, replicas }, ctx) => {
      const named = [own, elasticsearch, opensearch].filter((one) => one !== undefined).length;
      if (named !== 1) {
        const why = named ? "has more than one place to keep traces" : "has no place to keep traces";
        report(ctx, { path: [], why, set: "one of volume: {}, elasticsearch, opensearch" });
      }
      if (own && replicas > 1) {
        report(ctx, {
          path: ["replicas"],
          why: "can't share one volume",
          set: "1, or elasticsearch or opensearch instead of volume",
        });
      }
    })
    .optional()
    .describe("Keeps traces in Jaeger 2, which has a page of its own.");
}

export type JaegerSettings = NonNullable<z.output<ReturnType<typeof jaegerSettings>>>;
export type SearchSettings = NonNullable<JaegerSettings["elasticsearch"]>;
