import { join } from "node:path";
import { planOf, type Plan } from "../../../preview/plan";
import { Recorded } from "../../support/record";

const root = join(__dirname, "../../..");

/** A platform of examples/ as its preview sees it, and its program with questions to ask of it. */
export interface Example {
  plan: Plan;
  program: Recorded;
}

/** Plans the production stack of a platform of examples/, at a date that its Kubernetes version is supported at. */
export async function example(platform: string): Promise<Example> {
  const options = {
    stack: "production",
    configFile: join(root, "examples", platform, "Pulumi.production.yaml"),
    date: "2026-11-21",
    json: false,
    manifests: undefined,
    policyConfig: undefined,
    sarif: undefined,
    junit: undefined,
    verbose: false,
  };
  const plan = await planOf(options, root, () => undefined);
  return { plan, program: new Recorded(plan.resources) };
}

/** What a mandatory policy says of the stack, as text. */
export function mandatory({ plan }: Example): string[] {
  return plan.findings
    .filter(({ level, kind }) => level === "mandatory" && kind === "violation")
    .map(({ policy, message }) => `${policy}: ${message}`);
}
