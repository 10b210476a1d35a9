import { isIPv4 } from "node:net";
import { containsCidr, overlapCidr, parseCidr } from "cidr-tools";

/** True for an IPv4 network in CIDR form without host bits: `10.0.0.0/16`, not `10.0.0.1/16`. */
export function isNetworkBlock(text: string): boolean {
  const [address = "", prefix = ""] = text.split("/");
  // The library takes 300.0.0.0 for 44.0.0.0, so the form is checked first.
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return false;
  return parseCidr(text).start === addressNumber(address);
}

/** True when `inner` lies completely inside `outer`. */
export function blockInside(inner: string, outer: string): boolean {
  return containsCidr(outer, inner);
}

/** True when two blocks share an address. */
export function blocksOverlap(one: string, other: string): boolean {
  return overlapCidr(one, other);
}

/** Prefix length of a block: 16 for `10.0.0.0/16`. */
export function prefixOf(block: string): number {
  return Number(block.split("/")[1]);
}

/** Addresses in a block of a prefix length: 256 for 24. */
export function addressesOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

/** The block of a prefix length that starts `offset` addresses after the start of `outer`. */
export function blockAt(outer: string, offset: number, prefix: number): string {
  return `${addressText(parseCidr(outer).start + BigInt(offset))}/${prefix}`;
}

function addressNumber(ip: string): bigint {
  return ip.split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

function addressText(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}
