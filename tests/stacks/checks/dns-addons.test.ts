import { expect } from "chai";
import { checkDnsAddons, type DnsAddonsView } from "../../../stacks/checks/dns-addons";
import { addonsOf } from "../../components/platform-addons/builders";

const zoneId = "Z0123456789ABCDEFGHIJ";

function problems(deviation: Partial<DnsAddonsView>) {
  const view = { domain: "acme.example", dns: { zones: {} }, gateways: {}, addons: addonsOf({}), ...deviation };
  return checkDnsAddons(view).problems?.map(({ path, set }) => ({ path, set }));
}

describe("add-ons that work on names", () => {
  it("all is well with a hosted zone", () => {
    const addons = addonsOf({ "cert-manager": {}, "external-dns": {} });
    expect(problems({ addons, dns: { zones: {}, zoneId } })).to.deep.equal([]);
  });

  it("SS-28: external-dns without a hosted zone has nothing to write into", () => {
    expect(problems({ addons: addonsOf({ "external-dns": {} }) })).to.deep.equal([
      { path: "addons.external-dns", set: "dns.zoneId, or dns.zones" },
    ]);
  });

  it("SS-22, SS-N4: an issuer that can prove no name is a mistake; by HTTP it can", () => {
    const paths = (settings: object) =>
      problems({ addons: addonsOf({ "cert-manager": settings }), gateways: { public: { type: "nlb" } } })?.map(
        ({ path }) => path,
      );
    expect(paths({})).to.deep.equal(["addons.cert-manager.issuers"]);
    expect(paths({ http01Gateway: "public" })).to.deep.equal([]);
    expect(paths({ issuers: { own: { type: "self-signed" } } })).to.deep.equal([]);
  });

  it("SS-22: a gateway whose port 80 leads to HTTPS alone proves nothing; the others are named", () => {
    const gateways = { public: { type: "alb-gateway" }, api: { type: "nlb" } } as const;
    const addons = addonsOf({ "cert-manager": { http01Gateway: "public" } });
    expect(problems({ addons, gateways })).to.deep.equal([{ path: "addons.cert-manager.http01Gateway", set: "api" }]);
  });
});
