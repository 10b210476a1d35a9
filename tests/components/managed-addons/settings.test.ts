import { expect } from "chai";
import { managedAddonsSettings } from "../../../components/managed-addons/settings";
import { problemsIn } from "../../support/problems";
import { addonsSettings } from "./builders";

const schema = managedAddonsSettings({ dnsMinReplicas: 3 });

describe("settings of the managed add-ons", () => {
  it("KP-5, KP-6, KP-7: may be left out as a whole", () => {
    expect(addonsSettings()).to.deep.equal({
      podNetworking: { policyEngine: "vpc-cni", prefixDelegation: true, warmPrefixes: 1, podSecurityGroups: false },
      dns: { minReplicas: 3, maxReplicas: 10 },
      snapshots: false,
      versions: {},
      configuration: {},
    });
  });

  it("refuses a version that EKS does not write so, and says where they are listed", () => {
    const [problem] = problemsIn(schema, { versions: { coredns: "1.14.7" } });
    expect(problem).to.include({
      path: "versions.coredns",
      given: '"1.14.7"',
      why: "is not a version of an EKS add-on",
    });
    expect(problem?.set).to.contain("describe-addon-versions");
  });

  it("refuses an add-on that the platform does not install", () => {
    const [problem] = problemsIn(schema, { versions: { "core-dns": "v1.0.0-eksbuild.1" } });
    expect(problem?.why).to.equal('unknown key "core-dns"; did you mean "coredns"?');
  });

  it("refuses one DNS pod", () => {
    expect(problemsIn(schema, { dns: { minReplicas: 1 } })[0]).to.include({ path: "dns.minReplicas" });
  });

  it("refuses fewer DNS pods at most than at least", () => {
    expect(problemsIn(schema, { dns: { minReplicas: 5, maxReplicas: 4 } })).to.deep.equal([
      {
        path: "dns.minReplicas",
        given: "5",
        why: "is more than maxReplicas (4)",
        set: "4 or less, or raise maxReplicas",
      },
    ]);
  });

  it("refuses to hold no prefix in reserve", () => {
    expect(problemsIn(schema, { podNetworking: { warmPrefixes: 0 } })[0]).to.include({
      path: "podNetworking.warmPrefixes",
    });
  });
});
