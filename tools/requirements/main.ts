import { loadLate } from "../../preview/late-modules";
import { Style } from "../../preview/text/style";
import { requirements } from "../../tests/requirements/support/ids";
import { outcomes } from "./claims";
import { page } from "./page";
import { isComplete, type Row, rowsOf, standingText, summary } from "./rows";

const help = `Usage: npm run requirements [-- --page]

Runs the test of each requirement of the five platforms and prints how it stands with it.

  --page  print docs/requirements.md instead, without running the tests`;

/**
 * The command `npm run requirements`.
 *
 * @returns the exit status: 1 where a requirement has no test, or one that fails; 2 for the command line.
 */
async function main(args: string[]): Promise<number> {
  const [flag, ...more] = args;
  if (more.length || ![undefined, "--page", "--help"].includes(flag)) {
    process.stderr.write(`${help}\n`);
    return 2;
  }
  if (flag === "--help") {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  const dry = flag === "--page";
  const rows = rowsOf(requirements, await outcomes({ dry }));
  process.stdout.write(`${dry ? page(rows) : report(rows)}\n`);
  return dry || isComplete(rows) ? 0 : 1;
}

function report(rows: Row[]): string {
  const { isTTY, columns } = process.stdout;
  const style = new Style({ verbose: true, colour: isTTY && !process.env.NO_COLOR, width: columns });
  const titles = [{ title: "id" }, { title: "kind" }, { title: "state" }, { title: "test", grow: true }];
  const lines = rows.map(({ id, mark, standing, claim, why }) => {
    const reason = why === "" ? "" : ` (${why})`;
    return [id, mark, standingText[standing], `${claim}${reason}`];
  });
  return [...style.table(titles, lines, ""), "", `${rows.length.toString()} requirements: ${summary(rows)}.`].join(
    "\n",
  );
}

loadLate();
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
