import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../preview/plan";
import { billText } from "../../preview/text/bill";
import { fenced, lastLine, root, sections, shown, type Shown } from "../shown";
import { type Note, notesOf, saysWhy } from "./notes";

/** The five platforms, by their folder below `examples/`. */
export const platforms = {
  "video-creator": "YT Video Creator: figures for one product, down to quotas, alerts and cost",
  tbyte: "TByte: three tiers delivered by GitOps, with KEDA, Karpenter and Vault",
  "media-platform": "API and media services in a mesh of Istio",
  "kubernetes-platform": "General purpose: a mesh, Calico, and a standby in a second region",
  "shared-services": "Shared services that other teams build on",
} as const;

export type PlatformName = keyof typeof platforms;

const stack = "production";
const fileOf = (name: PlatformName) => `examples/${name}/Pulumi.${stack}.yaml`;
const names = Object.keys(platforms) as PlatformName[];

/** docs/platforms/README.md: one line for each. */
export async function platformIndex(): Promise<string> {
  return [
    "# Five platforms",
    "Made by `npm run generate`; do not edit. Each is a config below `examples/`, as its users would write it; the program has no line",
    "for any one of them. [requirements.md](../requirements.md) has all their requirements with the test of each.",
    "",
    await platformTable("./"),
  ].join("\n");
}

/** One line for each platform; `pages` is where its page is, from the file that the table stands in. */
export async function platformTable(pages: string): Promise<string> {
  const rows = await Promise.all(
    names.map(async (name) => {
      const { plan } = await shown(stack, fileOf(name));
      const cells = [`[${name}](${pages}${name}.md)`, platforms[name], String(plan.resources.length)];
      return [...cells, billText(plan.cost.document), String(violations(plan, "mandatory"))];
    }),
  );
  const head = ["platform", "what it is", "resources", "a month", "mandatory violations"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** docs/platforms/<name>.md: what the preview says of it, and where its config differs from what was asked for. */
export async function platformPage(name: PlatformName): Promise<string> {
  const file = fileOf(name);
  const yaml = readFileSync(join(root, file), "utf8");
  const { plan, text } = await shown(stack, file);
  return [
    `# ${name}`,
    "",
    `Made by \`npm run generate\` from \`${file}\`; do not edit.`,
    "",
    headOf(yaml),
    "",
    fenced(`npm run preview -- ${stack} --config-file ${file}`, "sh"),
    "",
    fenced([...sections(text, "Stack "), lastLine(text)].join("\n\n").split("\n\nplatform-")[0] ?? ""),
    "",
    ...previewParts({ plan, text }),
    ...differences(notesOf(yaml)),
  ].join("\n");
}

/** The comment that the file begins with. */
function headOf(yaml: string): string {
  const lines = yaml.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("# ") || line.includes("yaml-language-server"));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2))
    .join("\n");
}

function previewParts({ plan, text }: Shown): string[] {
  const part = (title: string, ...headings: string[]) => {
    const found = sections(text, ...headings);
    return found.length ? [`## ${title}`, "", fenced(found.join("\n\n")), ""] : [];
  };
  return [
    ...part("Nodes and services", "Node pools ", "Services ", "Data stores "),
    ...part("Cost", "Cost "),
    ...part("Recovery", "Recovery "),
    "## Policies",
    "",
    policyLine(plan),
    "",
    ...(violations(plan, "advisory") ? [fenced(sections(text, "Violations ", "  ! ").join("\n\n")), ""] : []),
  ];
}

function policyLine({ verdicts, waivers }: Plan): string {
  const count = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).length;
  const parts = [
    `${count("holds")} hold`,
    `${count("unknown")} hold as far as is known before a deployment`,
    `violated are ${count("violated")}`,
    `off are ${count("disabled")}`,
  ];
  return `Of ${verdicts.length} policies and checks ${parts.join(", ")}. Waivers with a reason and an end: ${waivers.length}.`;
}

function differences(notes: Note[]): string[] {
  const told = new Set(notes.filter(saysWhy).flatMap(({ ids }) => ids));
  const asked = [...new Set(notes.flatMap(({ ids }) => ids))].filter((id) => !told.has(id)).sort(byNumber);
  const rows = notes.filter(saysWhy).map(({ path, text }) => `| ${path ? `\`${path}\`` : ""} | ${cell(text)} |`);
  return [
    "## What differs from its requirements, or needs a word",
    "",
    "From the comments of the config. An id with an N is a remark on the requirements: a contradiction, or what can't be as written.",
    "",
    "| key | what the config says of it |",
    "|---|---|",
    ...rows,
    "",
    `As it was asked for, and with no more to say: ${asked.join(", ")}.`,
    "",
    "Every requirement with its test: [requirements.md](../requirements.md).",
    "",
  ];
}

const byNumber = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

function violations({ findings }: Plan, level: string): number {
  return findings.filter((one) => one.level === level && one.kind === "violation").length;
}
