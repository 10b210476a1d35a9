import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import type { RecordedResource } from "../../preview/recorded";
import { rules } from "../../policies/rules";
import { changed, distinctPlaces, otherTypes, pathOf } from "./support/mutations";
import { type Said, complains, silentAbout, violated } from "./support/probes";
import { production, productionConfig } from "./support/production";
import { today, unknown } from "./support/workloads";

const stackRules = rules.filter((rule) => "validateStack" in rule);
const names = stackRules.map(({ name }) => name);
const config = Object.fromEntries(
  Object.entries(productionConfig as Record<string, unknown>).filter(([name]) => names.includes(name)),
);

/** What each rule says of a whole stack. */
async function said(resources: RecordedResource[]): Promise<Said> {
  const args = { stack: "t", project: "platform", config, rules: stackRules, today };
  const run = await runPolicies({ resources, ...args });
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

/** What rules about the stack read: Kubernetes' own kinds and AWS, but no custom resource. */
const builtIn = /^(aws|awsx|eks|kubernetes:(core|apps|batch|policy|autoscaling|networking\.k8s\.io))[:/]/;

const ofAddon = /^(addons|observability|managedAddons)\b/;

function origin({ inputs }: RecordedResource): string {
  const { metadata } = inputs as { metadata?: { annotations?: Record<string, string> } };
  return metadata?.annotations?.["platform/config-path"] ?? "";
}

describe("every rule about the stack together", function () {
  this.timeout(300_000);

  it("says what isn't known where it would complain of another value, and takes it for no violation", async () => {
    // Add-ons bring more of the same kinds, and each place costs two runs over everything.
    const resources = (await production()).resources.filter(
      (one) => builtIn.test(one.type) && !ofAddon.test(origin(one)),
    );
    const places = distinctPlaces(resources).filter(({ steps }) => !identity.test(steps.join(".")));
    const before = await said(resources);
    const wrong: string[] = [];
    const judged = new Set<string>();
    for (const place of places) {
      const withValue = (value: unknown) =>
        said(resources.map((one) => (one === place.resource ? changed(place, value, one.urn) : one)));
      const now = await withValue(unknown);
      const other = await withValue(otherTypes(place.value)[0]);
      for (const { name } of stackRules) {
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
      "namespace-default-deny",
      "quota-fits-maximum",
      "replicas",
      "service-selects",
      "spread",
      "vpc-flow-logs",
    ]);
  });
});
