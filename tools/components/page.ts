import { type Component, type Member, publicComponents, type Slot } from "./read";

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
[configuration.md](configuration.md), those of services in [services.md](services.md). \`transform\` has one
slot for each child: a function that gets its finished arguments and its logical name, and returns the arguments to use. It is applied
last, and a slot of several children is called for each of them.`;

function list(components: Component[]): string {
  const lines = components.map(({ name, doc }) => `- [${name}](#${name.toLowerCase()}): ${firstSentence(doc)}`);
  return lines.join("\n");
}

function section({ name, file, doc, args, slots, outputs }: Component): string {
  return [
    `## ${name}`,
    doc,
    `Source: \`${file}\``,
    membersTable("argument", args),
    ...(slots.length ? [slotsTable(slots)] : []),
    outputs.length ? membersTable("output", outputs) : "No outputs of its own.",
  ].join("\n\n");
}

function membersTable(title: string, members: Member[]): string {
  const rows = members.map(({ name, type, optional, doc }) => [
    `\`${name}${optional ? "?" : ""}\``,
    code(type),
    cell(doc),
  ]);
  return table([title, "type", "meaning"], rows);
}

function slotsTable(slots: Slot[]): string {
  const rows = slots.map(({ name, type, doc, default: usual }) => [`\`${name}\``, code(type), cell(doc), cell(usual)]);
  return table(["slot of `transform`", "arguments", "meaning", "default"], rows);
}

function table(head: string[], rows: string[][]): string {
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
