import { type Column, Style } from "../text/style";
import type { Used } from "./measure";

/** One stack, previewed and registered by the bare program. */
export interface Result {
  name: string;
  /** Number of generated services; undefined for a stack of this repository. */
  services?: number;
  resources: number;
  preview: Used;
  bare: Used;
}

const columns: Column[] = [
  "stack",
  "resources",
  "wall s",
  "CPU s",
  "bare",
  "ratio",
  "peak MB",
  "bare",
  "ratio",
  "ms/resource",
].map((title, index) => ({ title, right: index > 0 }));

/** The results as a table, and how CPU and memory grow. */
export function tableOf(results: Result[], machine: string): string {
  const style = new Style({ verbose: true, colour: false, width: 140 });
  const rows = results.map(({ name, resources, preview, bare }) => [
    name,
    String(resources),
    preview.wall.toFixed(2),
    preview.cpu.toFixed(2),
    bare.cpu.toFixed(2),
    (preview.cpu / bare.cpu).toFixed(2),
    preview.megabytes.toFixed(0),
    bare.megabytes.toFixed(0),
    (preview.megabytes / bare.megabytes).toFixed(2),
    ((preview.cpu * 1000) / resources).toFixed(2),
  ]);
  return [
    `Offline preview against a bare program (${machine})`,
    "",
    ...style.table(columns, rows),
    "",
    ...growth(results),
  ].join("\n");
}

/**
 * Growth between the smallest, the middle and the largest generated stack: what each further service costs, and the
 * exponent of that (1 is linear), with what every run needs taken off.
 */
function growth(results: Result[]): string[] {
  const generated = results.flatMap((one) => (one.services === undefined ? [] : [{ ...one, services: one.services }]));
  const [first, middle, last] = [generated[0], generated[1], generated[generated.length - 1]];
  if (!first || !middle || !last || last === middle) return [];
  const each = (a: typeof first, b: typeof first, of: (used: Used) => number) =>
    (of(b.preview) - of(a.preview)) / (b.services - a.services);
  const exponent = (of: (used: Used) => number) =>
    Math.log((of(last.preview) - of(first.preview)) / (of(middle.preview) - of(first.preview))) /
    Math.log((last.services - first.services) / (middle.services - first.services));
  const line = (what: string, unit: string, scale: number, of: (used: Used) => number) =>
    `${what} of a further service: ${(each(first, middle, of) * scale).toFixed(2)} ${unit} up to ${middle.services}, ` +
    `${(each(middle, last, of) * scale).toFixed(2)} ${unit} up to ${last.services}; growth exponent ${exponent(of).toFixed(2)}`;
  return [line("CPU", "ms", 1000, (used) => used.cpu), line("memory", "MB", 1, (used) => used.megabytes)];
}
