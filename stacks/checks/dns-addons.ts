import { type DnsSettings, hostedZones } from "../../components/gateways/dns-settings";
import type { GatewaySettings } from "../../components/gateways/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface DnsAddonsView {
  domain: string;
  dns: DnsSettings;
  gateways: Record<string, { type: GatewaySettings["type"] }>;
  addons: AddonsSettings;
}

/** Add-ons that work on names against the hosted zones and gateways that they need. */
export function checkDnsAddons({ domain, dns, gateways, addons }: DnsAddonsView): CheckResult {
  const problems: ConfigProblem[] = [];
  const noZones = hostedZones(domain, dns).length === 0;
  if (addons["external-dns"] && noZones) {
    problems.push({
      path: "addons.external-dns",
      why: "has no hosted zone to write into",
      set: "dns.zoneId, or dns.zones",
    });
  }
  const certificates = addons["cert-manager"];
  if (!certificates) return { problems };
  const acme = Object.keys(certificates.issuers).filter((name) => certificates.issuers[name]?.type === "acme");
  const gateway = certificates.http01Gateway;
  if (acme.length && noZones && gateway === undefined) {
    problems.push({
      path: "addons.cert-manager.issuers",
      given: acme.join(", "),
      why: "can prove no name: there is no hosted zone to do it by DNS, and no gateway to do it by HTTP",
      set: "dns.zoneId, or addons.cert-manager.http01Gateway, or issuers of type self-signed only",
    });
  }
  if (gateway !== undefined) problems.push(...proofGatewayProblems(gateway, gateways));
  return { problems };
}

/** A gateway of type `alb-gateway` sends all of port 80 to HTTPS, where its proxies take routes of services alone. */
function proofGatewayProblems(gateway: string, gateways: DnsAddonsView["gateways"]): ConfigProblem[] {
  const answering = Object.keys(gateways).filter((name) => gateways[name]?.type !== "alb-gateway");
  if (answering.includes(gateway)) return [];
  return [
    {
      path: "addons.cert-manager.http01Gateway",
      given: `"${gateway}"`,
      why: "is of type alb-gateway, which answers nothing on port 80",
      set: answering.join(" or ") || "a gateway of type nlb, istio or alb in platform:gateways",
    },
  ];
}
