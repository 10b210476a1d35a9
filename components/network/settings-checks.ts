import type { z } from "zod";
import { report } from "../shared/problem";
import { addressesOf, blockInside, blocksOverlap, isNetworkBlock, prefixOf } from "./cidr";
import { CidrPlanError, planSubnets } from "./cidr-plan";

/** The part of the settings that the checks over several keys read. */
interface Checked {
  cidr: string;
  zones: string[];
  publicSubnets?: string[] | undefined;
  privateSubnets?: string[] | undefined;
  endpoints: string[];
  existing?: { publicSubnetIds: string[]; privateSubnetIds: string[] } | undefined;
}

type Context = z.core.$RefinementCtx;

/** Checks of the network that need more than one key; all problems are reported, not only the first. */
export function checkNetwork(network: Checked, ctx: Context): void {
  checkVpc(network, ctx);
  duplicates(network.zones, "zones", ctx);
  duplicates(network.endpoints, "endpoints", ctx);
  checkLengths(network, ctx);
  checkSubnets(network, ctx);
}

/** AWS takes /16 to /28: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html. Below /24 no pods fit. */
function checkVpc({ cidr }: Checked, ctx: Context): void {
  if (!isNetworkBlock(cidr)) return;
  const prefix = prefixOf(cidr);
  if (prefix >= 16 && prefix <= 24) return;
  report(ctx, {
    path: ["cidr"],
    why: `has ${addressesOf(prefix)} addresses; a VPC of the platform has from 256 (/24) to 65536 (/16)`,
    set: "a block from /16 to /24",
  });
}

function duplicates(values: string[], key: string, ctx: Context): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    report(ctx, { path: [key, index], why: `"${value}" is there twice`, set: "each one once" });
  });
}

function checkLengths(network: Checked, ctx: Context): void {
  const { zones, existing } = network;
  const lists: [PropertyKey[], unknown[] | undefined, string][] = [
    [["publicSubnets"], network.publicSubnets, "range"],
    [["privateSubnets"], network.privateSubnets, "range"],
    [["existing", "publicSubnetIds"], existing?.publicSubnetIds, "id"],
    [["existing", "privateSubnetIds"], existing?.privateSubnetIds, "id"],
  ];
  for (const [path, list, thing] of lists) {
    if (!list || list.length === zones.length) continue;
    const why = `has ${list.length} ${thing}s for ${zones.length} zones`;
    report(ctx, { path, why, set: `one ${thing} for each of ${zones.join(", ")}` });
  }
}

function checkSubnets(network: Checked, ctx: Context): void {
  const { publicSubnets, privateSubnets, existing, cidr, zones } = network;
  if (!publicSubnets && !privateSubnets) {
    if (existing) {
      const why = "is needed with an existing VPC: security groups and network policies are made from the ranges";
      report(ctx, {
        path: ["privateSubnets"],
        why,
        set: "the ranges of its private subnets, and publicSubnets likewise",
      });
    } else if (isNetworkBlock(cidr) && prefixOf(cidr) >= 16 && prefixOf(cidr) <= 24) {
      checkPlan(cidr, zones, ctx);
    }
    return;
  }
  if (!publicSubnets || !privateSubnets) {
    const [missing, given] = publicSubnets ? ["privateSubnets", "publicSubnets"] : ["publicSubnets", "privateSubnets"];
    const why = `is missing beside ${given}: computed ranges might overlap those that are given`;
    report(ctx, { path: [missing ?? ""], why, set: `both lists, or neither to have them computed` });
  }
  checkBlocks(network, ctx);
}

function checkPlan(cidr: string, zones: string[], ctx: Context): void {
  try {
    planSubnets(cidr, zones.length);
  } catch (error) {
    if (!(error instanceof CidrPlanError)) throw error;
    report(ctx, { path: ["cidr"], why: `is too small: ${error.message}`, set: error.remedy });
  }
}

/** Least subnet: /28 by AWS, /27 for an Application Load Balancer; the CNI hands out whole /28 blocks. */
function checkBlocks({ publicSubnets, privateSubnets, cidr }: Checked, ctx: Context): void {
  const all = [
    ...(publicSubnets ?? []).map((block, index) => ({ block, path: ["publicSubnets", index] })),
    ...(privateSubnets ?? []).map((block, index) => ({ block, path: ["privateSubnets", index] })),
  ].filter(({ block }) => isNetworkBlock(block));
  all.forEach(({ block, path }, index) => {
    if (isNetworkBlock(cidr) && !blockInside(block, cidr)) {
      report(ctx, { path, why: `lies outside the VPC ${cidr}`, set: "a range inside it" });
    }
    if (prefixOf(block) > 27) {
      const why = `has ${addressesOf(prefixOf(block))} addresses; load balancers and the CNI need 32 (/27)`;
      report(ctx, { path, why, set: "a range of /27 or larger" });
    }
    const other = all.slice(0, index).find((earlier) => blocksOverlap(earlier.block, block));
    if (other) {
      const why = `overlaps ${other.block} (${other.path.join(".")})`;
      report(ctx, { path, why, set: "a range that no other subnet has" });
    }
  });
}
