import { expect } from "chai";
import { doorNamespaces } from "../../../components/doors/namespaces";
import { doorsOf } from "./builders";

describe("namespace of the doors", () => {
  it("is there with the first door, restricted, and admits no pod", () => {
    const [only, ...rest] = doorNamespaces(doorsOf({ public: { type: "alb" } }));
    expect(rest).to.deep.equal([]);
    expect(only).to.include({ name: "doors", podSecurity: "restricted" });
    expect(only?.quota?.pods).to.equal("0");
    expect(only?.network).to.include({ egress: "none", sameNamespace: "deny" });
  });

  it("SS-22: has room for the pods that prove names by HTTP, and denies all the same", () => {
    const [only] = doorNamespaces(doorsOf({ public: { type: "nlb" } }), true);
    expect(only?.quota?.pods).to.equal("4");
    expect(only?.network).to.include({ egress: "none", sameNamespace: "deny" });
  });

  it("is not there without one", () => {
    expect(doorNamespaces({})).to.deep.equal([]);
  });
});
