import { expect } from "chai";
import { rules } from "../../policies/rules";
import { PackServer, type Diagnostic } from "./support/engine";
import { kinds, pod, resource, runStrictly, today, unknown } from "./support/workloads";

/** Some of everything: every kind with a fault, an unknown, a waiver, and a namespace whose maximum doesn't fit. */
function stack() {
  const named = (one: ReturnType<typeof pod>, name: string) => ({ ...one, name, urn: `${one.urn}-${name}` });
  return [
    resource(
      "kubernetes:core/v1:Namespace",
      {
        metadata: {
          name: "shop",
          labels: { "pod-security.kubernetes.io/enforce": "baseline" },
          annotations: { "platform/reason": "a test" },
        },
      },
      "shop",
    ),
    resource(
      "kubernetes:core/v1:ResourceQuota",
      { metadata: { namespace: "shop" }, spec: { hard: { pods: "5" } } },
      "q",
    ),
    ...kinds.map((kind) => named(pod({ hostNetwork: true, "securityContext.runAsNonRoot": false }, kind), "host")),
    named(pod({ hostNetwork: unknown, "containers.0.securityContext.privileged": true }), "unknown"),
    named(pod({ "containers.0.livenessProbe": undefined, "containers.0.resources.limits": unknown }), "b"),
    resource("kubernetes:core/v1:Service", { metadata: { annotations: { "platform/waive.x": "y" } } }),
    resource("aws:s3/bucket:Bucket", { bucket: unknown }),
  ];
}

const sorted = (all: Diagnostic[]) =>
  all.map(({ policy, level, urn, message }) => `${policy} ${level} ${urn} ${message}`).sort();

describe("the pack, started as the engine starts it", function () {
  this.timeout(60_000);
  let server: PackServer;

  before(async () => {
    server = await PackServer.start("policies");
  });

  after(() => {
    server?.stop();
  });

  it("says what it has", async () => {
    const info = await server.info();
    expect(info.getName()).to.equal("eks-platform");
    expect(info.getPoliciesList().map((policy) => policy.getName())).to.deep.equal(rules.map(({ name }) => name));
    for (const policy of info.getPoliciesList()) {
      expect(policy.getSeverity(), policy.getName()).to.be.above(0);
      expect(policy.getConfigschema()?.getProperties(), policy.getName()).not.to.equal(undefined);
    }
  });

  it("gives the verdicts that the offline run gives", async () => {
    const resources = stack();
    const config = { "liveness-probe": "advisory", "no-automatic-token": "disabled" };
    await server.configure(rules, config, today);
    const found: Diagnostic[] = [];
    for (const one of resources) {
      found.push(...(await server.analyze(one)));
    }
    found.push(...(await server.analyzeStack(resources, true)));
    const offline = await runStrictly(resources, config);
    expect(offline.problems).to.deep.equal([]);
    expect(offline.findings.length).to.be.above(15);
    expect(sorted(found)).to.deep.equal(sorted(offline.findings));
  });

  it("judges the stack by its inputs while the outputs are empty", async () => {
    const resources = stack();
    await server.configure(rules, {}, today);
    const known = sorted(await server.analyzeStack(resources, true));
    expect(known.join()).to.contain("quota-fits-maximum");
    expect(sorted(await server.analyzeStack(resources, false))).to.deep.equal(known);
  });
});
