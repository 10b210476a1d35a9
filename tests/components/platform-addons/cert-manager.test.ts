import { expect } from "chai";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { addonFacts, addonsOf, selection, surroundings } from "./builders";

function certManager(settings: Record<string, unknown> = {}, facts = addonFacts()) {
  const [, found] = resolveAddons(selection({ "gateway-api-crds": {}, "cert-manager": settings }), {
    ...surroundings(),
    facts,
  });
  if (found?.addon.name !== "cert-manager") throw new Error("no cert-manager");
  return { ...found, values: found.values as Record<string, any> };
}

const issuers = (settings: Record<string, unknown> = {}, facts = addonFacts()) =>
  Object.fromEntries(
    certManager(settings, facts).objects.map(({ metadata, body }) => [metadata.name, body.spec as Record<string, any>]),
  );

describe("cert-manager", () => {
  it("SS-32: two replicas each of controller, webhook and cainjector, spread, with a budget, requests and limits", () => {
    const { values } = certManager();
    for (const part of [values, values.webhook, values.cainjector]) {
      expect(part.replicaCount).to.equal(2);
      expect(part.podDisruptionBudget).to.deep.equal({
        enabled: true,
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
      });
      expect(part.topologySpreadConstraints).to.have.length(2);
      expect(Object.keys(part.resources)).to.deep.equal(["requests", "limits"]);
      expect(part.nodeSelector).to.deep.equal({ "platform/pool": "system" });
      expect(part.networkPolicy).to.deep.equal({ enabled: true });
    }
    expect(values.cainjector.topologySpreadConstraints[0].labelSelector.matchLabels).to.deep.equal({
      "app.kubernetes.io/name": "cainjector",
      "app.kubernetes.io/instance": "cert-manager",
      "app.kubernetes.io/component": "cainjector",
    });
  });

  it("one replica has no budget, which would keep its node from being drained", () => {
    expect(certManager({ replicas: 1 }).values.webhook.podDisruptionBudget).to.deep.equal({ enabled: false });
  });

  it("SS-13: lives in the namespace cert-manager, restricted, with its ClusterIssuers", () => {
    const { namespace, objects } = certManager();
    expect(namespace).to.equal("cert-manager");
    expect(new Set(objects.map(({ kind }) => kind))).to.deep.equal(new Set(["ClusterIssuer"]));
  });

  it("SS-23, SS-24, SS-25: issuers letsencrypt-prod, letsencrypt-staging and selfsigned are there unasked", () => {
    const all = issuers();
    expect(Object.keys(all)).to.have.members(["letsencrypt-prod", "letsencrypt-staging", "selfsigned"]);
    expect(all["letsencrypt-prod"]?.acme.server).to.equal("https://acme-v02.api.letsencrypt.org/directory");
    expect(all["letsencrypt-staging"]?.acme.server).to.equal("https://acme-staging-v02.api.letsencrypt.org/directory");
    expect(all.selfsigned).to.deep.equal({ selfSigned: {} });
  });

  it("SS-22: proves names of every hosted zone by DNS, others by HTTP at a gateway", () => {
    const hostedZones = [
      { domain: "acme.example", id: "Z1AAAAAAAAAA" },
      { domain: "acme.test", id: "Z2AAAAAAAAAA" },
    ];
    const { acme } = issuers({ http01Gateway: "public", email: "ops@acme.example" }, addonFacts({ hostedZones }))[
      "letsencrypt-prod"
    ] as { acme: Record<string, unknown> };
    expect(acme).to.deep.equal({
      server: "https://acme-v02.api.letsencrypt.org/directory",
      email: "ops@acme.example",
      privateKeySecretRef: { name: "letsencrypt-prod-account" },
      solvers: [
        {
          selector: { dnsZones: ["acme.example"] },
          dns01: { route53: { region: "us-east-1", hostedZoneID: "Z1AAAAAAAAAA" } },
        },
        {
          selector: { dnsZones: ["acme.test"] },
          dns01: { route53: { region: "us-east-1", hostedZoneID: "Z2AAAAAAAAAA" } },
        },
        {
          http01: {
            gatewayHTTPRoute: {
              serviceType: "ClusterIP",
              parentRefs: [{ name: "public", namespace: "gateways", kind: "Gateway", sectionName: "http" }],
            },
          },
        },
      ],
    });
  });

  it("SS-N4: has a role of its own for Route 53, bound to the stack's zones, and none without zones", () => {
    expect(certManager().identities.map(({ serviceAccount }) => serviceAccount)).to.deep.equal(["cert-manager"]);
    const written = certManager().identities[0]?.policy.Statement.filter(({ Action }) =>
      [Action].flat().includes("route53:ChangeResourceRecordSets"),
    );
    expect(written?.map(({ Resource }) => Resource)).to.deep.equal([
      ["arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"],
    ]);
    expect(certManager({}, addonFacts({ hostedZones: [] })).identities).to.deep.equal([]);
  });

  it("is a Helm release, because a hook waits for its webhook", () => {
    expect(certManager().delivery.kind).to.equal("release");
    expect(certManager().values.startupapicheck.enabled).to.equal(true);
    expect(certManager().values.crds).to.deep.equal({ enabled: false });
  });

  it("refuses an issuer of a kind that it has not, and a directory without TLS", () => {
    expect(() => addonsOf({ "cert-manager": { issuers: { own: { type: "vault" } } } })).to.throw();
    expect(() => addonsOf({ "cert-manager": { issuers: { own: { type: "acme", server: "http://ca" } } } })).to.throw();
  });
});
