import { createColors } from "picocolors";

/** How the report is laid out. */
export interface Layout {
  /** Every resource and every item of every list. */
  verbose: boolean;
  colour: boolean;
  /** Columns of the terminal; undefined when it is none. */
  width: number | undefined;
}

/** Lays text out: colours, headings, wrapped lines and tables. */
export class Style {
  readonly width: number;
  readonly verbose: boolean;
  readonly colours: ReturnType<typeof createColors>;

  constructor(layout: Layout) {
    this.verbose = layout.verbose;
    this.width = Math.min(Math.max(layout.width ?? 120, 60), 160);
    this.colours = createColors(layout.colour);
  }

  heading(title: string, aside = ""): string {
    return `${this.colours.bold(title)}${aside === "" ? "" : `  ${this.colours.dim(aside)}`}`;
  }

  /** Text over as many lines as it needs, all below each other. `first` stands before the first of them. */
  wrapped(text: string, first = "", indent = " ".repeat(first.length)): string[] {
    const lines = wrap(text, this.width - indent.length);
    return lines.map((line, index) => `${index ? indent : first}${line}`);
  }

  /** The items of a list up to a limit, and how many more there are. */
  some<T>(items: T[], limit: number, line: (item: T) => string[], indent = "  "): string[] {
    const shown = this.verbose ? items : items.slice(0, limit);
    const more = items.length - shown.length;
    return [...shown.flatMap(line), ...(more ? [this.colours.dim(`${indent}… and ${more} more (--verbose)`)] : [])];
  }

  /**
   * A table: each column as wide as its content, the `grow` column as wide as what is left, its text wrapped.
   * Empty columns are left out.
   */
  table(columns: Column[], rows: string[][], indent = "  "): string[] {
    const kept = columns.map((_, at) => rows.some((row) => (row[at] ?? "") !== ""));
    const titles = columns.filter((_, at) => kept[at]);
    const cells = rows.map((row) => row.filter((_, at) => kept[at]));
    const widths = titles.map(({ title }, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)));
    const growing = titles.findIndex((column) => column.grow);
    const total = indent.length + widths.reduce((sum, width) => sum + width + 2, -2);
    const wide = widths[growing];
    if (wide !== undefined && total > this.width) widths[growing] = Math.max(20, wide - (total - this.width));
    const line = (row: string[]) =>
      (indent + row.map((cell, at) => pad(cell, widths[at] ?? 0, titles[at]?.right ?? false)).join("  ")).trimEnd();
    const body = cells.flatMap((row) => {
      const text = growing < 0 ? [] : wrap(row[growing] ?? "", widths[growing] ?? 0);
      const further = text.slice(1).map((rest) => line(titles.map((_, at) => (at === growing ? rest : ""))));
      return [line(row.map((cell, at) => (at === growing ? (text[0] ?? "") : cell))), ...further];
    });
    return [this.colours.dim(line(titles.map(({ title }) => title))), ...body];
  }
}

/** A column of a table. */
export interface Column {
  title: string;
  /** Numbers stand to the right. */
  right?: boolean;
  /** Takes what is left of the width. */
  grow?: boolean;
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

/** Words over as many lines as they need; no-break spaces hold. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n]+/)) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

export function dollars(usd: number): string {
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** `1 warning`, `2 warnings`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}
