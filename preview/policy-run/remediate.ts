import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";
import type { Rule } from "../../policies/support/rule";
import type { RecordedResource } from "../recorded";
import type { RuleConfig } from "./config";
import { NotApplicable, resourceArgs } from "./sdk-args";
import { engineObject, fromWire } from "./wire";

/** A change that a rule at the level `remediate` makes to a resource before anything judges it. */
export interface Remediation {
  policy: string;
  urn: string;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- not in the package's types, but what the SDK's server calls
const sdk = require("@pulumi/policy/deserialize") as {
  serializeProperties(props: Record<string, unknown>): Promise<Record<string, unknown>>;
};

/**
 * The resource as the engine has it after all remediations, in the order of the rules: `makeRemediateRpcFun` of the
 * SDK's server.js, which keeps secrets secret and hands each remediation what the one before returned.
 */
export async function remediated(
  recorded: RecordedResource,
  rules: Rule[],
  configs: Map<string, RuleConfig>,
  problems: string[],
): Promise<{ recorded: RecordedResource; remediations: Remediation[] }> {
  const remediations: Remediation[] = [];
  const wire = engineObject(recorded.inputs, new Set(), false);
  let props = unknownCheckingProxy(fromWire(wire, true)) as Record<string, unknown>;
  for (const rule of rules) {
    const config = configs.get(rule.name);
    if (config?.level !== "remediate" || !("remediateResource" in rule) || !rule.remediateResource) {
      continue;
    }
    try {
      const one = { recorded, props, secrets: new Set<string>() };
      const result = await rule.remediateResource(resourceArgs(one, () => config.properties));
      if (result) {
        props = result;
        remediations.push({ policy: rule.name, urn: recorded.urn });
      }
    } catch (error) {
      // The engine warns and goes on; what can't be read is judged, and said, by the rule itself.
      if (!(error instanceof UnknownValueError) && !(error instanceof NotApplicable)) {
        problems.push(`${rule.name} crashed while it remediated ${recorded.urn}: ${String(error)}`);
      }
    }
  }
  const inputs = remediations.length ? await sdk.serializeProperties(props) : recorded.inputs;
  return { recorded: { ...recorded, inputs }, remediations };
}
