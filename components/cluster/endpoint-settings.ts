import { z } from "zod";
import { pattern, remedied, report } from "../shared/problem";

/** Ranges that the public endpoint may be opened to: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const maxPublicCidrs = 40;

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const cidr = pattern(
  new RegExp(`^(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)$`),
  "is not an IPv4 range in CIDR form",
  "a range such as 203.0.113.0/24",
);

/** Blocks of RFC 1918: their hosts never reach the public endpoint from their own address. */
const privateRange = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** True for 0.0.0.0/0 and for halves and quarters of it, which together are the same. */
export function isWideOpen(range: string): boolean {
  return Number(range.split("/")[1]) < 8;
}

/** What a stack may say about the way to the API server. */
export function endpointSettings() {
  return z
    .strictObject({
      publicCidrs: z
        .array(cidr)
        .max(maxPublicCidrs)
        .default([])
        .describe(
          "Ranges that may reach the API server from the internet, at most 40. Empty: it is reached from inside the VPC only, " +
            "and `pulumi up` must run there, too. 0.0.0.0/0, or anything wider than /8, needs a `reason`.",
        ),
      reason: z
        .string()
        .min(1)
        .optional()
        .describe("Why the whole internet may try to sign in; the preview prints it."),
    })
    .superRefine((endpoint, ctx) => {
      endpoint.publicCidrs.forEach((range, index) => {
        if (isWideOpen(range) && endpoint.reason === undefined) {
          report(ctx, {
            path: ["publicCidrs", index],
            why: "opens the API server to the whole internet, or to much of it",
            set: "the ranges of your office or VPN, or `reason` beside it",
          });
        }
        if (privateRange.test(range)) {
          report(ctx, {
            path: ["publicCidrs", index],
            why: "is a private range, whose hosts never reach the public endpoint by that address",
            set: "the public addresses that they leave through; inside the VPC the private endpoint is always on",
          });
        }
      });
    });
}

/**
 * KP-13 asks for limits of the API server that EKS does not let anyone set. The keys are known, so that they are answered
 * with the reason and not as a misspelling.
 * https://docs.aws.amazon.com/eks/latest/userguide/control-plane-configuration.html
 */
export function apiServerRefusal() {
  return z
    .unknown()
    .refine(() => false, {
      error: remedied(
        "EKS does not let anyone set the API server's in-flight limits; its own are those of Kubernetes, 400 requests and 200 that change something",
        "nothing here: remove the line. A busier API server is a matter of a provisioned control-plane tier",
      ),
    })
    .optional()
    .describe("Refused, with the reason: EKS does not let anyone set the API server's limits.");
}
