import { type DnsSettings, hostedZones } from "../../components/doors/dns-settings";
import type { DoorSettings } from "../../components/doors/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface DnsAddonsView {
  domain: string;
  dns: DnsSettings;
  doors: Record<string, { type: DoorSettings["type"] }>;
  addons: AddonsSettings;
}

/** Add-ons that work on names against the hosted zones and doors that they need. */
export function checkDnsAddons({ domain, dns, doors, addons }: DnsAddonsView): CheckResult {
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
  const door = certificates.http01Door;
  if (acme.length && noZones && door === undefined) {
    problems.push({
      path: "addons.cert-manager.issuers",
      given: acme.join(", "),
      why: "can prove no name: there is no hosted zone to do it by DNS, and no door to do it by HTTP",
      set: "dns.zoneId, or addons.cert-manager.http01Door, or issuers of type self-signed only",
    });
  }
  if (door !== undefined) problems.push(...proofDoorProblems(door, doors));
  return { problems };
}

/** A door of type `alb-gateway` sends all of port 80 to HTTPS, where its proxies take routes of services alone. */
function proofDoorProblems(door: string, doors: DnsAddonsView["doors"]): ConfigProblem[] {
  const answering = Object.keys(doors).filter((name) => doors[name]?.type !== "alb-gateway");
  if (answering.includes(door)) return [];
  return [
    {
      path: "addons.cert-manager.http01Door",
      given: `"${door}"`,
      why: door in doors ? "is of type alb-gateway, which answers nothing on port 80" : "is not a door of the stack",
      set: answering.join(" or ") || "a door of type nlb, istio or alb in platform:doors",
    },
  ];
}
