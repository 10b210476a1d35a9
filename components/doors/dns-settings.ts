import { z } from "zod";
import { pattern } from "../shared/problem";

/** What a stack may say about the DNS of its domain. */
export function dnsSettings() {
  return z
    .strictObject({
      zoneId: pattern(/^Z[0-9A-Z]{5,31}$/, "is not the id of a hosted zone", "an id such as Z0123456789ABCDEFGHIJ")
        .optional()
        .describe(
          "Public hosted zone of Route 53 that holds `domain`. The program writes into it the record that proves the domain to ACM.",
        ),
    })
    .default({});
}

export type DnsSettings = z.output<ReturnType<typeof dnsSettings>>;
