/** One series of what a program exports: its name and its labels. */
export interface Series {
  name: string;
  labels: Record<string, string>;
}

/** What every Go program exports about itself. */
const ofTheRuntime = /^(go|process|promhttp|workqueue|rest_client|controller_runtime|leader_election|net_conntrack)_/;

/** Series of a text of the exposition format, without those of the runtime. */
export function seriesIn(text: string): Series[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+/.exec(line) ?? [];
    if (name === undefined || ofTheRuntime.test(name)) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = "", value = ""]) => [key, value]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string> }];
  });
}

/** For each metric its labels, and for each label the values that were seen where they are the program's own words. */
export type Shape = Record<string, Record<string, string[]>>;

/**
 * The shape of what was exported: for each metric its labels, and for each label its values where they are words of the
 * program and not names of this stack.
 */
export function shapeOf(series: Series[]): Shape {
  const shape: Record<string, Record<string, Set<string>>> = {};
  for (const { name, labels } of series) {
    const own = (shape[name] ??= {});
    for (const [label, value] of Object.entries(labels)) {
      const values = (own[label] ??= new Set());
      if (words.includes(label) && value.length <= longestWord) values.add(value);
    }
  }
  return Object.fromEntries(
    Object.entries(shape)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, labels]) => [
        name,
        Object.fromEntries(Object.entries(labels).map(([label, values]) => [label, [...values].sort()])),
      ]),
  );
}

/** A longer value is a sentence about what went wrong on one machine. */
const longestWord = 40;

/** Labels whose values are the program's own. */
const words = [
  ...["condition", "status", "phase", "reason", "resource", "unit", "type", "scaler", "strategy", "event", "op"],
  ...["created_by_kind", "owner_kind", "owner_is_controller", "traffic_router", "effect", "controller", "metric"],
];
