import { z } from "zod";
import { pattern, remedied, report } from "../shared/problem";
import { blockInside, blocksOverlap, isNetworkBlock } from "./cidr";

/** What a tier decides about the network when a stack does not. */
export interface NetworkDefaults {
  nat: "one-per-zone" | "one" | "none";
  flowLogRetentionDays: number;
}

const cidr = z
  .string()
  .refine(isNetworkBlock, { error: remedied("is not an IPv4 network in CIDR form", "a block such as 10.0.0.0/16") });

const zone = pattern(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "is not an availability zone", "a zone such as us-east-1a");

/** What a stack may say about its network. */
export function networkSettings(defaults: NetworkDefaults) {
  return z
    .strictObject({
      cidr: cidr.describe(
        "Address range of the VPC, /16 to /24. It can't be changed later without replacing everything.",
      ),
      zones: z
        .array(zone)
        .min(2)
        .max(6)
        .describe("Availability zones, by name. EKS needs two; three keep a quorum when one is lost."),
      publicSubnets: z
        .array(cidr)
        .optional()
        .describe("One range per zone, in the order of `zones`, for load balancers and NAT. Left out: computed."),
      privateSubnets: z
        .array(cidr)
        .optional()
        .describe("One range per zone, in the order of `zones`, for nodes, pods and data. Left out: computed."),
      nat: z
        .enum(["one-per-zone", "one", "none"])
        .default(defaults.nat)
        .describe(
          "NAT gateways. `one-per-zone` survives the loss of a zone; `one` is cheaper by a gateway's hourly price for each further zone, " +
            "but its zone takes egress with it; `none` needs interface endpoints and a registry mirror.",
        ),
      endpoints: z
        .array(z.string())
        .default(["s3"])
        .describe(
          "AWS services reached without NAT, by short name (s3, dynamodb: gateway endpoints, free; ecr.api, ecr.dkr, sts, …: interface " +
            "endpoints, paid per zone and hour).",
        ),
      flowLogs: z
        .strictObject({
          retentionDays: z
            .int()
            .positive()
            .default(defaults.flowLogRetentionDays)
            .describe("Days that CloudWatch keeps them."),
        })
        .prefault({})
        .describe("VPC flow logs, all traffic, to CloudWatch Logs."),
      existing: z
        .strictObject({
          vpcId: z.string().regex(/^vpc-[0-9a-f]+$/),
          publicSubnetIds: z
            .array(z.string().regex(/^subnet-[0-9a-f]+$/))
            .describe("One per zone, in the order of `zones`."),
          privateSubnetIds: z
            .array(z.string().regex(/^subnet-[0-9a-f]+$/))
            .describe("One per zone, in the order of `zones`."),
        })
        .optional()
        .describe(
          "A VPC that exists already, by ids; its subnets, NAT, endpoints and flow logs are then not this program's.",
        ),
    })
    .superRefine((network, ctx) => {
      for (const key of ["publicSubnets", "privateSubnets"] as const) {
        const blocks = network[key];
        if (blocks && blocks.length !== network.zones.length) {
          report(ctx, {
            path: [key],
            why: `has ${blocks.length} ranges for ${network.zones.length} zones`,
            set: `one range for each of ${network.zones.join(", ")}`,
          });
        }
        blocks?.forEach((block, index) => {
          if (!isNetworkBlock(block) || !isNetworkBlock(network.cidr) || blockInside(block, network.cidr)) return;
          report(ctx, { path: [key, index], why: `lies outside the VPC ${network.cidr}`, set: "a range inside it" });
        });
      }
      const all = [
        ...(network.publicSubnets ?? []).map((block, index) => ({ block, path: ["publicSubnets", index] })),
        ...(network.privateSubnets ?? []).map((block, index) => ({ block, path: ["privateSubnets", index] })),
      ].filter(({ block }) => isNetworkBlock(block));
      all.forEach((one, index) => {
        const other = all.slice(0, index).find((earlier) => blocksOverlap(earlier.block, one.block));
        if (other) {
          report(ctx, {
            path: one.path,
            why: `overlaps ${other.block} (${other.path.join(".")})`,
            set: "a range that no other subnet has",
          });
        }
      });
    });
}

export type NetworkSettings = z.output<ReturnType<typeof networkSettings>>;
