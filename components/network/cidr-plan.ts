import { addressesOf, blockAt, prefixOf } from "./cidr";

/** Ranges of the subnets, in the order of the zones. */
export interface SubnetPlan {
  publicSubnets: string[];
  privateSubnets: string[];
}

/** Why zones don't fit into a VPC: the sentence has the quantities, the remedy what would fit. */
export class CidrPlanError extends RangeError {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** Most zones that a plan holds; the grid keeps room for them from the start. */
export const maxZones = 6;

/** A VPC is cut into eighths: six for private subnets, a quarter for public ones and for what comes later. */
const eighths = 8;

/**
 * Computes the subnets of a VPC: an eighth of it for the private subnet of each zone, because nodes and pods take their
 * addresses there, and a small block for each public one, which holds load balancers and NAT gateways only.
 *
 * The grid does not depend on the number of zones, so that a zone appended later moves no range that is in use: a moved
 * range would replace the subnet with everything in it. The price is that three zones leave three eighths unused.
 *
 * @throws CidrPlanError when the zones do not fit, with the quantities.
 */
export function planSubnets(vpc: string, zones: number): SubnetPlan {
  const vpcPrefix = prefixOf(vpc);
  const eighth = addressesOf(vpcPrefix) / eighths;
  const publicPrefix = publicPrefixOf(vpcPrefix);
  const publicSize = addressesOf(publicPrefix);
  const room = Math.min(maxZones, Math.floor((2 * eighth) / publicSize));
  if (zones > room) {
    throw new CidrPlanError(
      `${zones} zones need ${zones} private subnets of ${eighth} and ${zones} public ones of ${publicSize} addresses; ` +
        `${vpc} has ${addressesOf(vpcPrefix)} addresses, enough for ${room} zones`,
      zones > maxZones ? `at most ${maxZones} zones` : `a larger VPC, such as /${vpcPrefix - 1}, or ${room} zones`,
    );
  }
  const each = Array.from({ length: zones }, (_, zone) => zone);
  return {
    privateSubnets: each.map((zone) => blockAt(vpc, zone * eighth, vpcPrefix + 3)),
    publicSubnets: each.map((zone) => blockAt(vpc, maxZones * eighth + zone * publicSize, publicPrefix)),
  };
}

/**
 * A /24 is plenty for load balancers; a small VPC gives less, but no less than a /27, the least that an Application Load
 * Balancer takes: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
function publicPrefixOf(vpcPrefix: number): number {
  return Math.min(27, Math.max(24, vpcPrefix + 6));
}
