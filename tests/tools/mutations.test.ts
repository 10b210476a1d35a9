import { expect as plain } from "chai";
import { Absent, expect, unbroken } from "../requirements/support/mutations";

/** A world, and what a claim about it says that nothing can break. */
function missed(world: Record<string, unknown>, claim: (world: any) => void, mustNotice?: unknown[]) {
  return unbroken(claim, world, mustNotice);
}

describe("the check that a claim of a requirement can fail", () => {
  it("is content where every expectation compares what was read", () => {
    const world = { version: "1.36", zones: ["a", "b"], policy: '{"Statement":[{"Effect":"Allow"}]}', count: 3 };
    const open = missed(world, ({ version, zones, policy, count }) => {
      expect(version).to.equal("1.36");
      expect(zones).to.deep.equal(["a", "b"]);
      expect(JSON.parse(policy).Statement[0].Effect).to.equal("Allow");
      expect(count).to.be.at.least(2);
    });
    plain(open).to.deep.equal([]);
  });

  it("refuses a claim without an expectation", () => {
    plain(missed({ version: "1.36" }, () => undefined)).to.deep.equal([0]);
  });

  it("names expectations that hold whatever was read", () => {
    const open = missed({ version: "1.36", count: 3 }, ({ version, count }) => {
      expect(version).to.be.a("string");
      expect(count).to.equal(3);
      expect("a").to.equal("a");
    });
    plain(open).to.deep.equal([1, 3]);
  });

  it("takes a crash for no comparison, and what is absent for one", () => {
    const lookUp = ({ name }: { name: string }) => {
      if (name !== "api") throw new Absent("no api");
      expect(true).to.equal(true);
    };
    const crash = ({ name }: { name: string }) => {
      if (name !== "api") throw new TypeError("no api");
      expect(true).to.equal(true);
    };
    plain([missed({ name: "api" }, lookUp), missed({ name: "api" }, crash)]).to.deep.equal([[], [1]]);
  });

  it("tries what a claim of absence has to notice", () => {
    const claim = ({ names }: { names: string[] }) => {
      expect(names.filter((name) => name.startsWith("istio"))).to.deep.equal([]);
    };
    plain(missed({ names: ["envoy"] }, claim)).to.deep.equal([1]);
    plain(missed({ names: ["envoy"] }, claim, ["istio-base"])).to.deep.equal([]);
  });
});
