import { type DnsSettings, hostedZones } from "../../components/doors/dns-settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface DnsAddonsView {
  domain: string;
  dns: DnsSettings;
  doors: Record<string, unknown>;
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
  if (door !== undefined && !(door in doors)) {
    problems.push({
      path: "addons.cert-manager.http01Door",
      given: `"${door}"`,
      why: "is not a door of the stack",
      set: Object.keys(doors).join(" or ") || "a door in platform:doors",
    });
  }
  return { problems };
}
