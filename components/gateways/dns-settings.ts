import { z } from "zod";
import { pattern } from "../shared/problem";

const zoneId = pattern(/^Z[0-9A-Z]{5,31}$/, "is not the id of a hosted zone", "an id such as Z0123456789ABCDEFGHIJ");

/** What a stack may say about the DNS of its domain. */
export function dnsSettings() {
  return z
    .strictObject({
      zoneId: zoneId
        .optional()
        .describe(
          "Public hosted zone of Route 53 that holds `domain`. The program writes into it the record that proves the domain to ACM; external-dns and cert-manager may write into it.",
        ),
      zones: z
        .record(z.hostname(), zoneId)
        .default({})
        .describe("Further public hosted zones by their domain, into which external-dns and cert-manager may write."),
    })
    .prefault({});
}

export type DnsSettings = z.output<ReturnType<typeof dnsSettings>>;

/** Every hosted zone of a stack, that of its own domain first. */
export function hostedZones(domain: string, { zoneId, zones }: DnsSettings): { domain: string; id: string }[] {
  return [
    ...(zoneId === undefined ? [] : [{ domain, id: zoneId }]),
    ...Object.keys(zones)
      .sort()
      .filter((other) => other !== domain || zoneId === undefined)
      .flatMap((other) => (zones[other] === undefined ? [] : [{ domain: other, id: zones[other] }])),
  ];
}
