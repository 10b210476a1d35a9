import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { jsonSchema } from "../stacks/json-schema";
import { rowsOf, schemaOf } from "./configuration-reference";

type Node = z.core.JSONSchema.BaseSchema;

/** Services that together say every key once; the page takes its examples from them. */
export function exampleServices(): Record<string, unknown> {
  return parse(readFileSync(join(__dirname, "service-examples.yaml"), "utf8")) as Record<string, unknown>;
}

/** One key of a service: its path below the service, type, default, meaning and an example. */
export interface ServiceKey {
  path: string;
  type: string;
  default: string;
  meaning: string;
  /** As YAML; empty for a key whose own keys have examples. */
  example: string;
}

/** Every key of a service, by the key of the service that it is below. */
export function serviceKeys(): Map<string, ServiceKey[]> {
  const service = serviceSchema();
  const required = new Set(service.required ?? []);
  const examples = Object.values(exampleServices());
  return new Map(
    Object.entries(service.properties ?? {}).map(([key, node]) => [
      key,
      rowsOf(key, schemaOf(node), required.has(key)).map(([path = "", type = "", fallback = "", meaning = ""]) => {
        const plain = path.replaceAll("`", "");
        return { path: plain, type, default: fallback, meaning, example: exampleOf(plain, examples) };
      }),
    ]),
  );
}

/** docs/services.md: every key of a service with its type, default, meaning and an example. */
export function serviceReference(): string {
  const sections = [...serviceKeys()].map(([key, rows]) => {
    const [own, ...inner] = rows;
    const table = inner.length ? inner : rows;
    return [
      `## ${key}`,
      "",
      inner.length ? (own?.meaning ?? "") : "",
      "",
      "| key | type | default | meaning | example |",
      "|---|---|---|---|---|",
      ...table.map((row) => `| \`${row.path}\` | ${row.type} | ${row.default} | ${row.meaning} | ${row.example} |`),
      "",
    ].join("\n");
  });
  return [introduction, ...sections].join("\n");
}

const introduction = `# Services

Made from the schema by \`npm run generate\`; do not edit. Every key of a service, below \`platform:services.<name>\`. An image is
all that a service must have:

\`\`\`yaml
platform:services:
  api:
    image: { repository: api, tag: "1.4.2" }
\`\`\`

It then has a Deployment, a Service, an account of its own, an autoscaler, a disruption budget and a network policy. To ship an
image a pipeline sets one value, \`pulumi config set --path 'platform:services.api.image.digest' sha256:…\`, and the preview shows
that rollout and nothing else.

| it is a | by | it gets |
|---|---|---|
| web service | \`port\`, \`routes\` | what stands above, and an HTTPRoute for each host |
| queue worker | \`port: none\`, \`consumes\` | a ScaledObject of KEDA instead of the autoscaler, the right to take messages, no Service |
| scheduler or singleton | \`singleton: true\` | one pod that is replaced and never doubled, and no budget that would block a drain |
| cron job | \`cron\` | a CronJob instead of the Deployment |
| any of them with migrations | \`beforeRollout\` | a Job that must end well before the rollout starts |
| canary or blue-green | \`rollout.canary\`, \`rollout.blueGreen\` | a Rollout of Argo Rollouts instead of the Deployment; what scales follows it |

## What objectives and analyses are measured by

\`slo\`, the analyses of rollouts and the dashboards ask one histogram of each service: \`metrics.requests.histogram\`, in seconds,
with the status code in \`metrics.requests.statusLabel\`. The defaults are what the OpenTelemetry SDKs give by the stable HTTP
conventions, \`http_server_request_duration_seconds\` and \`http_response_status_code\`. A threshold that is a bucket's boundary is
exact; between two it is interpolated, so give the histogram a bucket at each objective. \`job\` is the name of the service, and
the pods' labels \`platform_team\`, \`platform_cost_center\` and \`platform_tier\` are on each series.
`;

function serviceSchema(): Node {
  const config = schemaOf(jsonSchema().properties?.config);
  const [, services] =
    Object.entries(config.properties ?? {}).find(([key]) => key.endsWith(":services") || key === "services") ?? [];
  return schemaOf(schemaOf(services).additionalProperties);
}

function exampleOf(path: string, services: unknown[]): string {
  const [found] = services.flatMap((service) => valuesAt(service, path.split(/\.|(?=\[\])/)));
  if (found === undefined || isNested(found)) return "";
  const key = path.split(".").at(-1)?.replace("[]", "") ?? "";
  return `\`${key}: ${yaml(found)}\``;
}

/** Values at a path in which `<name>` is any key and \`[]\` any item. */
function valuesAt(value: unknown, [part, ...rest]: string[]): unknown[] {
  if (part === undefined) return [value];
  if (part === "[]") return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const inner =
    part === "<name>" ? Object.values(value) : part in value ? [(value as Record<string, unknown>)[part]] : [];
  return inner.flatMap((one) => valuesAt(one, rest));
}

function isNested(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === "object");
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** A value on one line, as YAML. */
function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(", ")}]`;
  if (typeof value === "object") return "{}";
  const text = `${value as string | number | boolean}`.replaceAll("|", "\\|").replaceAll("\n", " ");
  return typeof value === "string" && !/^[A-Za-z/][\w./:-]*$/.test(value) ? JSON.stringify(text) : text;
}
