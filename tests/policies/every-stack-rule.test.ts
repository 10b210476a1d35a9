import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import { asEngine } from "../../preview/remote-children";
import type { RecordedResource } from "../../preview/recorded";
import { resourceArgs } from "../../preview/policy-run/sdk-args";
import { policyProps } from "../../preview/policy-run/wire";
import { rules } from "../../policies/rules";
import type { Rule } from "../../policies/support/rule";
import { forgetAll, recall } from "../../policies/support/seen";
import { changed, distinctPlaces, otherTypes, pathOf } from "./support/mutations";
import { type Said, complains, silentAbout, violated } from "./support/probes";
import { production, productionConfig } from "./support/production";
import { today, unknown } from "./support/workloads";

const stackRules = rules.filter((rule) => "validateStack" in rule) as (StackValidationPolicy &
  ResourceValidationPolicy)[];
const configOf = productionConfig as Record<string, unknown>;

/** What some rules say of a whole stack. */
async function said(resources: RecordedResource[], some: Rule[]): Promise<Said> {
  const config = Object.fromEntries(some.map(({ name }) => [name, configOf[name] ?? {}]));
  const run = await runPolicies({ resources, stack: "t", project: "platform", config, rules: some, today });
  expect(run.problems).to.deep.equal([]);
  const result: Said = new Map();
  for (const { policy, kind, message } of run.findings) {
    result.set(policy, [...(result.get(policy) ?? []), { kind, text: message }]);
  }
  return result;
}

/**
 * Who an object is must be plain: one whose namespace or name isn't known counts as not there, for what it belongs to
 * can't be known either. That is too strict now and then, and never too lax.
 */
const identity = /^metadata(\.name|\.namespace)?$/;

/** The rules about the stack that note a resource: what is in it is nothing to the others. */
function noting(resource: RecordedResource): Rule[] {
  const args = resourceArgs({ recorded: resource, ...policyProps(resource.inputs) }, () => ({}));
  return stackRules.filter(({ validateResource }) => {
    forgetAll();
    [validateResource ?? []].flat().forEach((note) => void note(args, () => undefined));
    return recall(resource.urn) !== undefined;
  });
}

const ofAddon = /^(addons|observability|managedAddons)\b/;

function origin({ inputs }: RecordedResource): string {
  const { metadata } = inputs as { metadata?: { annotations?: Record<string, string> } };
  return metadata?.annotations?.["platform/config-path"] ?? "";
}

describe("every rule about the stack together", function () {
  this.timeout(300_000);

  it("says what isn't known where it would complain of another value, and takes it for no violation", async () => {
    // Add-ons bring more of the same kinds, and each place costs two runs over everything.
    const own = asEngine((await production()).resources).filter((one) => !ofAddon.test(origin(one)));
    const noted = new Map(own.map((one) => [one, noting(one)] as const).filter(([, { length }]) => length > 0));
    const resources = [...noted.keys()];
    expect(resources.length).to.be.above(100);
    const places = distinctPlaces(resources).filter(({ steps }) => !identity.test(steps.join(".")));
    const before = await said(resources, stackRules);
    const wrong: string[] = [];
    const judged = new Set<string>();
    for (const place of places) {
      const some = noted.get(place.resource) ?? [];
      const withValue = (value: unknown) =>
        said(
          resources.map((one) => (one === place.resource ? changed(place, value, one.urn) : one)),
          some,
        );
      const now = await withValue(unknown);
      const other = await withValue(otherTypes(place.value)[0]);
      for (const { name } of some) {
        if (complains(other, name, before)) {
          judged.add(name);
          if (silentAbout(now, name, before)) wrong.push(`${name} is silent: ${pathOf(place)}`);
        }
        const refused = now.get(name)?.some(({ text }) => text.includes("can't run policy")) ?? false;
        if (refused || (violated(now, name) && !violated(before, name))) {
          wrong.push(`${name} takes it for a violation: ${pathOf(place)}`);
        }
      }
    }
    expect(wrong).to.deep.equal([]);
    // The rest find fault with what is missing, not with a value: their own tests have that.
    expect([...judged]).to.include.members([
      "autoscaler-target",
      "disruption-budget",
      "disruption-budget-drains",
      "https-only",
      "namespace-default-deny",
      "quota-fits-maximum",
      "replicas",
      "service-selects",
      "spread",
      "vpc-flow-logs",
    ]);
  });
});
