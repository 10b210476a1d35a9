import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { counterparts } from "./types";

// Writes schemas.json: CloudFormation's schemas of the types in use, out of PyPI's cfn-lint (MIT-0), without what isn't
// a constraint. `npx tsx tests/engine/aws/schema/generate.ts` needs pip; the file is committed.

const version = "1.58.0";
const sum = "9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987";

/** Keywords that say something of a value. */
const kept = new Set([
  ...["type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems"],
  ...["properties", "patternProperties", "additionalProperties", "required", "dependentRequired", "items"],
  ...["$ref", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "definitions"],
]);
/** Keywords whose keys are names of the type's own. */
const named = new Set(["properties", "patternProperties", "definitions"]);

const directory = mkdtempSync(join(tmpdir(), "cfn-lint-"));
try {
  const wheel = join(directory, `cfn_lint-${version}-py3-none-any.whl`);
  const download = ["-m", "pip", "download", "--no-deps", "--quiet", "--dest", directory, `cfn-lint==${version}`];
  execFileSync("python3", download, { stdio: "inherit" });
  const found = createHash("sha256").update(readFileSync(wheel)).digest("hex");
  if (found !== sum) throw new Error(`cfn-lint ${version} has the checksum ${found}, not ${sum}.`);
  execFileSync("python3", ["-m", "zipfile", "-e", wheel, directory]);
  writeFileSync(join(__dirname, "schemas.json"), document(join(directory, "cfnlint/data/schemas")));
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** One type a line, so that a newer version is a readable difference. */
function document(schemas: string): string {
  const files = json(join(schemas, "providers/us-east-1.json")) as Record<string, string>;
  const types = [...new Set(Object.values(counterparts).map(({ type }) => type))].sort();
  const lines = types.map((type) => {
    const file = files[type];
    if (!file) throw new Error(`cfn-lint ${version} has no ${type}.`);
    return `    ${JSON.stringify(type)}: ${JSON.stringify(trimmed(json(join(schemas, `resources/${file}.json`))))}`;
  });
  const source = `cfn-lint ${version} (PyPI, MIT-0), cfnlint/data/schemas, us-east-1`;
  return `{\n  "source": ${JSON.stringify(source)},\n  "types": {\n${lines.join(",\n")}\n  }\n}\n`;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function trimmed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(trimmed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => kept.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, named.has(key) ? each(value as Record<string, unknown>) : trimmed(value)]),
  );
}

function each(schemas: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, trimmed(schema)]));
}
