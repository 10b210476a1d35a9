/** Independent of the pack's own parser on purpose, and narrower: what the API server takes and nobody doubts. */
export function quantity(value: unknown): boolean {
  return typeof value === "number"
    ? value > 0
    : typeof value === "string" && /^(?!0+(\.0+)?[a-zA-Z]*$)\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi)?$/.test(value);
}
