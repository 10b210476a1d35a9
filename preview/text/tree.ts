import type { RecordedResource } from "../recorded";
import type { View } from "../view";
import { type Style, wrap } from "./style";

/** Components of one type below one parent are shown up to this many. */
const limit = 12;

/**
 * The resource tree. A line for each component with what it has by type; in verbose form a line for each resource.
 */
export function treeLines(view: View, style: Style): string[] {
  const roots = view.resources.filter((resource) => resource.parent === undefined);
  return roots.flatMap((root) => [style.colours.bold(root.name), ...below(root, view, style, "")]);
}

function below(parent: RecordedResource, view: View, style: Style, indent: string): string[] {
  const children = sorted(view.childrenOf(parent.urn));
  const isBranch = (one: RecordedResource) => style.verbose || !one.custom || view.childrenOf(one.urn).length > 0;
  const branches = children.filter(isBranch);
  const leaves = children.filter((one) => !isBranch(one));
  const lines: { text: string[]; child?: RecordedResource }[] = [];
  for (const group of byType(branches)) {
    const shown = style.verbose || group.length <= limit + 1 ? group : group.slice(0, limit);
    for (const child of shown) lines.push({ text: title(child, view, style, indent.length + 3), child });
    const more = group.length - shown.length;
    if (more) lines.push({ text: [style.colours.dim(`… and ${more} more ${shortName(group[0]?.type ?? "")}`)] });
  }
  // The stack's own leaves are the providers; those of a component stand behind its name.
  if (leaves.length && view.get(parent.parent) === undefined) lines.unshift({ text: [counts(leaves)] });
  return lines.flatMap(({ text, child }, index) => {
    const last = index === lines.length - 1;
    const [branch, further] = last ? ["└─ ", "   "] : ["├─ ", "│  "];
    const own = text.map((line, at) => indent + (at ? further : branch) + line.replaceAll("\u00a0", " "));
    return [...own, ...(child ? below(child, view, style, indent + further) : [])];
  });
}

/** Name and type of a resource and, where it has any, its leaves: beside them when there is room, else below. */
function title(resource: RecordedResource, view: View, style: Style, indent: number): string[] {
  const leaves = view.childrenOf(resource.urn).filter((one) => one.custom && view.childrenOf(one.urn).length === 0);
  const remote = resource.remote ? " (its children are made by the engine)" : "";
  const head = `${resource.name}  ${shortName(resource.type)}${remote}`;
  const shown = `${resource.name}  ${style.colours.cyan(shortName(resource.type))}${style.colours.dim(remote)}`;
  if (style.verbose || leaves.length === 0) return [shown];
  const list = counts(leaves);
  const { dim } = style.colours;
  if (indent + head.length + list.length + 2 <= style.width) return [`${shown}${dim(`: ${list}`)}`];
  return [shown, ...wrap(list, style.width - indent - 2).map((line) => dim(`  ${line}`))];
}

/** Components keep the program's order of types; below a type they go by name. */
function sorted(resources: RecordedResource[]): RecordedResource[] {
  const order = new Map<string, number>();
  for (const { type } of resources) if (!order.has(type)) order.set(type, order.size);
  const key = ({ type }: RecordedResource) => order.get(type) ?? 0;
  return [...resources].sort((a, b) => key(a) - key(b) || (a.name < b.name ? -1 : 1));
}

function byType(resources: RecordedResource[]): RecordedResource[][] {
  const groups = new Map<string, RecordedResource[]>();
  for (const resource of resources) groups.set(resource.type, [...(groups.get(resource.type) ?? []), resource]);
  return [...groups.values()];
}

/** `Deployment, 3 SecurityGroup`. */
function counts(resources: RecordedResource[]): string {
  return byType(sorted(resources))
    .map((group) => `${group.length > 1 ? `${group.length}\u00a0` : ""}${shortName(group[0]?.type ?? "")}`)
    .join(", ");
}

/** What a type is called in a sentence: `Deployment`, `iam.Role`, `awsx.Vpc`. */
export function shortName(type: string): string {
  const [pkg = "", module = "", name = type] = type.split(":");
  if (pkg === "platform" || pkg === "kubernetes") return name;
  if (pkg === "pulumi") return `${name} provider`;
  return `${pkg === "aws" ? (module.split("/")[0] ?? "") : pkg}.${name}`;
}
