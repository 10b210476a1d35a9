import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Plan, planOf } from "../../preview/plan";

const root = join(__dirname, "..", "..");

/**
 * The whole preview of a config that is in no file, with its checks, the policies, the cost ceiling and the objectives of
 * recovery.
 */
export async function previewed(stack: string, raw: Record<string, unknown>): Promise<Plan> {
  const directory = mkdtempSync(join(tmpdir(), "previewed-"));
  try {
    const configFile = join(directory, `${stack}.yaml`);
    const config = Object.entries(raw).map(([key, value]) => [`platform:${key}`, value]);
    writeFileSync(configFile, stringify({ config: Object.fromEntries(config) as unknown }));
    const plain = { json: false, manifests: undefined, policyConfig: undefined, sarif: undefined, junit: undefined };
    return await planOf({ ...plain, stack, configFile, date: "2026-11-21", verbose: false }, root, () => undefined);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
