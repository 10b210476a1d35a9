import { platforms } from "../../tests/requirements/support/ids";
import { type Row, standingText, summary } from "./rows";

/** docs/requirements.md. */
export function page(rows: readonly Row[]): string {
  const sections = Object.entries(platforms).map(([prefix, { folder }]) => {
    const own = rows.filter(({ id }) => id.startsWith(`${prefix}-`));
    return [`## ${folder}`, `[The config](../examples/${folder}): ${summary(own)}.`, table(own)].join("\n\n");
  });
  return [
    "# Requirements",
    `Five real platforms run on this program, each as a config under \`examples/\`. This page is made by \`npm run generate\` from the tests in \`tests/requirements/\`; \`npm run requirements\` runs them and prints the same table. In CI each test also has to fail when a value that it compares is another one.`,
    `**${rows.length.toString()} requirements: ${summary(rows)}.**`,
    ...sections,
  ].join("\n\n");
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ id, mark, standing, claim, why }) => [id, mark, standingText[standing], claim, why]);
  return [
    ["Id", "Kind", "State", "What the test claims", "Why not to the letter"],
    Array<string>(5).fill("---"),
    ...lines,
  ]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
