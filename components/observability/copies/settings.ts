import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { cronExpression } from "../../shared/schedule";

const never = "never";

const when = (what: string, schedule: string) =>
  z
    .union([z.literal(never), cronExpression])
    .default(schedule)
    .describe(`When ${what}, in UTC, or \`never\`.`);

/** What a stack may say about copies of dashboards and metrics outside of the cluster. */
export function copiesSettings() {
  return z
    .strictObject({
      bucket: refersTo("bucket", z.string().min(1)).describe(
        "Bucket that gets the copies, one of `buckets`; its `expireAfterDays` says how long they are kept.",
      ),
      dashboards: when(
        "every dashboard of Grafana is written to grafana/<time>/ as the JSON that Grafana imports",
        "15 2 * * *",
      ),
      metrics: when(
        "a snapshot of the first copy of Prometheus is written to prometheus/; only blocks that are not there yet are sent. " +
          "Turns on Prometheus's API for administrators, which takes snapshots and can also delete series; a network policy keeps it for the platform's namespaces",
        "30 2 * * *",
      ),
      image: z
        .string()
        .min(1)
        .optional()
        .describe("Image of the jobs, with the AWS CLI, bash and curl. Left out: that of AWS, of a pinned version."),
    })
    .optional()
    .describe(
      "Copies of Grafana's dashboards and of Prometheus's blocks in S3, by jobs that can write them and neither read nor delete. " +
        "Billed by the gigabyte kept. Left out: none.",
    );
}

/** Where copies go and when they are made. */
export type CopiesSettings = NonNullable<z.output<ReturnType<typeof copiesSettings>>>;

/** Whether a copy has a schedule. */
export function isCopied(settings: CopiesSettings | undefined, what: "dashboards" | "metrics"): boolean {
  return settings !== undefined && settings[what] !== never;
}
