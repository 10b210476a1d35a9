// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ and, for what the API server takes,
// k8s.io/apimachinery v0.36 pkg/api/resource: sign, digits with a point, then a binary or decimal suffix or exponent.
const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+|[numkMGTPE])?$/;

const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number behind a Kubernetes quantity (cores, bytes, pieces), or `undefined` when it is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === "number") {
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  }
  const match = typeof value === "string" ? form.exec(value) : null;
  if (!match) {
    return undefined;
  }
  const suffix = match[2] ?? "";
  const factor = factors[suffix] ?? (suffix === "" ? 1 : Number(`1${suffix}`));
  const result = Number(match[1]) * factor;
  // Thousandths are all that Kubernetes keeps of a core; rounding there takes the noise of floats out of sums.
  return Number.isFinite(result) && result >= 0 ? Math.round(result * 1e3) / 1e3 : undefined;
}

/** A sum as a person writes it: cores and pieces as they are, memory and storage in Mi or Gi. */
export function showQuantity(amount: number, resource: string): string {
  if (!/memory|storage/.test(resource)) {
    return String(Math.round(amount * 1e3) / 1e3);
  }
  const unit = amount >= 2 ** 30 ? "Gi" : "Mi";
  const size = amount / (unit === "Gi" ? 2 ** 30 : 2 ** 20);
  return `${Math.round(size * 100) / 100}${unit}`;
}
