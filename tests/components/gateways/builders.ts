import type { GatewaysArgs } from "../../../components/gateways/gateways";
import { gatewaysSettings, type GatewaysSettings } from "../../../components/gateways/settings";
import { platformContext } from "../../support/builders";

export const zoneId = "Z0123456789ABCDEFGHIJ";
export const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** Gateways of the production tier as a stack writes them. */
export function gatewaysOf(raw: Record<string, unknown>): GatewaysSettings {
  return gatewaysSettings({ deletionProtection: true, accessLogs: true }).parse(raw);
}

/** One public gateway with a certificate that the program has issued, unless a test deviates. */
export function gatewaysArgs(deviation: Partial<GatewaysArgs> = {}, raw: Record<string, unknown> = {}): GatewaysArgs {
  return {
    context: platformContext(),
    settings: gatewaysOf({ public: { type: "alb", ...raw } }),
    network: {
      cidr: "10.0.0.0/16",
      publicSubnetCidrs: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
      privateSubnetCidrs: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
    },
    domain: "example.com",
    zoneId,
    routeNamespaces: ["production"],
    ...deviation,
  };
}
