import { z } from "zod";
import { isNetworkBlock } from "../network/cidr";
import { pattern, remedied, report } from "../shared/problem";

/** What a tier decides about doors when a stack does not. */
export interface DoorDefaults {
  deletionProtection: boolean;
}

const cidr = z
  .string()
  .refine(isNetworkBlock, { error: remedied("is not an IPv4 network in CIDR form", "a block such as 203.0.113.0/24") });

/** Names of the Kubernetes objects of a door, and part of the load balancer's name. */
const doorName = pattern(
  /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
  "is not the name of a door",
  "at most 20 lower-case letters, digits and hyphens",
);

/** What a stack may say about its doors: a map from name to door, `{ type: alb }` for the defaults. */
export function doorsSettings(defaults: DoorDefaults) {
  return z.record(doorName, z.discriminatedUnion("type", [albDoor(defaults)])).default({});
}

function albDoor(defaults: DoorDefaults) {
  return z
    .strictObject({
      type: z
        .literal("alb")
        .describe(
          "What the door is made of. `alb`: an Application Load Balancer of its own that sends requests straight to pods; " +
            "about 16 USD a month before traffic.",
        ),
      scheme: z
        .enum(["internet-facing", "internal"])
        .default("internet-facing")
        .describe(
          "`internet-facing`: public addresses in the public subnets. `internal`: reachable from the VPC and what is connected to it. A change replaces the load balancer.",
        ),
      certificate: z
        .strictObject({
          arn: pattern(
            /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[-0-9a-f]+$/,
            "is not the ARN of a certificate of ACM",
            "arn:aws:acm:<region>:<account>:certificate/<id>",
          ).describe("Certificate of ACM in the stack's region; one of cert-manager can't be used by an ALB."),
        })
        .optional()
        .describe(
          "Certificate that exists already. Left out: the program has ACM issue one for `domain` and `*.domain`, validated in `dns.zoneId`.",
        ),
      allowFrom: z
        .array(cidr)
        .min(1)
        .optional()
        .describe(
          "Ranges that may connect. Left out: everyone for an internet-facing door, the VPC for an internal one.",
        ),
      wafAclArn: pattern(
        /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[^/]+\/[-0-9a-f]+$/,
        "is not the ARN of a regional web ACL of WAFv2",
        "arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>",
      )
        .optional()
        .describe("Web ACL that judges every request; billed by rule and million requests."),
      shield: z
        .boolean()
        .default(false)
        .describe(
          "Protects the load balancer with AWS Shield Advanced; needs `shield: true` of the add-on aws-load-balancer-controller.",
        ),
      accessLogs: z
        .strictObject({
          bucket: z.string().min(3).max(63).describe("Bucket of S3 whose policy lets load balancers write to it."),
          prefix: z.string().optional().describe("Folder in it. Left out: the name of the door."),
        })
        .optional()
        .describe("Writes a line for each request to S3, every five minutes; storage is billed by S3."),
      idleTimeoutSeconds: z
        .int()
        .min(1)
        .max(4000)
        .default(60)
        .describe("Seconds that a connection may be silent before the load balancer closes it."),
      deletionProtection: z
        .boolean()
        .default(defaults.deletionProtection)
        .describe(
          "Keeps the load balancer from being deleted, also by this program: turn it off and update before a destroy.",
        ),
    })
    .superRefine((door, ctx) => {
      if (door.scheme !== "internal") return;
      door.allowFrom?.forEach((block, index) => {
        if (block !== "0.0.0.0/0") return;
        report(ctx, {
          path: ["allowFrom", index],
          why: "an internal door has no public address to be reached at",
          set: "the ranges of the networks that are connected, or remove the line for the VPC",
        });
      });
    });
}

export type DoorsSettings = z.output<ReturnType<typeof doorsSettings>>;
export type DoorSettings = DoorsSettings[string];
