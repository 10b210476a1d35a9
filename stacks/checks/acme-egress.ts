import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

interface Way {
  protocol: "tcp" | "udp";
  port: number;
  why: string;
}

type Range = ResolvedStack["network"]["nodeEgress"][number];

/**
 * What cert-manager reaches before it asks the authority to look: the zone's own name servers where a name is proven by
 * DNS, and the name itself where it is by HTTP: cert-manager.io/docs/configuration/acme/dns01, "Setting Nameservers for
 * DNS01 Self Check", and /troubleshooting/acme, "HTTP01".
 */
const byDns: Way[] = (["tcp", "udp"] as const).map((protocol) => ({
  protocol,
  port: 53,
  why: "cert-manager asks a zone's own name servers before the authority does",
}));
const byHttp: Way = { protocol: "tcp", port: 80, why: "cert-manager asks the name itself before the authority does" };

/** What the nodes' security group lets out against the issuers of cert-manager. */
export function checkAcmeEgress({
  addons,
  dns,
  network,
}: Pick<ResolvedStack, "addons" | "dns" | "network">): CheckResult {
  const settings = addons["cert-manager"];
  const asks = Object.values(settings?.issuers ?? {}).some(({ type }) => type === "acme");
  if (!settings || !asks || network.existing) return {};
  const zones = dns.zoneId !== undefined || Object.keys(dns.zones).length > 0;
  const ways = [...(zones ? byDns : []), ...(settings.http01Gateway === undefined ? [] : [byHttp])];
  const problems = ways
    .filter((way) => !network.nodeEgress.some((range) => letsOut(range, way)))
    .map(({ protocol, port, why }): ConfigProblem => ({
      path: "network.nodeEgress",
      why: `lets no ${protocol.toUpperCase()} ${port} out to 0.0.0.0/0: ${why}, and no certificate would be issued`,
      set: `{ cidr: 0.0.0.0/0, protocol: ${protocol}, fromPort: ${port} } beside the others`,
    }));
  return { problems };
}

function letsOut({ cidr, protocol, fromPort, toPort }: Range, way: Way): boolean {
  if (cidr !== "0.0.0.0/0") return false;
  if (protocol === "all") return true;
  const [first = 0, last = first] = [fromPort, toPort];
  return protocol === way.protocol && first <= way.port && way.port <= last;
}
