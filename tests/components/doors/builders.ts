import type { DoorsArgs } from "../../../components/doors/doors";
import { doorsSettings, type DoorsSettings } from "../../../components/doors/settings";
import { platformContext } from "../../support/builders";

export const zoneId = "Z0123456789ABCDEFGHIJ";
export const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** Doors of the production tier as a stack writes them. */
export function doorsOf(raw: Record<string, unknown>): DoorsSettings {
  return doorsSettings({ deletionProtection: true, accessLogs: true }).parse(raw);
}

/** One public door with a certificate that the program has issued, unless a test deviates. */
export function doorsArgs(deviation: Partial<DoorsArgs> = {}, raw: Record<string, unknown> = {}): DoorsArgs {
  return {
    context: platformContext(),
    settings: doorsOf({ public: { type: "alb", ...raw } }),
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
