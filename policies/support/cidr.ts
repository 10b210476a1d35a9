const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;
const v6 = /^([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:\/(\d{1,3}))?$/;

/**
 * Whether a CIDR spans more than `widest` allows, in bits of an IPv4 prefix; an IPv6 prefix may be four times as long,
 * so that /0 is always too wide and /32, a provider's allocation, is the default's bound. What is no CIDR counts as
 * too wide: it can't be told what it lets in.
 */
export function isWideCidr(value: unknown, widest: number): boolean {
  if (typeof value !== "string") {
    return true;
  }
  const four = v4.exec(value);
  if (four) {
    const bytes = four.slice(1, 5).map(Number);
    return bytes.some((byte) => byte > 255) || Number(four[5] ?? 32) < widest || Number(four[5] ?? 32) > 32;
  }
  const six = v6.exec(value);
  return six === null || Number(six[2] ?? 128) < Math.min(widest * 4, 128) || Number(six[2] ?? 128) > 128;
}

/** All of IPv4 or IPv6, or so much that it makes no difference: what "the internet" means in these rules. */
export function isInternet(value: unknown): boolean {
  return isWideCidr(value, 2);
}
