import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackSettings, RuleSettings } from "../components/admission/policies";

const levels = ["mandatory", "advisory", "disabled"] as const;

/**
 * What the policy pack's config of a stack says, else that of its tier, as the preview and the workflows read it. The
 * cluster's own policies are made from the same file, so that they can't say something else.
 */
export function packSettings(stack: string, tier: string, folder = join(__dirname, "..", "policies", "config")) {
  const file = [stack, tier].map((name) => join(folder, `${name}.json`)).find((path) => existsSync(path));
  return settingsOf(file === undefined ? {} : (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>));
}

/** The config in the words of the engine: a level, or an object with `enforcementLevel` and the rule's own keys. */
export function settingsOf(config: Record<string, unknown>): PackSettings {
  const all = entry(config["all"]).level;
  return (rule) => {
    const own = entry(config[rule]);
    return { ...own, level: own.level ?? all };
  };
}

function entry(given: unknown): RuleSettings {
  const object: Record<string, unknown> = typeof given === "object" ? { ...given } : { enforcementLevel: given };
  const { enforcementLevel, waivers, ...config } = object;
  const level = levels.find((one) => one === enforcementLevel) ?? remediated(enforcementLevel);
  const exempt = typeof waivers === "object" ? Object.keys({ ...waivers }) : [];
  return { ...(level === undefined ? {} : { level }), config, waivers: exempt };
}

/** What the engine mends before a deployment, nobody mends in the cluster. */
function remediated(level: unknown) {
  return level === "remediate" ? ("mandatory" as const) : undefined;
}
