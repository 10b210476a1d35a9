import { at, listAt, textAt } from "../view";
import type { Charge } from "./charge";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";

/** https://aws.amazon.com/vpc/pricing/: per gateway and hour; what goes through is `cost.usage.natGigabytes`. */
export function natGateway(_thing: Thing, prices: Pricing): Charge[] {
  return [charge("NAT gateways", 1, prices.service("nat.hour"))];
}

/** https://aws.amazon.com/vpc/pricing/: every public IPv4 address, in use or not. */
export function publicAddress(_thing: Thing, prices: Pricing): Charge[] {
  return [charge("public IPv4 addresses of NAT gateways and elastic IPs", 1, prices.service("ipv4.public-hour"))];
}

/** https://aws.amazon.com/privatelink/pricing/: interface endpoints per zone and hour; gateway endpoints are free. */
export function vpcEndpoint(thing: Thing, prices: Pricing): Charge[] {
  const type = textAt(thing.inputs, "vpcEndpointType") ?? "Gateway";
  if (type === "Gateway") return [];
  const zones = listAt(thing.inputs, "subnetIds").length || prices.zones;
  return [charge("interface endpoints, each zone", zones, prices.service("vpc-endpoint.interface-hour"))];
}

/**
 * https://aws.amazon.com/route53/pricing/: a check of an endpoint in AWS, and its options: HTTPS, string matching, an interval
 * of ten seconds, measured latency.
 */
export function healthCheck({ inputs }: Thing, prices: Pricing): Charge[] {
  const type = textAt(inputs, "type") ?? "";
  const options = [
    type.startsWith("HTTPS"),
    type.endsWith("STR_MATCH"),
    textAt(inputs, "requestInterval") === "10",
    at(inputs, "measureLatency") === true,
  ].filter(Boolean).length;
  const [usd, optionUsd] = [prices.service("route53.health-check"), prices.service("route53.health-check-option")];
  return [
    { group: "other", what: "health checks of Route 53", quantity: 1, usd, per: "month" },
    ...(options
      ? [{ group: "other", what: "options of health checks", quantity: options, usd: optionUsd, per: "month" } as const]
      : []),
  ];
}

function charge(what: string, quantity: number, usd: number | undefined): Charge {
  return { group: "network", what, quantity, usd, per: "hour" };
}
