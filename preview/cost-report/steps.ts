/** The parts of a path as the preview prints it: `services.api.scaling.max`, `routes[0]`, `quota["requests.cpu"]`. */
export function pathParts(path: string): (string | number)[] {
  const found = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...found].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name ?? "").replaceAll('\\"', '"') : Number(index),
  );
}

const quantity = /^(\d+(?:\.\d+)?)([A-Za-z%]*)$/;

/**
 * A value one step smaller and larger: a whole number by 1, a fraction by a tenth, a quantity by a tenth of it, true by
 * false; anything else by leaving the line out.
 */
export function stepsOf(value: unknown): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") {
    const step = Number.isInteger(value) ? 1 : 0.1;
    return [value - step, value + step].filter((one) => one >= 0).map((one) => Number(one.toFixed(6)));
  }
  const [, figure, unit] = (typeof value === "string" && quantity.exec(value)) || [];
  if (figure === undefined) return [undefined];
  const number = Number(figure);
  const step = Number.isInteger(number) ? Math.max(1, Math.round(number / 10)) : 0.1;
  return [number - step, number + step].filter((one) => one > 0).map((one) => `${Number(one.toFixed(6))}${unit}`);
}

export function shownValue(value: unknown): string {
  return value === undefined ? "(left out)" : JSON.stringify(value);
}
