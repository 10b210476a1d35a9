import { expect } from "chai";
import { DomainCertificate } from "../../../components/gateways/certificate";
import { recorded } from "../../support/record";

describe("DomainCertificate", () => {
  it("leaves its proof in the zone when it goes: another stack's certificate of the domain is renewed by the same record", async () => {
    const run = await recorded(() => new DomainCertificate("web", { domain: "example.com", zoneId: "Z0123456789" }));
    const retained = run.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ type }) => type);
    expect(retained).to.deep.equal(["aws:route53/record:Record"]);
  });
});
