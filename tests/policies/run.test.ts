import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UnknownValueError, type ResourceValidation } from "@pulumi/policy";
import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import { packConfig } from "../../preview/policy-run/config";
import { policyProps } from "../../preview/policy-run/wire";
import { rules } from "../../policies/rules";
import { pod, resource, run, today, unknown } from "./support/workloads";

const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

function withRule(validateResource: ResourceValidation, inputs: Record<string, unknown> = {}) {
  const rule = {
    name: "probe",
    description: "A rule.",
    enforcementLevel: "mandatory" as const,
    validateResource,
  };
  return runPolicies({
    resources: [resource("aws:s3:Bucket", inputs)],
    stack: "test",
    project: "platform",
    config: {},
    rules: [rule],
    today,
  });
}

describe("the offline policy run", () => {
  it("turns the SDK's refusal of an unknown value into an advisory finding, and keeps what came before", async () => {
    const result = await withRule(
      (args, report) => {
        report("first");
        report(String(args.props["name"]));
      },
      { name: unknown },
    );
    expect(result.findings.map(({ level, kind, message }) => [level, kind, message])).to.deep.equal([
      ["mandatory", "violation", "first"],
      [
        "advisory",
        "unknown",
        "can't run policy 'probe' during preview: string value at .name can't be known during preview",
      ],
    ]);
  });

  it("reports a crash of a rule as a problem, and takes notApplicable for an answer", async () => {
    const crash = await withRule(() => {
      throw new Error("oops");
    });
    expect(crash.problems[0]).to.contain("probe crashed on urn:pulumi:test::platform::aws:s3:Bucket::api: Error: oops");
    const slow = await withRule(() => Promise.reject(new Error("later")));
    expect(slow.problems[0]).to.contain("later");
    const skipped = await withRule((args) => args.notApplicable("no"));
    expect([skipped.findings, skipped.problems]).to.deep.equal([[], []]);
  });

  it("shows rules plain values of secrets, and never prints them", async () => {
    const result = await withRule((args, report) => report(`password is "${String(args.props["password"])}"`), {
      password: secret("hunter2"),
    });
    expect(result.findings[0]?.message).to.equal('password is "[secret]"');
  });

  it("keeps a secret out of the messages of its own rules", async () => {
    const { findings } = await run([pod({ "containers.0.securityContext.procMount": secret("s3cret!") })]);
    expect(findings.map(({ policy }) => policy)).to.deep.equal(["proc-mount"]);
    expect(JSON.stringify(findings)).not.to.contain("s3cret!");
  });

  it("gives rules what the engine gives them: no internal keys, references as ids, outputs as values", () => {
    const output = (value: Record<string, unknown>) => ({
      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
      ...value,
    });
    const reference = {
      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
      urn: "urn:x",
      id: "i-1",
    };
    const { props } = policyProps({ __defaults: [], a: output({ value: 1 }), b: output({}), c: reference, d: null });
    expect(Object.keys(props)).to.deep.equal(["a", "b", "c", "d"]);
    expect([props["a"], props["c"], props["d"]]).to.deep.equal([1, "i-1", null]);
    expect(() => props["b"]).to.throw(UnknownValueError as unknown as ErrorConstructor);
  });
});

describe("the policy config", () => {
  const levelOf = (config: unknown, rule = "run-as-user") => packConfig(rules, config).rules.get(rule)?.level;
  const problems = (config: unknown) => packConfig(rules, config).problems;

  it("sets levels as the engine does: the rule's own, else `all`, else the rule's default", () => {
    expect(levelOf({})).to.equal("mandatory");
    expect(levelOf({ all: "advisory" })).to.equal("advisory");
    expect(levelOf({ all: "advisory", "run-as-user": "mandatory" })).to.equal("mandatory");
    expect(levelOf({ all: "disabled", "run-as-user": { enforcementLevel: "advisory" } })).to.equal("advisory");
    expect(levelOf({ all: "advisory", "run-as-user": {} })).to.equal("advisory");
  });

  it("fills in defaults of the schema below what is given", () => {
    const given = packConfig(rules, { "liveness-patience": { minSeconds: 60 } });
    expect(given.rules.get("liveness-patience")?.properties).to.deep.equal({ minSeconds: 60 });
    expect(packConfig(rules, {}).rules.get("liveness-patience")?.properties).to.deep.equal({ minSeconds: 30 });
  });

  it("is refused where the engine would silently accept a typo", () => {
    expect(problems({ "run-as-usr": "disabled" })).to.deep.equal([
      "run-as-usr: the pack has no such rule. Did you mean run-as-user?",
    ]);
    expect(problems({ "liveness-patience": { minSecond: 3 } })).to.deep.equal([
      "liveness-patience.minSecond: the rule has no such setting. Did you mean minSeconds?",
    ]);
    expect(problems({ all: { enforcementLevel: "advisory", minSeconds: 3 } })).to.have.length(1);
  });

  it("is refused where the engine refuses it", () => {
    expect(problems({ "liveness-patience": { minSeconds: "30" } })[0]).to.match(/^liveness-patience\.minSeconds: /);
    expect(problems({ "cpu-limit": { cpuLimit: "maybe" } })[0]).to.match(/^cpu-limit\.cpuLimit: /);
    expect(problems({ "run-as-user": { namespaceLevels: { x: "low" } } })).to.have.length(1);
    expect(problems({ "run-as-user": { today: "tomorrow" } })).to.have.length(1);
    expect(problems({ "run-as-user": "strict" })[0]).to.contain("no enforcement level");
    expect(problems({ "run-as-user": 3 })).to.have.length(1);
    expect(problems([])).to.have.length(1);
  });

  it("disables a rule, and makes one advisory", async () => {
    const host = [pod({ hostPID: true })];
    expect((await run(host, { "no-host-namespaces": "disabled" })).findings).to.deep.equal([]);
    expect((await run(host, { "no-host-namespaces": "advisory" })).findings[0]?.level).to.equal("advisory");
    expect((await run(host, { "no-host-namespaces": "remediate" })).findings[0]?.level).to.equal("mandatory");
  });

  for (const stack of ["production", "staging"]) {
    it(`of ${stack} is right`, () => {
      const file = join(__dirname, `../../policies/config/${stack}.json`);
      expect(problems(JSON.parse(readFileSync(file, "utf8")))).to.deep.equal([]);
    });
  }
});

describe("the rules", () => {
  /** Good advice that some do well without. */
  const advisory = ["no-bare-pods", "secrets-as-files"];

  it("have unique names that the SDK and the waivers accept, and say what they are", () => {
    expect(new Set(rules.map(({ name }) => name)).size).to.equal(rules.length);
    for (const rule of rules) {
      expect(rule.name).to.match(/^[a-z][a-z-]*$/);
      expect(rule.name).not.to.equal("all");
      expect(rule.enforcementLevel).to.equal(advisory.includes(rule.name) ? "advisory" : "mandatory");
      for (const text of [rule.description, rule.displayName, rule.remediationSteps]) {
        expect(text, rule.name).to.be.a("string").and.not.equal("");
      }
      expect(rule.severity, rule.name).to.be.oneOf(["low", "medium", "high", "critical"]);
      expect(rule.tags, rule.name).to.have.length.above(0);
      expect(Object.keys(rule.configSchema?.properties ?? {})).not.to.include("enforcementLevel");
    }
  });
});
