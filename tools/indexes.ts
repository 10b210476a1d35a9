import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filled, root } from "./shown";

/** The README of a folder of pages, with the list of them made from their titles. */
export function indexOf(folder: string): string {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md") && name !== "README.md");
  const lines = names.sort().map((name) => `- ${numberOf(name)}[${titleOf(join(folder, name))}](${name})`);
  return filled(`${folder}/README.md`, { pages: lines.join("\n") });
}

function titleOf(page: string): string {
  const [first = ""] = readFileSync(join(root, page), "utf8").split("\n");
  return first.replace(/^# (\d{4}:? )?/, "");
}

/** `0011 ` of a record that has one. */
function numberOf(name: string): string {
  return /^\d{4}/.exec(name)?.[0].concat(" ") ?? "";
}
