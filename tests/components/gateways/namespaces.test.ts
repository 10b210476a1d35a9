import { expect } from "chai";
import { gatewayNamespaces } from "../../../components/gateways/namespaces";
import { gatewaysOf } from "./builders";

describe("namespace of the gateways", () => {
  it("is there with the first gateway, restricted, and admits no pod", () => {
    const [only, ...rest] = gatewayNamespaces(gatewaysOf({ public: { type: "alb" } }));
    expect(rest).to.deep.equal([]);
    expect(only).to.include({ name: "gateways", podSecurity: "restricted" });
    expect(only?.quota?.pods).to.equal("0");
    expect(only?.network).to.include({ egress: "none", sameNamespace: "deny" });
  });

  it("SS-22: has room for the pods that prove names by HTTP, and denies all the same", () => {
    const [only] = gatewayNamespaces(gatewaysOf({ public: { type: "nlb" } }), true);
    expect(only?.quota?.pods).to.equal("4");
    expect(only?.network).to.include({ egress: "none", sameNamespace: "deny" });
  });

  it("is not there without one", () => {
    expect(gatewayNamespaces({})).to.deep.equal([]);
  });
});
