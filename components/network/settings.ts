import { z } from "zod";
import { nearName } from "../shared/near-name";
import { pattern, remedied } from "../shared/problem";
import { isNetworkBlock } from "./cidr";
import { isFullServiceName, knownEndpoints } from "./endpoints";
import { logRetentionDays } from "./flow-logs";
import { checkNetwork } from "./settings-checks";

/** What a tier decides about the network when a stack does not. */
export interface NetworkDefaults {
  nat: "one-per-zone" | "one" | "none";
  flowLogRetentionDays: number;
}

const cidr = z
  .string()
  .refine(isNetworkBlock, { error: remedied("is not an IPv4 network in CIDR form", "a block such as 10.0.0.0/16") });

const zone = pattern(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "is not an availability zone", "a zone such as us-east-1a");

const subnetId = pattern(/^subnet-[0-9a-f]+$/, "is not the id of a subnet", "an id such as subnet-0a1b2c3d");

const port = z.int().min(1).max(65535);

const endpoint = z.string().refine((name) => knownEndpoints.includes(name) || isFullServiceName(name), {
  error: ({ input }) => {
    const near = nearName(String(input), knownEndpoints);
    return remedied(
      "is no short name of an AWS service with a VPC endpoint that the platform knows",
      `${near === undefined ? `one of ${knownEndpoints.join(", ")}` : `"${near}"`}, ` +
        "or the full name of a service, com.amazonaws.<region>.<service>",
    );
  },
});

const egress = z
  .strictObject({
    cidr: cidr.describe("Range that nodes and pods may reach; 0.0.0.0/0 is everything."),
    protocol: z.enum(["tcp", "udp", "all"]).default("tcp").describe("`all` has no ports."),
    fromPort: port.optional().describe("First port. Left out with `all`."),
    toPort: port.optional().describe("Last port; left out: the first one."),
  })
  .refine((rule) => (rule.protocol === "all") === (rule.fromPort === undefined), {
    path: ["fromPort"],
    error: remedied("must be given for tcp and udp, and left out for all", "a port such as 443, or protocol: all"),
  });

const existing = z.strictObject({
  vpcId: pattern(/^vpc-[0-9a-f]+$/, "is not the id of a VPC", "an id such as vpc-0a1b2c3d").describe("The VPC."),
  publicSubnetIds: z
    .array(subnetId)
    .describe("One per zone, in the order of `zones`. Tag: kubernetes.io/role/elb = 1."),
  privateSubnetIds: z
    .array(subnetId)
    .describe(
      "One per zone, in the order of `zones`. Tags: kubernetes.io/role/internal-elb = 1, karpenter.sh/discovery = <cluster>.",
    ),
});

/** What a stack may say about its network. */
export function networkSettings(defaults: NetworkDefaults) {
  return z
    .strictObject({
      cidr: cidr.describe(
        "Address range of the VPC, /16 to /24. It can't be changed later without replacing everything, and two VPCs with " +
          "the same range can't be peered.",
      ),
      zones: z
        .array(zone)
        .min(2)
        .max(6)
        .describe(
          "Availability zones, by name. EKS needs two; three keep a quorum when one is lost. Append new ones at the end: " +
            "an earlier zone's subnets are then left alone.",
        ),
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
          "NAT gateways. `one-per-zone` survives the loss of a zone; `one` is cheaper by a gateway's hourly price for each further zone " +
            "(us-east-1: 0.045 USD an hour, https://aws.amazon.com/vpc/pricing/), but its zone takes egress with it, and " +
            "traffic from other zones pays for crossing; `none` needs interface endpoints and a registry mirror.",
        ),
      endpoints: z
        .array(endpoint)
        .default(["s3"])
        .describe(
          "AWS services reached without NAT, by short name (s3, dynamodb: gateway endpoints, free; ecr.api, ecr.dkr, sts, …: interface " +
            "endpoints, paid per zone and hour, https://aws.amazon.com/privatelink/pricing/), or by the full name of a service.",
        ),
      nodeEgress: z
        .array(egress)
        .default([{ cidr: "0.0.0.0/0", protocol: "all" }])
        .describe(
          "What the nodes' security group lets out, beside other nodes, the control plane and databases. The default lets everything " +
            "out and leaves it to the network policies of the namespaces, which know the pod. Keep TCP 443 to 0.0.0.0/0 in a list of " +
            "your own: images come from S3, which has public addresses even behind its gateway endpoint.",
        ),
      databasePorts: z
        .record(pattern(/^[a-z][a-z0-9-]*$/, "is not a lower-case name", "a name such as postgresql"), port)
        .default({ postgresql: 5432, redis: 6379 })
        .describe("Ports on which databases and caches outside the cluster hear nodes and pods, by name."),
      flowLogs: z
        .strictObject({
          traffic: z
            .enum(["all", "reject"])
            .default("all")
            .describe("`reject` keeps refused connections only: far cheaper, and no record of what went out."),
          retentionDays: z
            .int()
            .default(defaults.flowLogRetentionDays)
            .refine((days) => logRetentionDays.includes(days), {
              error: remedied("is no retention that CloudWatch Logs has", `one of ${logRetentionDays.join(", ")}`),
            })
            .describe("Days that CloudWatch keeps them, one of the figures that CloudWatch Logs knows."),
        })
        .prefault({})
        .describe(
          "VPC flow logs to CloudWatch Logs, paid by the gigabyte (https://aws.amazon.com/cloudwatch/pricing/).",
        ),
      existing: existing
        .optional()
        .describe(
          "A VPC that exists already, by ids; its subnets, their tags, NAT, endpoints and flow logs are then not this program's. " +
            "`cidr`, `publicSubnets` and `privateSubnets` must say its ranges: security groups and network policies are made from them.",
        ),
    })
    .superRefine(checkNetwork);
}

/** What a stack says of its network, with every default filled in. */
export type NetworkSettings = z.output<ReturnType<typeof networkSettings>>;
