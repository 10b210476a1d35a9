import { type Component, type Member, publicComponents } from "./read";

/** docs/components.md: every public component with its arguments and outputs, from the doc comments. */
export function componentReference(): string {
  const components = publicComponents();
  return [introduction, list(components), ...components.map(section)].join("\n\n");
}

const introduction = `# Components

Made from the doc comments by \`npm run generate\`; do not edit. These are the classes that \`components/index.ts\` exports: what a program
of one's own builds with, and what \`stacks/layers\` builds each stack of. How they fit together is in [architecture.md](architecture.md).

Each is made by \`new Name(name, args, opts)\`; children are called after \`name\`, and \`opts\` are those of any component resource. \`settings\`
is what the YAML says of the area, with every default filled in: its keys, units and defaults are in
[configuration.md](configuration.md), those of services in [services.md](services.md). \`transform\` has one slot for each child, applied last.`;

function list(components: Component[]): string {
  const lines = components.map(({ name, doc }) => `- [${name}](#${name.toLowerCase()}): ${firstSentence(doc)}`);
  return lines.join("\n");
}

function section({ name, file, doc, args, outputs }: Component): string {
  return [
    `## ${name}`,
    doc,
    `Source: \`${file}\``,
    table("argument", args),
    outputs.length ? table("output", outputs) : "No outputs of its own.",
  ].join("\n\n");
}

function table(title: string, members: Member[]): string {
  const rows = members.map(({ name, type, optional, doc }) => [
    `\`${name}${optional ? "?" : ""}\``,
    code(type),
    cell(doc),
  ]);
  const head = [title, "type", "meaning"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const code = (type: string) => (type === "" ? "" : `\`${type.replaceAll("|", "\\|")}\``);

const cell = (doc: string) =>
  doc
    .replaceAll("\n", " ")
    .replaceAll("|", "\\|")
    .replace(/<(?=[a-z])/gi, "&lt;");

function firstSentence(doc: string): string {
  const [paragraph = ""] = doc.split("\n\n");
  return /^.*?[.](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
