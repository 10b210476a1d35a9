import { expect } from "chai";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { addonFacts, addonsOf, selection, surroundings } from "./builders";

function externalDns(settings: Record<string, unknown> = {}, facts = addonFacts()) {
  const found = resolveAddons(selection({ "external-dns": settings }), { ...surroundings(), facts })[0];
  if (!found) throw new Error("no external-dns");
  return { ...found, values: found.values as Record<string, any> };
}

describe("external-dns", () => {
  it("SS-28, VC-33: in sync mode, its records marked by TXT records with the cluster as owner, from routes", () => {
    const { policy, registry, txtOwnerId, txtPrefix, sources } = externalDns().values;
    expect({ policy, registry, txtOwnerId, txtPrefix, sources }).to.deep.equal({
      policy: "sync",
      registry: "txt",
      txtOwnerId: "acme",
      txtPrefix: "%{record_type}-edns.",
      sources: ["gateway-httproute"],
    });
  });

  it("SS-28: serves several zones, by id and by domain", () => {
    const hostedZones = [
      { domain: "acme.example", id: "Z1AAAAAAAAAA" },
      { domain: "acme.test", id: "Z2AAAAAAAAAA" },
    ];
    const { domainFilters, extraArgs } = externalDns({}, addonFacts({ hostedZones })).values;
    expect(domainFilters).to.deep.equal(["acme.example", "acme.test"]);
    expect(extraArgs["zone-id-filter"]).to.deep.equal(["Z1AAAAAAAAAA", "Z2AAAAAAAAAA"]);
  });

  it("TB-1: makes no record for a Gateway that another one stands before", () => {
    expect(externalDns().values.extraArgs["gateway-label-filter"]).to.equal("!platform/behind");
  });

  it("SS-28: records of Services and Ingresses are made where a stack asks for it", () => {
    expect(externalDns({ sources: ["service", "ingress"] }).values.sources).to.deep.equal(["service", "ingress"]);
  });

  it("SS-33, SS-N2: one replica that stops before the next starts, and no way to say more", () => {
    expect(externalDns().values.deploymentStrategy).to.deep.equal({ type: "Recreate" });
    expect(externalDns().values).not.to.have.property("replicas");
    expect(() => addonsOf({ "external-dns": { replicas: 2 } })).to.throw("replicas");
  });

  it("SS-14: lives in the namespace external-dns unless the stack moves it", () => {
    expect(externalDns().namespace).to.equal("external-dns");
    expect(externalDns({ namespace: "system" }).namespace).to.equal("system");
  });

  it("hears only questions for metrics, and talks to DNS, HTTPS and the agent that gives it credentials", () => {
    const [policy] = externalDns().objects;
    expect(policy?.metadata).to.deep.equal({ name: "external-dns", namespace: "external-dns" });
    expect((policy?.body.spec as Record<string, unknown>).ingress).to.deep.equal([
      { ports: [{ port: 7979, protocol: "TCP" }] },
    ]);
  });

  it("SS-42, SS-44: runs on the system pool with requests and a limit", () => {
    const { nodeSelector, resources } = externalDns().values;
    expect(nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(resources).to.deep.equal({ requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } });
  });
});
