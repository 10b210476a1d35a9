import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fenced, filled, lastLine, ofFile, root, sections, shown } from "./shown";

const stackFile = "examples/getting-started/Pulumi.first.yaml";

/** The ten lines that the page adds to the stack. */
const service = `  platform:services:
    hello:
      image: { repository: hello, tag: 1.0.0 }
      port: 8080
      size: small
      scaling: { min: 2, max: 6 }
      env: { GREETING: good morning }
      probes:
        readiness: { path: /ready }
        liveness: { path: /health }`;

/** docs/getting-started.md with the outputs in it made anew. */
export async function gettingStarted(): Promise<string> {
  const stack = readFileSync(join(root, stackFile), "utf8").trimEnd();
  const first = await shown("first", stackFile);
  const staging = await shown("staging");
  const withService = `${stack}\n\n${service}\n`;
  const wrong = withService
    .replace("tag: 1.0.0", "tag: latest")
    .replace("{ min: 2, max: 6 }", "{ min: 2, mx: 6 }")
    .replace("desired: 2, max: 4", "desired: 5, max: 4");
  const forbidden = withService.replace("endpoint:", "logs: { types: [api] }\n    endpoint:");
  const second = await ofFile("first", withService);
  return filled("docs/getting-started.md", {
    staging: fenced(lastLine(staging.text)),
    "first-stack": fenced(stack, "yaml"),
    "first-preview": fenced([...sections(first.text, "platform-first", "Cost "), lastLine(first.text)].join("\n\n")),
    "first-service": fenced(service, "yaml"),
    "service-preview": fenced([...sections(second, "Services "), lastLine(second)].join("\n\n")),
    "first-mistake": fenced(await ofFile("first", wrong)),
    "second-mistake": fenced(violation(await ofFile("first", forbidden))),
  });
}

/** What is violated, which comes first, and the last line. */
function violation(text: string): string {
  return [...sections(text, "Violations ", "  ✗ mandatory"), lastLine(text)].join("\n\n");
}
