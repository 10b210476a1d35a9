import { isEmpty, type PlanDiff } from "./plan-diff";
import { lossesOf, sections, summaryOf } from "./text";

/** Lines of a list in a comment; GitHub refuses one of more than 65,536 characters. */
const limit = 60;

/** The difference as Markdown for a comment on a pull request: totals and losses, each list folded. */
export function diffMarkdown(diff: PlanDiff): string {
  const title = `**${diff.stack}** against ${diff.against}`;
  if (isEmpty(diff)) return `${title}: no changes\n`;
  const losses = lossesOf(diff).map((line) => `- :red_circle: ${line}`);
  const lists = sections(diff).flatMap(({ title: name, lines }) => (lines.length ? folded(name, lines) : []));
  return `${[title, "", summaryOf(diff), "", ...losses, "", ...lists].join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

/** A list behind its title. Its fence is longer than any that stands in a line, so that no value can end it. */
function folded(title: string, lines: string[]): string[] {
  const shown = lines.slice(0, limit);
  const more = lines.length - shown.length;
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [
    `<details><summary>${title} (${lines.length})</summary>`,
    "",
    `${fence}diff`,
    ...shown.map((line) => line.replace(/[\r\n]+/g, " ")),
    fence,
    ...(more ? [`… and ${more} more: \`npm run diff\``] : []),
    "</details>",
    "",
  ];
}
