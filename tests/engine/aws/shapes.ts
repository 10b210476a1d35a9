import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Properties of a resource type of @pulumi/aws. */
export interface Shape {
  inputs: Set<string>;
  required: Set<string>;
  /** What the provider computes and nobody can set. */
  computed: string[];
  /** Outputs that are always there, and their TypeScript type. */
  always: Record<string, string>;
}

const root = dirname(require.resolve("@pulumi/aws/package.json"));
const shapes = new Map<string, Shape | undefined>();

/** Version of the @pulumi/aws that the program installed: the plugin says the same. */
export const sdkVersion = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;

/** `ec2/vpc` of `aws:ec2/vpc:Vpc`. */
export const keyOf = (type: string): string => /^aws:([^:]*):/.exec(type)?.[1] ?? type;

/** Reads a type's properties from the SDK's generated code; undefined when the SDK has no such type. */
export function shapeOf(type: string): Shape | undefined {
  if (!shapes.has(type)) shapes.set(type, read(keyOf(type).replace(/^index\//, "")));
  return shapes.get(type);
}

function read(module: string): Shape | undefined {
  const file = join(root, `${module}.js`);
  if (!existsSync(file)) return undefined;
  const code = readFileSync(file, "utf8");
  const types = readFileSync(join(root, `${module}.d.ts`), "utf8");
  const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
  const outputs = [...types.matchAll(/readonly (\w+): pulumi\.Output<(.*)>;/g)].map((match) => [match[1], match[2]]);
  return {
    inputs: new Set(matches(code, /resourceInputs\["(\w+)"\] = .*args\?\.\w+/g)),
    required: new Set(matches(code, /Missing required property '(\w+)'/g)),
    computed: matches(code, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
    always: Object.fromEntries(outputs.filter(([, type]) => !/\| undefined$/.test(type ?? ""))) as Record<
      string,
      string
    >,
  };
}
