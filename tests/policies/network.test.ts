import { expect } from "chai";
import { deployment, kube, labels, says, type Json } from "./support/stack";
import { claimsAbout, type SettingCase } from "./support/cases";
import { resource, unknown } from "./support/workloads";

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

describe("a gateway", () => {
  const listener = (more: Json = {}) => ({
    name: "https",
    port: 443,
    protocol: "HTTPS",
    tls: { mode: "Terminate" },
    ...more,
  });
  const gateway = (...listeners: unknown[]) => kube("Gateway", "public", { listeners });
  const plain = { name: "http", port: 80, protocol: "HTTP" };
  const route = (spec: Json, metadata: Json = {}) =>
    kube("HTTPRoute", "one", { parentRefs: [{ name: "public" }], rules: [{}], ...spec }, metadata);
  const redirect = { rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }] };
  const of = (...objects: ReturnType<typeof kube>[]) => says("https-only", objects);

  it("speaks TLS", async () => {
    expect(await of(gateway(listener()))).to.deep.equal([]);
    for (const more of [
      { tls: undefined },
      { tls: 3 },
      { protocol: 3 },
      { protocol: "SPDY" },
      { protocol: undefined },
    ]) {
      expect(await of(gateway(listener(more))), JSON.stringify(more)).to.deep.equal(["violation Gateway public"]);
    }
    expect(await of(gateway(listener({ protocol: unknown })))).to.deep.equal(["unknown Gateway public"]);
  });

  it("only redirects where it speaks plain HTTP", async () => {
    expect(await of(gateway(plain), route(redirect))).to.deep.equal([]);
    expect(await of(gateway(plain), route({}))).to.deep.equal(["violation HTTPRoute one"]);
    expect(await of(gateway(plain), route({ rules: [...redirect.rules, {}] }))).to.deep.equal([
      "violation HTTPRoute one",
    ]);
    for (const rules of [[], undefined, 3]) {
      expect(await of(gateway(plain), route({ rules })), JSON.stringify(rules)).to.have.length.above(0);
    }
    const somewhere = { filters: [{ requestRedirect: { scheme: unknown } }] };
    expect(await of(gateway(plain), route({ rules: [somewhere] }))).to.deep.equal(["unknown HTTPRoute one"]);
  });

  it("leaves routes alone that don't reach its plain listener", async () => {
    expect(
      await of(gateway(plain, listener()), route({ parentRefs: [{ name: "public", sectionName: "https" }] })),
    ).to.deep.equal([]);
    expect(await of(gateway(plain), route({ parentRefs: [{ name: "other" }] }))).to.deep.equal([]);
    const outside = route({ parentRefs: [{ name: "public", namespace: "shop" }] }, { namespace: "else" });
    expect(await of(gateway(plain), outside)).to.deep.equal([]);
    const open = { ...plain, allowedRoutes: { namespaces: { from: "All" } } };
    expect(await of(gateway(open), outside)).to.deep.equal(["violation HTTPRoute one"]);
  });

  it("may speak plain HTTP behind another one: where its proxies have a cluster address only", async () => {
    const parametersRef = { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "public" };
    const inner = kube("Gateway", "public", { listeners: [plain], infrastructure: { parametersRef } });
    const proxy = (type: unknown, name = "public") =>
      kube("EnvoyProxy", name, { provider: { kubernetes: { envoyService: { type } } } });
    expect(await of(inner, route({}), proxy("ClusterIP"))).to.deep.equal([]);
    for (const open of [proxy("LoadBalancer"), proxy(undefined), proxy(unknown), proxy("ClusterIP", "other")]) {
      expect(await of(inner, route({}), open)).to.deep.equal(["violation HTTPRoute one"]);
    }
    expect(await of(gateway(plain), route({}), proxy("ClusterIP"))).to.deep.equal(["violation HTTPRoute one"]);
  });

  it("of an Ingress has a certificate, and redirects", async () => {
    const ingress = (spec: Json, annotations: Json = {}) => of(kube("Ingress", "one", spec, { annotations }));
    const alb = (key: string) => `alb.ingress.kubernetes.io/${key}`;
    const ports = '[{"HTTP": 80}, {"HTTPS": 443}]';
    const tls = [{ secretName: "web" }];
    expect(await ingress({ tls })).to.deep.equal([]);
    expect(await ingress({ tls: [{}] })).to.deep.equal(["violation Ingress one"]);
    expect(await ingress({}, { [alb("certificate-arn")]: unknown })).to.deep.equal([]);
    expect(await ingress({})).to.deep.equal(["violation Ingress one"]);
    expect(await ingress({ tls }, { [alb("listen-ports")]: ports })).to.deep.equal(["violation Ingress one"]);
    expect(await ingress({ tls }, { [alb("listen-ports")]: ports, [alb("ssl-redirect")]: "443" })).to.deep.equal([]);
    expect(await ingress({ tls }, { [alb("listen-ports")]: "{" })).to.have.length.above(0);
  });

  it("of an Ingress has TLS for each of its hosts", async () => {
    const ingress = (hosts: unknown[], host: unknown) =>
      of(kube("Ingress", "one", { tls: [{ hosts, secretName: "web" }], rules: [{ host }] }));
    expect(await ingress(["shop.example.com"], "shop.example.com")).to.deep.equal([]);
    expect(await ingress(["*.example.com"], "shop.example.com")).to.deep.equal([]);
    expect(await ingress([], "shop.example.com")).to.deep.equal([]);
    for (const hosts of [["other.example.com"], ["*.example.com", "example.com"]]) {
      expect(await ingress(hosts, "a.shop.example.com")).to.deep.equal(["violation Ingress one"]);
    }
    expect(await ingress([unknown], "shop.example.com")).to.deep.equal(["unknown Ingress one"]);
    expect(await ingress(["shop.example.com"], undefined)).to.deep.equal(["violation Ingress one"]);
  });

  it("has no listener of which nobody knows whether it is encrypted", async () => {
    for (const protocol of ["TCP", "UDP"]) {
      expect(await of(gateway({ name: "raw", port: 5432, protocol }))).to.have.length(1);
    }
  });

  it("of a load balancer redirects plain HTTP, and speaks TLS 1.2 or later", async () => {
    const lb = (inputs: Json) => resource("aws:lb/listener:Listener", inputs, "lb");
    const to = (protocol: unknown) =>
      lb({ protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol } }] });
    expect(await of(to("HTTPS"))).to.deep.equal([]);
    expect(await of(lb({ protocol: "HTTP", defaultActions: [{ type: "forward" }] }))).to.have.length(1);
    const tls = (sslPolicy: unknown) => says("tls-policy", [lb({ protocol: "HTTPS", sslPolicy })]);
    for (const modern of ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-FS-1-2-Res-2020-10"]) {
      expect(await tls(modern), modern).to.deep.equal([]);
    }
    for (const old of [
      "ELBSecurityPolicy-2016-08",
      "ELBSecurityPolicy-TLS13-1-1-2021-06",
      "ELBSecurityPolicy-FS-1-1-2019-08",
      undefined,
      3,
    ]) {
      expect(await tls(old), String(old)).to.have.length(1);
    }
    expect((await tls(unknown))[0]).to.contain("unknown");
  });
});
