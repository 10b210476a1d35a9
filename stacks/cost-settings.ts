import { z } from "zod";
import { budgetSettings } from "../components/budget/settings";
import { report } from "../components/shared/problem";

/** What a tier decides about the cost estimate when a stack does not. */
export interface CostDefaults {
  /** Share of the on-demand price that spot capacity is assumed to save. */
  spotDiscount: number;
}

const gigabytes = (what: string, unpriced: string) =>
  z.number().nonnegative().optional().describe(`${what}, in gigabytes a month. Left out: ${unpriced}.`);

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
          natGigabytes: gigabytes("Traffic through NAT gateways", "listed as not priced"),
          internetGigabytes: gigabytes("Traffic out to the internet", "listed as not priced"),
          endpointGigabytes: gigabytes("Traffic through interface endpoints", "listed as not priced"),
          logGigabytes: gigabytes("Logs taken in by CloudWatch, flow logs included", "listed as not priced"),
          zoneGigabytes: gigabytes("Traffic between zones, paid in each direction", "listed as not priced"),
          imageGigabytes: gigabytes("Images kept in ECR", "listed as not priced"),
          bucketGigabytes: gigabytes("Data kept in S3, Standard storage class", "listed as not priced"),
          efsGigabytes: gigabytes("Data kept in EFS, Standard storage class", "listed as not priced"),
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
