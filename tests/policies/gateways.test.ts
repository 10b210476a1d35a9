import { expect } from "chai";
import { kube, says, type Json } from "./support/stack";
import { resource, unknown } from "./support/workloads";

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
