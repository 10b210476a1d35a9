import { expect } from "chai";
import { rules } from "../../policies/rules";
import { PackServer } from "./support/engine";
import { kinds, pod, podPath, resource, run, set, today, unknown, workload } from "./support/workloads";

const remedies = rules.filter((rule) => "remediateResource" in rule).map(({ name }) => name);
const fill = { "platform/team": "shop", "platform/cost-center": "42" };
const level = {
  ...Object.fromEntries(remedies.map((name) => [name, "remediate"])),
  "required-labels": { enforcementLevel: "remediate", labels: Object.keys(fill), fill },
};
const quiet = { "namespace-has-quota": "disabled", "namespace-has-limit-range": "disabled" };
const containers = ["containers.0", "initContainers.0", "initContainers.1", "ephemeralContainers.0"];

/** A pod of a kind that says nothing of what can be filled in. */
const silent = (kind: string, changes: Record<string, unknown> = {}) =>
  pod(
    {
      "securityContext.seccompProfile": undefined,
      ...Object.fromEntries(
        containers.flatMap((at) => [
          [`${at}.securityContext.allowPrivilegeEscalation`, undefined],
          [`${at}.securityContext.capabilities`, undefined],
        ]),
      ),
      ...changes,
    },
    kind,
  );
const namespace = () => resource("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } }, "shop");
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("remediation", () => {
  it("exists for what is safe to fill in", () => {
    expect(remedies).to.include.members([
      "drop-all-capabilities",
      "no-privilege-escalation",
      "seccomp-profile",
      "namespace-level",
      "required-labels",
    ]);
  });

  it("is off unless the config says so", async () => {
    const { findings, remediations } = await run([silent("apps/v1:Deployment")]);
    expect(remediations).to.deep.equal([]);
    expect(new Set(findings.map(({ policy }) => policy))).to.deep.equal(
      new Set(["drop-all-capabilities", "no-privilege-escalation", "seccomp-profile"]),
    );
  });

  for (const kind of kinds) {
    it(`makes a ${kind} comply that says nothing`, async () => {
      const { findings, remediations, problems } = await run([silent(kind)], level);
      expect([findings, problems]).to.deep.equal([[], []]);
      expect(remediations.map(({ policy }) => policy)).to.have.members([
        "drop-all-capabilities",
        "no-privilege-escalation",
        "seccomp-profile",
        "required-labels",
      ]);
    });
  }

  it("labels a namespace that says no level", async () => {
    const { findings, remediations } = await run([namespace()], { ...level, ...quiet });
    expect(findings).to.deep.equal([]);
    expect(remediations.map(({ policy }) => policy)).to.have.members(["namespace-level", "required-labels"]);
  });

  it("labels with what the config says only, and leaves the other labels findings", async () => {
    const labels = [...Object.keys(fill), "platform/tier"];
    const own = pod({});
    set(own.inputs, "metadata.labels", { "platform/team": "billing" });
    const config = { "required-labels": { enforcementLevel: "remediate", labels, fill } };
    const { findings, remediations } = await run([own], config);
    expect(remediations.map(({ policy }) => policy)).to.deep.equal(["required-labels"]);
    expect(findings.map(({ message }) => message)).to.have.length(2);
    expect(findings.every(({ message }) => message.includes("platform/tier"))).to.equal(true);
  });

  it("never overrules what somebody wrote, or what isn't known", async () => {
    for (const [at, value, policy] of [
      ["containers.0.securityContext.allowPrivilegeEscalation", true, "no-privilege-escalation"],
      ["containers.0.securityContext.capabilities.drop", ["NET_RAW"], "drop-all-capabilities"],
      ["securityContext.seccompProfile", { type: "Unconfined" }, "seccomp-profile"],
      ["containers.0.securityContext", unknown, "drop-all-capabilities"],
      ["securityContext", "garbage", "seccomp-profile"],
    ] as const) {
      const { findings, remediations } = await run([pod({ [at]: value })], level);
      expect(
        findings.map((one) => one.policy),
        at,
      ).to.include(policy);
      expect(
        remediations.map((one) => one.policy),
        at,
      ).not.to.include(policy);
    }
  });

  it("leaves alone what is waived, what a namespace exempts and pods of Windows", async () => {
    const waived = silent("apps/v1:Deployment");
    const annotations = Object.fromEntries(
      remedies.map((name) => [`platform/waive.${name}`, "a test until 2026-12-31"]),
    );
    set(waived.inputs, "metadata.annotations", annotations);
    expect((await run([waived], level)).remediations).to.deep.equal([]);
    const lower = resource(
      "kubernetes:core/v1:Namespace",
      {
        metadata: {
          name: "shop",
          labels: { "pod-security.kubernetes.io/enforce": "privileged" },
          annotations: { "platform/reason": "a test" },
        },
      },
      "shop",
    );
    const unlabelled = { ...level, "required-labels": "disabled" };
    expect((await run([silent("apps/v1:Deployment"), lower], unlabelled)).remediations).to.deep.equal([]);
    const windows = silent("core/v1:Pod", { "os.name": "windows" });
    expect((await run([windows], unlabelled)).remediations).to.deep.equal([]);
  });
});

describe("remediation by the pack's server", function () {
  this.timeout(60_000);
  let server: PackServer;
  before(async () => {
    server = await PackServer.start("policies");
    await server.configure(rules, { ...level, ...quiet }, today);
  });
  after(() => server?.stop());

  it("is idempotent, keeps secrets and unknown values, and its output passes the rules", async () => {
    const env = [
      { name: "A", value: secret("hunter2") },
      { name: "B", value: unknown },
    ];
    for (const one of [namespace(), ...kinds.map((kind) => silent(kind, { "containers.0.env": env }))]) {
      const first = await server.remediate(one);
      expect(first.names.length, one.type).to.be.above(0);
      const text = JSON.stringify(first.inputs);
      const path = podPath(one.type.replace("kubernetes:", ""));
      expect(text.includes(JSON.stringify(env)), `${one.type} ${path}`).to.equal(!one.type.endsWith("Namespace"));
      const fixed = { ...one, inputs: first.inputs };
      expect((await server.remediate(fixed)).names, one.type).to.deep.equal([]);
      expect((await server.analyze(fixed)).filter(({ policy }) => remedies.includes(policy))).to.deep.equal([]);
    }
  });

  it("labels workloads, their pods and namespaces whose they are, and overrules no label", async () => {
    const deployment = silent("apps/v1:Deployment");
    set(deployment.inputs, "metadata.labels", { "platform/team": "billing", app: unknown });
    const { inputs } = await server.remediate(deployment);
    const ofDeployment = { "platform/team": "billing", app: unknown, "platform/cost-center": "42" };
    expect(inputs).to.have.nested.property("metadata.labels").that.deep.equals(ofDeployment);
    expect(inputs).to.have.nested.property("spec.template.metadata.labels").that.deep.equals(fill);
    const { inputs: ofNamespace } = await server.remediate(namespace());
    expect(ofNamespace).to.have.nested.property("metadata.labels").that.deep.includes(fill);
  });

  it("gives what the offline run gives", async () => {
    const all = [namespace(), ...kinds.map((kind) => ({ ...silent(kind), urn: `urn:${kind}` })), workload()];
    const found: string[] = [];
    for (const one of all) {
      found.push(...(await server.remediate(one)).names.map((policy) => `${policy} ${one.urn}`));
      await server.analyze(one);
    }
    const offline = await run(all, { ...level, ...quiet });
    expect(found).to.deep.equal(offline.remediations.map(({ policy, urn }) => `${policy} ${urn}`));
  });
});
