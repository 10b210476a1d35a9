import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** One row of an offer file, by the names of its columns in lower case and without spaces: `usagetype`, `termtype`. */
export type Row = Record<string, string>;

/** What stands above the rows of an offer file. */
export interface Offer {
  code: string;
  /** Day of its publication, `yyyy-mm-dd`. */
  date: string;
}

/**
 * Reads an offer file of AWS's price list in CSV, row by row: EC2's has hundreds of megabytes.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/bulk-api-reading-price-list-files.html: metadata, one line of
 * columns that begins with SKU, then a row for each price.
 */
export async function readOffer(file: string, onRow: (row: Row, offer: Offer) => void): Promise<Offer> {
  const offer: Offer = { code: "", date: "" };
  let columns: string[] | undefined;
  let open = "";
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  for await (const part of lines) {
    const line = open + part;
    // A quoted cell may hold a line break: the row goes on while a quote is open.
    if ((line.match(/"/g)?.length ?? 0) % 2) {
      open = `${line}\n`;
      continue;
    }
    open = "";
    const cells = cellsOf(line);
    if (columns) {
      const names = columns;
      onRow(Object.fromEntries(cells.map((cell, index) => [names[index] ?? "", cell])), offer);
    } else if (cells[0] === "SKU") columns = cells.map((name) => name.toLowerCase().replaceAll(" ", ""));
    else if (cells[0] === "OfferCode") offer.code = cells[1] ?? "";
    else if (cells[0] === "Publication Date") offer.date = (cells[1] ?? "").slice(0, 10);
  }
  return offer;
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
function cellsOf(line: string): string[] {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? "").replaceAll('""', '"'),
  );
}
