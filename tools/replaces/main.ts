import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import prettier from "prettier";
import { shapeOf } from "../../tests/engine/aws/shapes";
import { pulumiPath, type Step } from "./names";
import { terraformTypes } from "./types";

// Writes preview/diff/replaces.json: which change of an input replaces a resource of @pulumi/aws, by the rule of the
// provider that makes it. `npm run replaces` needs Go and the Go module proxy (43 MB); the table is committed.

/** Terraform's AWS provider in the Go module proxy, of the same month as @pulumi/aws 7.48 or older by a few weeks. */
const source = "github.com/upbound/terraform-provider-aws@v0.0.0-20260305123303-f7691456b787";
const sum = "h1:dJlp2eNgY/iVKTPINdguYlHbHc9CtXBZKmQmqYq0REs=";

interface Read {
  source: string;
  always: Step[][];
  conditions: string[][];
  unread?: string[];
}

/** Arguments that the resource of @pulumi/aws doesn't have. */
const absent: Record<string, string[]> = { "aws:ec2/natGateway:NatGateway": ["regional_nat_gateway_auto_mode"] };

const problems: string[] = [];
const read = readSource();
const types = Object.fromEntries(
  Object.entries(terraformTypes).map(([type, terraform]) => [type, rules(type, terraform)]),
);
if (problems.length) throw new Error(problems.join("\n"));
void prettier
  .format(JSON.stringify({ source, types }), { parser: "json", printWidth: 120 })
  .then((text) => writeFileSync(join(__dirname, "../../preview/diff/replaces.json"), text));

function readSource(): Record<string, Read> {
  // The checksum is pinned above, so that a proxy without the public checksum database does.
  const env = { ...process.env, GONOSUMDB: source.split("@")[0] };
  const go = (args: string[], cwd: string) =>
    execFileSync("go", args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 });
  const reader = join(__dirname, "reader");
  const downloaded = JSON.parse(go(["mod", "download", "-json", source], reader)) as { Dir: string; Sum: string };
  if (downloaded.Sum !== sum) throw new Error(`${source} has the sum ${downloaded.Sum}, not ${sum}.`);
  return JSON.parse(go(["run", ".", downloaded.Dir, ...Object.values(terraformTypes)], reader)) as Record<string, Read>;
}

function rules(type: string, terraform: string) {
  const { source: file, always, conditions, unread } = read[terraform] as Read;
  for (const hole of unread ?? []) problems.push(`${terraform}: ${hole} can't be read`);
  const inputs = shapeOf(type)?.inputs ?? new Set();
  const named = (path: Step[]) => {
    const name = pulumiPath(type, path, inputs);
    const plain = path.map((step) => step.name).join(".");
    if (name === undefined && !absent[type]?.includes(plain)) problems.push(`${type} has no input for "${plain}"`);
    return name ?? [];
  };
  const paths = always.flatMap(named).sort();
  return {
    always: paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`))),
    conditions: conditions.map((path) => path.map((name) => ({ name }))).flatMap(named),
    source: file,
  };
}
