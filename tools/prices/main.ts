import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parsedLine, runCommand, runProcess, type Surroundings } from "../../preview/cli/command";
import { UserError } from "../../preview/cli/user-error";
import { offerCodes } from "./rules";
import { tableFrom } from "./table";

interface Options {
  region: string;
  from: string;
  out: string;
}

const flags = {
  from: { type: "string" },
  help: { type: "boolean", default: false },
  out: { type: "string", default: "preview/cost/prices" },
} as const;

function usage(): string {
  return [
    "Usage: npm run prices -- REGION --from DIR",
    "",
    "Makes preview/cost/prices/REGION.json from the offer files of AWS's public price list. Needs no account and no network:",
    "you download the files, each in CSV and under any name that ends in .csv, to DIR:",
    "",
    ...offerCodes.map(
      (code) => `  https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${code}/current/REGION/index.csv`,
    ),
    "",
    "  --out DIR   where the table is written (default: preview/cost/prices)",
    "",
    "What the files lack stays without a price, and is listed. Exit status: 0 written, 2 the command line or the files are wrong.",
  ].join("\n");
}

function parse(args: string[], directory: string): Options | undefined {
  const { values, positionals } = parsedLine("prices", flags, args, directory);
  if (values.help) return undefined;
  const [region = "", ...more] = positionals;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) || more.length) {
    throw new UserError(`Name one region, such as eu-central-1.\n${usage()}`);
  }
  if (values.from === undefined) throw new UserError(`--from is missing: the folder of the offer files.\n${usage()}`);
  return { region, from: values.from, out: values.out };
}

async function run({ region, from, out }: Options, { directory, stdout }: Surroundings): Promise<number> {
  const folder = resolve(directory, from);
  if (!existsSync(folder)) throw new UserError(`--from ${from}: there is no such folder.`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".csv"));
  const { table, missing, unpriced } = await tableFrom(
    region,
    files.sort().map((name) => join(folder, name)),
  );
  const [instances, services] = [Object.keys(table.instances).length, Object.keys(table.services).length];
  if (instances + services === 0) {
    throw new UserError(
      `--from ${from}: no file there has a price of ${region} (${files.length} files ending in .csv).`,
    );
  }
  mkdirSync(resolve(directory, out), { recursive: true });
  const target = join(out, `${region}.json`);
  writeFileSync(resolve(directory, target), `${JSON.stringify(table, undefined, 2)}\n`);
  const lines = [
    `${target}: ${instances} instance types and ${services} other prices, published ${table.date}.`,
    ...(missing.length ? [`Files that were not there: ${missing.join(", ")}.`] : []),
    ...(unpriced.length ? ["Without a price:", ...unpriced.map(({ key, why }) => `  ${key}: ${why}`)] : []),
  ];
  stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

/** The command `npm run prices`. */
export function main(args: string[], around: Surroundings): Promise<number> {
  return runCommand({ parse, usage, run }, args, around);
}

if (require.main === module) runProcess(main);
