import { z } from "zod";
import { budgetSettings } from "../components/budget/settings";
import { report } from "../components/shared/problem";

/** What a tier decides about the cost estimate when a stack does not. */
export interface CostDefaults {
  /** Share of the on-demand price that spot capacity is assumed to save. */
  spotDiscount: number;
}

const usage = (what: string) =>
  z.number().nonnegative().optional().describe(`${what}, a month. Left out: listed as not priced.`);

/** What a stack may say about its monthly cost. Only `budget` builds something; the rest is what the estimate assumes. */
export function costSettings(defaults: CostDefaults) {
  return z
    .strictObject({
      ceilingMonthlyUsd: z
        .number()
        .positive()
        .optional()
        .describe(
          "US dollars a month that the estimate at desired size may not exceed; above it the preview is red, and so it is while something of the bill has no price (`accept`). Left out: no ceiling.",
        ),
      accept: z
        .array(
          z.strictObject({
            what: z
              .array(z.string().min(1))
              .min(1)
              .describe("Lines of the bill, each as the preview names it under `Not priced`."),
            reason: z.string().min(1).describe("Why the ceiling may leave them out, for whoever reads the bill."),
            until: z.iso
              .date()
              .describe("Last day on which that is accepted; from the next day on the preview is red."),
          }),
        )
        .default([])
        .describe(
          "What the ceiling leaves out although nobody knows its price. Without it, a line without a price makes the preview red where a ceiling is set.",
        ),
      budget: budgetSettings
        .optional()
        .describe(
          "An AWS budget of the ceiling: whom AWS tells when the real bill or its forecast comes near. Left out: none.",
        ),
      spotDiscount: z
        .number()
        .min(0)
        .max(0.9)
        .default(defaults.spotDiscount)
        .describe(
          "Share off the on-demand price that spot nodes are assumed to cost less, 0 to 0.9. Spot prices move; the preview prints what is " +
            "assumed. AWS promises up to 90 % (https://aws.amazon.com/ec2/spot/), which is a bound and not an average.",
        ),
      savingsPlanDiscount: z
        .number()
        .min(0)
        .max(0.72)
        .default(0)
        .describe(
          "Share off the on-demand price that a commitment is assumed to save, on nodes on demand up to `size.min`. Savings Plans promise " +
            "up to 72 % (https://aws.amazon.com/savingsplans/). 0: none is bought. The program buys none: it is a contract of the account.",
        ),
      loadBalancerCapacityUnits: z
        .number()
        .nonnegative()
        .default(1)
        .describe(
          "Load balancer capacity units that each load balancer is assumed to use on average. One ALB unit is 25 new connections a " +
            "second, 3,000 active ones, 1 GB an hour or 1,000 rule evaluations a second (https://aws.amazon.com/elasticloadbalancing/pricing/).",
        ),
      usage: z
        .strictObject({
          natGigabytes: usage("Gigabytes through NAT gateways"),
          internetGigabytes: usage("Gigabytes out to the internet"),
          endpointGigabytes: usage("Gigabytes through interface endpoints"),
          zoneGigabytes: usage("Gigabytes between zones, paid in each direction"),
          logGigabytes: usage(
            "Gigabytes of logs that CloudWatch takes in: flow logs, the control plane's, RDS's and the applications'",
          ),
          imageGigabytes: usage("Gigabytes of images kept in ECR"),
          bucketGigabytes: usage("Gigabytes kept in S3, Standard storage class"),
          archiveGigabytes: usage(
            "Gigabytes kept in the storage class that lifecycle rules of buckets move objects to",
          ),
          bucketWriteMillions: usage("Millions of requests to S3 that write or list"),
          bucketReadMillions: usage("Millions of requests to S3 that read"),
          efsGigabytes: usage("Gigabytes kept in EFS, Standard storage class"),
          efsInfrequentGigabytes: usage("Gigabytes kept in EFS, infrequent access"),
          snapshotGigabytes: usage("Gigabytes of volume snapshots outside AWS Backup: Velero's, and those of dlm"),
          ebsBackupGigabytes: usage("Gigabytes of volumes in the backup vaults, copies included"),
          efsBackupGigabytes: usage("Gigabytes of file systems in the backup vaults, copies included"),
          rdsBackupGigabytes: usage("Gigabytes of RDS backups beyond the size of its storage, which is free"),
          queueRequestMillions: usage("Millions of requests to SQS"),
          dnsQueryMillions: usage("Millions of queries of Route 53; those of alias records are free"),
          webAclRequestMillions: usage("Millions of requests that web ACLs judge"),
          kmsRequestMillions: usage("Millions of requests to KMS"),
          secretRequestMillions: usage("Millions of requests to Secrets Manager"),
          surplusCreditHours: usage(
            "vCPU-hours above the baseline of T instances, which EC2 gives on credit and bills (`unlimited`)",
          ),
        })
        .prefault({})
        .describe(
          "What the stack can't know of its own use. Given figures are priced, the others listed as not priced.",
        ),
    })
    .superRefine(({ budget, ceilingMonthlyUsd }, ctx) => {
      if (!budget || ceilingMonthlyUsd !== undefined) return;
      report(ctx, { path: ["budget"], why: "has no limit", set: "cost.ceilingMonthlyUsd, which is the limit" });
    });
}

export type CostSettings = z.output<ReturnType<typeof costSettings>>;
