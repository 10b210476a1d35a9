import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resourceLines } from "../preview/diff/lines";
import { resourceChanges } from "../preview/diff/resources";
import { documentOf } from "../preview/document";
import type { Plan } from "../preview/plan";
import { fenced, filled, planOfText, root, shown } from "./shown";

const pool = `    batch:
      instanceTypes: [c7i.xlarge, c6i.xlarge, c6a.xlarge]
      capacity: spot
      size: { min: 0, desired: 0, max: 4 }
      dedicated: true
`;

/** docs/day-two.md with what its changes of the YAML do to the production program. */
export async function dayTwo(): Promise<string> {
  const yaml = readFileSync(join(root, "Pulumi.production.yaml"), "utf8");
  const { plan } = await shown("production");
  const older = await planOfText("production", yaml.replace('version: "1.36"', 'version: "1.35"'));
  const wider = await planOfText(
    "production",
    yaml.replace("  platform:nodePools:\n", (line) => `${line}${pool}`),
  );
  return filled("docs/day-two.md", {
    upgrade: fenced(changesOf(older, plan).join("\n")),
    pool: fenced(`  platform:nodePools:\n${pool}`.trimEnd(), "yaml"),
    "pool-changes": fenced(changesOf(plan, wider).join("\n")),
  });
}

/** What a change from one plan to another does, as `npm run diff` prints it. */
function changesOf(before: Plan, after: Plan): string[] {
  const [was, is] = [before, after].map((plan) => documentOf(plan).resources);
  return resourceLines(resourceChanges(was ?? [], is ?? []));
}
