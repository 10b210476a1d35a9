import { filled, fenced, shown } from "../shown";
import { directlyAfter, graphOf, type Part } from "./graph";
import { layers } from "./parts";

/** docs/architecture.md with the picture of the production program, and the table beside it, made anew. */
export async function architecture(): Promise<string> {
  const { plan } = await shown("production");
  const parts = graphOf(plan.resources);
  return filled("docs/architecture.md", {
    picture: fenced(mermaid(parts), "mermaid"),
    parts: table(parts),
    chain: `${chainOf(parts).map(nameOf).join(" → ")}.`,
  });
}

/**
 * A flowchart from what must be there first to what waits for it. Arrows that follow from others are left out.
 *
 * Syntax: https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(parts: Part[]): string {
  const boxes = layers.flatMap((layer, index) => [
    `  subgraph layer${index}["${layer}"]`,
    ...parts.filter((one) => one.layer === layer).map((one) => `    ${keyOf(one.id)}["${labelOf(one)}"]`),
    "  end",
  ]);
  const arrows = parts.flatMap((one) =>
    directlyAfter(one, parts).map((first) => `  ${keyOf(first)} --> ${keyOf(one.id)}`),
  );
  return ["flowchart TD", ...boxes, ...arrows].join("\n");
}

/** Words such as `end`, and hyphens beside arrows, have a meaning of their own in Mermaid. */
const keyOf = (id: string) => `part_${id.replaceAll("-", "_")}`;

function labelOf(part: Part): string {
  return `${nameOf(part)}<br/>${part.resources} resources`;
}

/** The class, and which one of it where there are several. */
function nameOf({ id, title, members }: Part): string {
  if (members.length > 1) return `${members.length} ${title}`;
  return title === "ManagedAddons" ? `${title} ${id}` : title;
}

function table(parts: Part[]): string {
  const byId = new Map(parts.map((one) => [one.id, one]));
  const rows = parts.map((one) => {
    const first = directlyAfter(one, parts).flatMap((id) => byId.get(id) ?? []);
    return [nameOf(one), String(one.resources), madeOf(one), first.map(nameOf).join(", ")];
  });
  const total = parts.reduce((sum, one) => sum + one.resources, 0);
  const head = ["component", "resources", "most of them", "waits for"];
  const lines = [head, head.map(() => "---"), ...rows, ["all", String(total), "", ""]];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function madeOf({ types }: Part): string {
  const short = (type: string) => type.slice(Math.max(type.lastIndexOf(":"), type.lastIndexOf("/")) + 1);
  const counts = [...types].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const named = counts.slice(0, 4).map(([type, count]) => `${count} ${short(type)}`);
  return [...named, ...(counts.length > 4 ? ["…"] : [])].join(", ");
}

/** The longest row of parts of which each waits for the one before: what the first `pulumi up` takes its time for. */
export function chainOf(parts: Part[]): Part[] {
  const chains = new Map<string, Part[]>();
  const byId = new Map(parts.map((one) => [one.id, one]));
  const chainTo = (part: Part): Part[] => {
    const before = chains.get(part.id);
    if (before) return before;
    const firsts = [...part.after].sort().flatMap((id) => byId.get(id) ?? []);
    const longest = firsts.map(chainTo).sort((a, b) => b.length - a.length)[0] ?? [];
    const chain = [...longest, part];
    chains.set(part.id, chain);
    return chain;
  };
  return parts.map(chainTo).sort((a, b) => b.length - a.length)[0] ?? [];
}
