import type { Expectation } from "./expectation";

const zone = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ";
const other = "arn:aws:route53:::hostedzone/Z9999999999999999999";
const change = "route53:ChangeResourceRecordSets";

const record = (name: string, type: string, action = "UPSERT") => ({
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": [name],
  "route53:ChangeResourceRecordSetsRecordTypes": [type],
  "route53:ChangeResourceRecordSetsActions": [action],
});

/** Source of the needs: cert-manager.io/docs/configuration/acme/dns01/route53. */
export const certManager: Expectation = {
  addon: "cert-manager",
  serviceAccount: "cert-manager",
  mayDo: [
    { action: change, on: zone, with: record("_acme-challenge.api.acme.example", "TXT") },
    { action: change, on: zone, with: record("_acme-challenge.acme.example", "TXT", "DELETE") },
    { action: "route53:ListResourceRecordSets", on: zone },
    { action: "route53:GetChange", on: "arn:aws:route53:::change/C2682N5HXP0BZ4" },
  ],
  mayNot: {
    "prove a name in a zone of others": {
      action: change,
      on: other,
      with: record("_acme-challenge.other.example", "TXT"),
    },
    "point a host elsewhere": { action: change, on: zone, with: record("api.acme.example", "A") },
    "write another TXT record, such as one for mail": {
      action: change,
      on: zone,
      with: record("acme.example", "TXT"),
    },
    "delete the zone": { action: "route53:DeleteHostedZone", on: zone },
  },
};

/** Source of the needs: kubernetes-sigs/external-dns, tag v0.21.0, docs/tutorials/aws.md. */
export const externalDns: Expectation = {
  addon: "external-dns",
  serviceAccount: "external-dns",
  mayDo: [
    { action: change, on: zone, with: record("api.acme.example", "A", "CREATE") },
    { action: change, on: zone, with: record("a-edns.api.acme.example", "TXT", "DELETE") },
    { action: "route53:ListResourceRecordSets", on: zone },
    { action: "route53:ListHostedZones", on: "*" },
  ],
  mayNot: {
    "write into a zone of others": { action: change, on: other, with: record("api.other.example", "A") },
    "delegate a part of the zone": { action: change, on: zone, with: record("sub.acme.example", "NS") },
    "take mail": { action: change, on: zone, with: record("acme.example", "MX") },
    "delete the zone": { action: "route53:DeleteHostedZone", on: zone },
  },
};
