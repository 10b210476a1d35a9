import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, type Tags } from "yaml";
import type { KubeObject } from "./api";

const pathKey = "platform/config-path";

/** Kubernetes reads YAML 1.1, but leaves a time the text that it is. */
const customTags = (tags: Tags): Tags => tags.filter((one) => typeof one === "string" || !isTime(one));
const isTime = ({ tag }: { tag: string }) => tag === "tag:yaml.org,2002:timestamp";

/**
 * What the charts of a stack render, by the name of the chart's release or of the bundle of definitions: the folder
 * `$RENDERED/STACK`, as `npm run render -- STACK --charts DIR --out $RENDERED/STACK` writes it. Each folder in it is one
 * chart's; its files are applied in the order of `order.json` where there is one, else in that of their names.
 *
 * @returns undefined when the stack has no such folder.
 * @throws Error when RENDERED names a folder that is not there.
 */
export function renderedOf(stack: string): Map<string, KubeObject[]> | undefined {
  const folder = process.env.RENDERED;
  if (!folder) return undefined;
  if (!existsSync(folder)) throw new Error(`RENDERED=${folder}: there is no such folder`);
  const directory = join(folder, stack);
  if (!existsSync(directory)) return undefined;
  const result = new Map<string, KubeObject[]>();
  for (const path of filesIn(directory)) {
    const [name = ""] = path.split("/");
    const documents = parseAllDocuments(readFileSync(join(directory, path), "utf8"), { version: "1.1", customTags });
    const objects = documents.flatMap((document) => (document.toJS({ maxAliasCount: -1 }) as KubeObject | null) ?? []);
    result.set(name, [...(result.get(name) ?? []), ...objects.map((object) => withOrigin(object, path))]);
  }
  return result;
}

function filesIn(directory: string): string[] {
  const order = join(directory, "order.json");
  if (existsSync(order)) return JSON.parse(readFileSync(order, "utf8")) as string[];
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => /\/.*\.ya?ml$/.test(path)).sort();
}

/** The file that an object is from, in the place of the YAML path that the program's own objects carry. */
function withOrigin(object: KubeObject, path: string): KubeObject {
  const annotations = { [pathKey]: `rendered ${path}`, ...object.metadata.annotations };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Whether an object is a chart's. */
export function isRendered({ metadata }: KubeObject): boolean {
  return String(metadata.annotations?.[pathKey]).startsWith("rendered ");
}
