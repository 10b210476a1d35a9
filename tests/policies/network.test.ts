import { expect } from "chai";
import { deployment, kube, labels, says, type Json } from "./support/stack";
import { claimsAbout, type SettingCase } from "./support/cases";
import { unknown } from "./support/workloads";

const policy = (spec: Json = {}, metadata: Json = {}, name = "deny") =>
  kube("NetworkPolicy", name, { podSelector: {}, policyTypes: ["Ingress", "Egress"], ...spec }, metadata);

describe("a NetworkPolicy", () => {
  const one = "violation Deployment api";
  const of = (spec: Json = {}, metadata: Json = {}, config: Json = {}) =>
    says("network-policy-coverage", [deployment(1), policy(spec, metadata)], config);

  it("takes every pod, for what comes in and what goes out", async () => {
    expect(await of()).to.deep.equal([]);
    expect(await of({ podSelector: { matchLabels: labels } })).to.deep.equal([]);
    expect(await of({ podSelector: { matchLabels: { app: "web" } } })).to.deep.equal([one, one]);
    expect(await of({}, { namespace: "else" })).to.deep.equal([one, one]);
    expect(await says("network-policy-coverage", [deployment(1)])).to.deep.equal([one, one]);
  });

  it("is about ingress where it says nothing, and about egress where it has rules for it", async () => {
    expect(await of({ policyTypes: undefined })).to.deep.equal([one]);
    expect(await of({ policyTypes: undefined }, {}, { egress: "optional" })).to.deep.equal([]);
    expect(await of({ policyTypes: undefined, egress: [] })).to.deep.equal([]);
    expect(await of({ policyTypes: ["Egress"] })).to.deep.equal([one]);
    expect(await of({ policyTypes: ["Ingress"] }, {}, { egress: "optional" })).to.deep.equal([]);
  });

  it("limits nothing where it lets everything through", async () => {
    for (const rule of [{}, { from: [] }, { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }]) {
      expect(await of({ ingress: [rule] }), JSON.stringify(rule)).to.deep.equal([one]);
    }
    expect(await of({ egress: [{}] })).to.deep.equal([one]);
    expect(await of({ ingress: [{}], egress: [{}] })).to.deep.equal([one, one]);
    for (const rule of [
      { ports: [{ port: 443 }] },
      { from: [{ podSelector: {} }] },
      { from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] },
    ]) {
      expect(await of({ ingress: [rule] }), JSON.stringify(rule)).to.deep.equal([]);
    }
  });

  it("isn't asked for a pod in its node's network, or with a waiver", async () => {
    const host = deployment(1, { "spec.template.spec.hostNetwork": true });
    expect(await says("network-policy-coverage", [host])).to.deep.equal([]);
    expect(
      await says("network-policy-coverage", [deployment(1)], { waivers: { "*/shop/*": "a reason until 2026-12-31" } }),
    ).to.deep.equal([]);
  });

  it("is unknown where what decides is, and garbage covers nothing", async () => {
    for (const spec of [
      { podSelector: unknown },
      { policyTypes: unknown },
      { podSelector: { matchLabels: { app: unknown } } },
    ]) {
      const found = await of(spec);
      expect(new Set(found), JSON.stringify(spec)).to.deep.equal(new Set(["unknown Deployment api"]));
    }
    expect(await of({}, { namespace: unknown })).to.deep.equal(["unknown Deployment api"]);
    for (const spec of [
      { podSelector: 3 },
      { podSelector: undefined },
      { policyTypes: "Ingress" },
      { policyTypes: [3] },
    ]) {
      expect(
        (await of(spec)).filter((text) => text === one),
        JSON.stringify(spec),
      ).to.have.length.above(0);
    }
  });
});

describe("a namespace", () => {
  const namespace = kube("Namespace", "shop", undefined, { namespace: undefined });
  const of = (...policies: ReturnType<typeof policy>[]) => says("namespace-default-deny", [namespace, ...policies]);

  it("denies everything by default, in one policy or two", async () => {
    expect(await of(policy())).to.deep.equal([]);
    expect(
      await of(policy({ policyTypes: ["Ingress"] }), policy({ policyTypes: ["Egress"] }, {}, "other")),
    ).to.deep.equal([]);
    expect(await of(policy({ ingress: [], podSelector: { matchLabels: {} } }))).to.deep.equal([]);
    expect(await of(policy(), policy({ ingress: [{}] }, {}, "other"))).to.deep.equal([]);
  });

  it("doesn't by a policy of some pods, of one direction, with rules, or of elsewhere", async () => {
    for (const spec of [
      { podSelector: { matchLabels: labels } },
      { policyTypes: ["Ingress"] },
      { egress: [{}] },
      { podSelector: 3 },
      { podSelector: [] },
      { ingress: 3 },
    ]) {
      expect(await of(policy(spec)), JSON.stringify(spec)).to.deep.equal(["violation Namespace shop"]);
    }
    expect(await of(policy({}, { namespace: "else" }))).to.deep.equal(["violation Namespace shop"]);
    expect(await of(policy({ podSelector: unknown }))).to.deep.equal(["unknown Namespace shop"]);
    expect(await of(policy({}, { namespace: unknown }))).to.deep.equal(["unknown Namespace shop"]);
  });
});

describe("a Service", () => {
  const service = (spec: Json) =>
    kube("Service", "api", { selector: labels, ports: [{ port: 80, targetPort: "http" }], ...spec });
  const of = (spec: Json = {}) => says("service-selects", [deployment(1), service(spec)]);
  const missed = ["violation Service api"];

  it("takes pods that have its port", async () => {
    expect(await of()).to.deep.equal([]);
    expect(await of({ selector: { app: "web" } })).to.deep.equal(missed);
    expect(await of({ selector: { ...labels, tier: "x" } })).to.deep.equal(missed);
    expect(await of({ ports: [{ port: 80, targetPort: "htpp" }] })).to.deep.equal(missed);
    expect(await of({ ports: [{ port: 80, targetPort: 8000 }, { port: 81 }] })).to.deep.equal([]);
    expect(await of({ selector: undefined })).to.deep.equal([]);
    expect(await of({ type: "ExternalName", selector: { app: "x" } })).to.deep.equal([]);
  });

  it("is unknown where what decides is, and never right with garbage", async () => {
    expect(await of({ selector: { app: unknown } })).to.deep.equal(["unknown Service api"]);
    expect(await of({ selector: unknown })).to.deep.equal(["unknown Service api"]);
    for (const selector of [3, "x", [], { app: 3 }]) {
      expect(await of({ selector }), JSON.stringify(selector)).to.deep.equal(missed);
    }
    expect(await of({ ports: [{ port: 80, targetPort: {} }] })).to.deep.equal(missed);
    expect(await of({ ports: 3 })).to.deep.equal(missed);
  });

  const type = "kubernetes:core/v1:Service";
  const settings: SettingCase[] = [
    {
      rule: "service-exposure",
      type,
      at: "spec.type",
      bad: ["NodePort", "Other"],
      fine: ["ExternalName"],
      optional: true,
    },
    { rule: "service-exposure", type, at: "spec.externalIPs", bad: [["198.51.100.1"]], optional: true },
  ];
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("has a load balancer as the config says", async () => {
    const balanced = (annotations: Json, config: Json = {}) =>
      says("service-exposure", [kube("Service", "api", { type: "LoadBalancer" }, { annotations })], config);
    const scheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
    expect(await balanced({ [scheme]: "internal" })).to.deep.equal([]);
    expect(await balanced({ [scheme]: "internet-facing" })).to.deep.equal(missed);
    expect(await balanced({})).to.deep.equal(missed);
    expect(await balanced({ [scheme]: unknown })).to.deep.equal(["unknown Service api"]);
    expect(await balanced({ [scheme]: "internal" }, { loadBalancers: "forbidden" })).to.deep.equal(missed);
    expect(await balanced({}, { loadBalancers: "allowed" })).to.deep.equal([]);
  });
});
