import type { RecordedResource } from "../recorded";

interface Node {
  resource: RecordedResource;
  children: Node[];
}

/** The resource tree: a line for each resource, children below their parent. */
export function treeLines(resources: RecordedResource[], _verbose: boolean): string[] {
  const nodes = new Map(resources.map((resource) => [resource.urn, { resource, children: [] } as Node]));
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.resource.parent === undefined ? undefined : nodes.get(node.resource.parent);
    (parent?.children ?? roots).push(node);
  }
  return roots.flatMap((node) => lines(node, ""));
}

function lines(node: Node, indent: string): string[] {
  const { type, name } = node.resource;
  return [`${indent}${type} ${name}`, ...node.children.flatMap((child) => lines(child, `${indent}  `))];
}
