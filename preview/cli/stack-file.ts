import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { project } from "../../stacks/config";
import { secretText } from "../display";
import type { Options } from "./args";
import { stacksSentence } from "./stacks";
import { UserError } from "./user-error";
import { oddScalars } from "./yaml-scalars";

/** The config of a stack as the engine would hand it to the program. */
export interface StackFile {
  /** Name of the file without its directory, for messages. */
  file: string;
  /** Fully qualified keys to text; structured values are JSON. */
  config: Record<string, string>;
  /** Keys that hold a secret somewhere. */
  secretKeys: string[];
  warnings: string[];
  /** The file from the directory of the project, as reports name it: `Pulumi.production.yaml`. */
  uri: string;
  /** Line (from 1) of a path of the config, or of the deepest part of it that the file has. */
  line(path: string): number;
  /** `<file>:<line> ` of the same. */
  where(path: string): string;
}

/** Keys of a stack file that the CLI knows: sdk/go/common/workspace/project.go, ProjectStack. */
const topLevelKeys = ["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"];

/**
 * Reads a stack's config file and maps it as the engine does: unqualified keys belong to the project, structured values
 * become JSON text, secrets are a placeholder, because nothing here can decrypt them.
 *
 * @throws UserError when there is no such file, or when it is no YAML map.
 */
export function readStackFile(options: Pick<Options, "stack" | "configFile">, directory: string): StackFile {
  const path = options.configFile ?? join(directory, `Pulumi.${options.stack}.yaml`);
  const file = basename(path);
  const text = readText(path, options, directory);
  const lines = new LineCounter();
  // Merge keys (<<) are of YAML 1.1; the engine's reader has them.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (document.errors.length) {
    const problems = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return `  ${file}:${line}:${col}: ${error.message}`;
    });
    throw new UserError(`${file} is not valid YAML; nothing was registered.\n${problems.join("\n")}`);
  }
  const root = document.contents;
  if (!isMap(root) || root.items.length === 0) {
    throw new UserError(`${file} ${root === null ? "is empty" : "is not a map"}: it needs \`config:\` and keys below.`);
  }
  const entries = isMap(root.get("config")) ? (root.get("config") as YAMLMap) : undefined;
  if (!entries) throw new UserError(`${file} has no \`config:\` map: put the keys (platform:tier, …) below one.`);

  refuseOdd(entries, lines, file);
  const { config, secretKeys, warnings } = mapped(entries, document.toJS() as Record<string, unknown>, file);
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (!topLevelKeys.includes(name)) warnings.push(`${file}: the key "${name}" beside \`config:\` is ignored`);
  }
  const line = (configPath: string): number =>
    lines.linePos(positionOf(entries, configPath) ?? root.range?.[0] ?? 0).line;
  const where = (configPath: string): string => `${file}:${line(configPath)} `;
  const uri = relative(directory, resolve(path)).split(sep).join("/");
  return { file, uri, config, secretKeys, warnings, line, where };
}

/** What the engine would read as something else than the preview is refused, with the quotes that say what is meant. */
function refuseOdd(entries: YAMLMap, lines: LineCounter, file: string): void {
  const odd = oddScalars(entries);
  if (odd.length === 0) return;
  const problems = odd.map(({ path, source, why, offset }) => {
    const { line } = lines.linePos(offset);
    return `  ${file}:${line} ${path.replace(`${project}:`, "")}: ${source} ${why}\n    set "${source}" for this text, or the plain number`;
  });
  throw new UserError(
    `${file} has values that the engine reads as others; nothing was registered.\n${problems.join("\n")}`,
  );
}

function readText(path: string, options: Pick<Options, "stack" | "configFile">, directory: string): string {
  if (!existsSync(path)) {
    const sentence =
      options.configFile === undefined
        ? `There is no Pulumi.${options.stack}.yaml. ${stacksSentence(directory)}`
        : `There is no file ${options.configFile} (--config-file).`;
    throw new UserError(sentence);
  }
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path} can't be read: ${(error as Error).message}`);
  }
}

function mapped(entries: YAMLMap, plain: Record<string, unknown>, file: string) {
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const warnings: string[] = [];
  const values = plain.config as Record<string, unknown>;
  for (const item of entries.items) {
    const name = String(isScalar(item.key) ? item.key.value : item.key);
    const key = name.includes(":") ? name : `${project}:${name}`;
    const namespace = key.slice(0, key.indexOf(":"));
    if (config[key] !== undefined)
      throw new UserError(`${file} sets ${key} twice: once with and once without its prefix.`);
    if (namespace === "aws") {
      warnings.push(`${name} has no effect: the program's AWS provider is made from ${project}:aws`);
    }
    const value = withoutSecrets(values[name]);
    if (key === `${project}:secretValues`) refusePlain(value.plain, file, name);
    config[key] = typeof value.plain === "string" ? value.plain : JSON.stringify(value.plain);
    if (value.secret) secretKeys.push(key);
  }
  return { config, secretKeys, warnings };
}

/** A secret that stands in the file as it is can't be taken back: whoever has the repository has it (SS-60). */
function refusePlain(value: unknown, file: string, path: string): void {
  if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) refusePlain(inner, file, `${path}.${key}`);
  } else if (value !== secretText) {
    throw new UserError(
      `${file} has ${path} in plain text. Take the value for known and change it; then set the new one with: ` +
        `pulumi config set --secret --path '${path}'`,
    );
  }
}

/** The CLI writes a secret as a map with the one key `secure`, at any depth. */
function withoutSecrets(value: unknown): { plain: unknown; secret: boolean } {
  if (value === null || typeof value !== "object") return { plain: value, secret: false };
  if (Array.isArray(value)) {
    const items = value.map(withoutSecrets);
    return { plain: items.map((item) => item.plain), secret: items.some((item) => item.secret) };
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string") {
    return { plain: secretText, secret: true };
  }
  const inner = entries.map(([key, one]) => [key, withoutSecrets(one)] as const);
  return {
    plain: Object.fromEntries(inner.map(([key, one]) => [key, one.plain])),
    secret: inner.some(([, one]) => one.secret),
  };
}

/** Offset of the key that a path names. Keys may hold dots, quoted (`quota["a.b"]`) or not,
 * so the file decides where a part ends. */
function positionOf(node: unknown, path: string): number | undefined {
  if (path === "") return undefined;
  if (isMap(node)) {
    const found = node.items
      .map((item) => ({ item, rest: afterKey(path, keyText(item.key)) }))
      .filter((candidate) => candidate.rest !== undefined)
      .sort((a, b) => (a.rest?.length ?? 0) - (b.rest?.length ?? 0))[0];
    if (!found) return undefined;
    return positionOf(found.item.value, found.rest ?? "") ?? (found.item.key as Node).range?.[0];
  }
  return isSeq(node) ? positionInList(node, path) : undefined;
}

function positionInList(list: YAMLSeq, path: string): number | undefined {
  const index = /^\[(\d+)\]\.?/.exec(path);
  if (!index) return undefined;
  const item = list.items[Number(index[1])];
  const own = isPair(item) ? undefined : (item as Node | undefined)?.range?.[0];
  return positionOf(item, path.slice(index[0].length)) ?? own;
}

function keyText(key: unknown): string {
  const text = String(isScalar(key) ? key.value : key);
  return text.startsWith(`${project}:`) ? text.slice(project.length + 1) : text;
}

/** What is left of a path after a key, or undefined when it does not begin with the key. */
function afterKey(path: string, key: string): string | undefined {
  const quoted = `[${JSON.stringify(key)}]`;
  const head = path.startsWith(quoted) ? quoted : key;
  if (!path.startsWith(head)) return undefined;
  const rest = path.slice(head.length);
  if (rest === "") return "";
  if (rest.startsWith(".")) return rest.slice(1);
  return rest.startsWith("[") ? rest : undefined;
}
