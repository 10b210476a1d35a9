import { expect } from "chai";
import { annotation as vocabulary, podSecurityLabel } from "../../components/shared/vocabulary";
import { annotation, enforceLabel } from "../../policies/support/keys";
import { complaining, pod, run, set, unknown } from "./support/workloads";

const waived = (text: unknown, rule = "no-host-namespaces") => {
  const object = pod({ hostNetwork: true });
  set(object.inputs, "metadata.annotations", { [`platform/waive.${rule}`]: text });
  return object;
};

describe("a waiver", () => {
  it("exempts one object from one rule until its day, that day included, and is listed", async () => {
    const { findings, waivers } = await run([waived("moves to Cilium in autumn until 2026-06-01")]);
    expect(findings).to.deep.equal([]);
    expect(waivers).to.have.length(1);
    expect(waivers[0]).to.include({
      rule: "no-host-namespaces",
      object: "Deployment/shop/api",
      reason: "moves to Cilium in autumn",
      until: "2026-06-01",
      expired: false,
      source: "annotation",
    });
  });

  it("ends, and is then a violation beside what it waived", async () => {
    const { findings, waivers } = await run([waived("agent until 2026-05-31")]);
    expect(findings.map(({ policy }) => policy)).to.deep.equal(["no-host-namespaces", "waivers-are-valid"]);
    expect(findings[0]?.message).to.contain("(Its waiver ended on 2026-05-31.)");
    expect(waivers[0]?.expired).to.equal(true);
  });

  it("takes its date from the rule's config where that has one", async () => {
    const config = { "no-host-namespaces": { today: "2027-01-01" }, "waivers-are-valid": "disabled" };
    expect(await complaining([waived("x until 2026-12-31")], config)).to.deep.equal(["no-host-namespaces"]);
  });

  it("without reason, end or sense waives nothing", async () => {
    for (const text of [
      "until 2027-01-01",
      "because",
      "x until 2027-02-30",
      "x until soon",
      "x until 9999-12-31",
      "x until 2028-06-02",
      "",
      3,
      {},
      true,
      unknown,
    ]) {
      const found = await complaining([waived(text)]);
      expect(found, JSON.stringify(text)).to.deep.equal(["no-host-namespaces", "waivers-are-valid"]);
    }
  });

  it("of another rule waives nothing, and of no rule is a mistake", async () => {
    expect(await complaining([waived("x until 2027-01-01", "run-as-user")])).to.deep.equal(["no-host-namespaces"]);
    const typo = await complaining([waived("x until 2027-01-01", "no-host-namespace")]);
    expect(typo).to.deep.equal(["no-host-namespaces", "waivers-are-valid"]);
  });

  it("may stand in the config, for objects that can't carry an annotation", async () => {
    const config = (text: string) => ({ "no-host-namespaces": { waivers: { "Deployment/shop/*": text } } });
    const { findings, waivers } = await run([pod({ hostNetwork: true })], config("chart until 2027-01-01"));
    expect(findings).to.deep.equal([]);
    expect(waivers[0]).to.include({ source: "config", reason: "chart", rule: "no-host-namespaces" });
    expect(await complaining([pod({ hostNetwork: true })], config("chart until 2026-01-01"))).to.have.length(1);
    expect(
      await complaining([pod({ hostPID: true })], { "no-host-namespaces": { waivers: { "Pod/*": "x" } } }),
    ).to.have.length(1);
  });

  it("in the config that is over or says nothing is a violation of its rule, even where nothing needs it", async () => {
    const config = (text: string) => ({ "no-host-namespaces": { waivers: { "Deployment/shop/*": text } } });
    for (const [text, says] of [
      ["chart until 2026-05-31", "the waiver of this rule in the policy config ended on 2026-05-31: "],
      ["because", 'the waiver of this rule in the policy config is "because", not "<reason> until <yyyy-mm-dd>": '],
    ] as const) {
      const { findings } = await run([pod({})], config(text));
      expect(findings.map(({ policy }) => policy)).to.deep.equal(["no-host-namespaces"]);
      expect(findings[0]?.message).to.contain(says);
    }
    expect((await run([pod({})], config("chart until 2026-06-01"))).findings).to.deep.equal([]);
    const quota = { "quota-fits-maximum": { waivers: { "Deployment/*": "x until 2026-01-01" } } };
    expect(await complaining([pod({})], quota)).to.deep.equal(["quota-fits-maximum"]);
  });

  it("by a level in the config, for a namespace that others made, is listed where the stack has a pod there", async () => {
    const there = pod({ hostNetwork: true });
    set(there.inputs, "metadata.namespace", "kube-system");
    const { findings, waivers } = await run([there]);
    expect(findings.map(({ policy }) => policy)).not.to.include("no-host-namespaces");
    expect(waivers.map(({ object, source, until }) => [object, source, until])).to.deep.equal([
      ["Namespace/kube-system", "config", undefined],
    ]);
    expect((await run([pod({})])).waivers).to.deep.equal([]);
  });

  it("may stand for a whole namespace, with a reason and no end", async () => {
    const namespace = pod({}, "core/v1:Namespace");
    namespace.inputs = {
      metadata: {
        name: "agents",
        labels: { [enforceLabel]: "privileged" },
        annotations: { "platform/reason": "eBPF" },
      },
    };
    const { waivers } = await run([namespace]);
    expect(waivers[0]).to.include({
      source: "namespace",
      reason: "eBPF",
      until: undefined,
      object: "Namespace/agents",
    });
  });

  it("uses the platform's words", () => {
    expect(annotation).to.deep.equal({
      configPath: vocabulary.configPath,
      waivePrefix: vocabulary.waivePrefix,
      reason: vocabulary.reason,
    });
    expect(enforceLabel).to.equal(podSecurityLabel.enforce);
  });
});
