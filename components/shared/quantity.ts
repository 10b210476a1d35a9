import { z } from "zod";
import { remedied } from "./problem";

/**
 * Kubernetes quantities: CPU in cores (`500m`, `2`), memory and storage in bytes (`512Mi`, `1Gi`, `1G`), counts (`10`).
 *
 * Text goes in, text or whole numbers come out; inside, a quantity is a count of billionths, the finest step that
 * Kubernetes keeps. No npm package for this was found well kept (2026-11): two are at 0.x with one or two releases, and
 * the official client brings seventeen packages along.
 *
 * Grammar, rounding and the canonical form: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity
 * and k8s.io/apimachinery/pkg/api/resource/quantity.go.
 */

/** How a quantity is written: in powers of 1024 (`Mi`, `Gi`) or of 1000 (`m`, `k`, `M`). */
export type QuantityFormat = "binary" | "decimal";

const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/** One whole unit, counted in billionths. */
const one = 10n ** 9n;

/** True for text that Kubernetes takes as a quantity. */
export function isQuantity(text: string): boolean {
  return parsed(text) !== undefined;
}

/**
 * The value of a quantity in billionths (of a core, of a byte, of one). Finer parts are rounded up, as Kubernetes does.
 *
 * @throws RangeError for text that is no quantity. Settings are checked at the gateway with `quantity()`.
 */
export function parseQuantity(text: string): bigint {
  const value = parsed(text);
  if (value === undefined) throw new RangeError(`"${text}" is not a Kubernetes quantity such as 500m or 1Gi`);
  return value;
}

/** Which powers a quantity is written in; `sumQuantities` keeps that of its first summand. */
export function quantityFormat(text: string): QuantityFormat {
  return /i$/.test(text) ? "binary" : "decimal";
}

/** Canonical text of a value in billionths, as the API server gives it back: `1500m`, `1536Mi`, never a fraction. */
export function formatQuantity(billionths: bigint, format: QuantityFormat): string {
  const magnitude = billionths < 0n ? -billionths : billionths;
  const sign = billionths < 0n ? "-" : "";
  // Kubernetes writes small and broken amounts of bytes in decimal form, to stay exact.
  if (format === "binary" && magnitude >= 1024n * one && magnitude % one === 0n) {
    return sign + scaled(magnitude / one, 1024n, binarySuffixes);
  }
  return sign + (magnitude === 0n ? "0" : scaled(magnitude, 1000n, decimalSuffixes));
}

/** -1, 0 or 1, as `Array.sort` wants it. `1000m` and `1` are equal. */
export function compareQuantities(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = [parseQuantity(left), parseQuantity(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The sum, in the form of the first summand; `0` of none. */
export function sumQuantities(quantities: readonly string[]): string {
  const sum = quantities.reduce((total, text) => total + parseQuantity(text), 0n);
  return formatQuantity(sum, quantityFormat(quantities[0] ?? "0"));
}

/** A quantity times a whole number, for example the requests of all replicas. */
export function multiplyQuantity(text: string, factor: number): string {
  return formatQuantity(parseQuantity(text) * BigInt(factor), quantityFormat(text));
}

/** A quantity as a JavaScript number of cores, bytes or things; exact up to 2^53 billionths, close enough for prices. */
export function quantityNumber(text: string): number {
  return Number(parseQuantity(text)) / Number(one);
}

/**
 * Schema of a quantity in a stack's YAML, above zero unless `orZero`. A bare number (`cpu: 2`) is taken as its text,
 * because Pulumi puts quotes around numbers when it writes the file and the two must mean the same.
 */
export function quantity({ orZero = false } = {}) {
  const bound = orZero ? "of zero or more" : "above zero";
  return z
    .union([z.string(), z.number()])
    .transform(String)
    .refine((text) => (parsed(text) ?? -1n) >= (orZero ? 0n : 1n), {
      error: remedied(`is not a Kubernetes quantity ${bound}`, 'a quantity such as 500m or "2" (CPU), 512Mi (memory)'),
    });
}

function parsed(text: string): bigint | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", binary, decimal, exponent] = match;
  if (whole + fraction === "") return undefined;
  const digits = BigInt(whole + fraction) * factor(binary, decimal, exponent);
  const divisor = 10n ** BigInt(fraction.length) * (exponent?.startsWith("-") ? 10n ** BigInt(exponent.slice(1)) : 1n);
  const magnitude = digits / divisor + (digits % divisor === 0n ? 0n : 1n);
  return sign === "-" ? -magnitude : magnitude;
}

/** What the written digits are multiplied with to give billionths; a negative exponent divides later instead. */
function factor(binary: string | undefined, decimal: string | undefined, exponent: string | undefined): bigint {
  if (binary) return one * 1024n ** BigInt(binarySuffixes.indexOf(binary));
  if (decimal) return 1000n ** BigInt(decimalSuffixes.indexOf(decimal));
  if (exponent && !exponent.startsWith("-")) return one * 10n ** BigInt(exponent.replace("+", ""));
  return one;
}

/** Takes whole powers out of the amount while there is a suffix for them. */
function scaled(amount: bigint, base: bigint, suffixes: string[]): string {
  let step = 0;
  while (amount % base === 0n && step < suffixes.length - 1) {
    amount /= base;
    step += 1;
  }
  return `${amount}${suffixes[step] ?? ""}`;
}
