import { expect } from "chai";
import { pathParts, stepsOf } from "../../../preview/cost-report/steps";

describe("a line of the config and its steps", () => {
  it("is found by its path, with positions and names that have dots", () => {
    expect(pathParts("services.api.scaling.max")).to.deep.equal(["services", "api", "scaling", "max"]);
    expect(pathParts('namespaces.shop.quota["requests.cpu"]')).to.deep.equal([
      "namespaces",
      "shop",
      "quota",
      "requests.cpu",
    ]);
    expect(pathParts("nodePools.general.instanceTypes[0]")).to.deep.equal(["nodePools", "general", "instanceTypes", 0]);
  });

  for (const [value, steps] of [
    [3, [2, 4]],
    [0, [1]],
    [0.5, [0.4, 0.6]],
    [true, [false]],
    ["200Gi", ["180Gi", "220Gi"]],
    ["500m", ["450m", "550m"]],
    ["1", ["2"]],
    ["one-per-zone", [undefined]],
    [{ type: "alb" }, [undefined]],
    [["a"], [undefined]],
  ] as const) {
    it(`${JSON.stringify(value)} → ${JSON.stringify(steps)}`, () => {
      expect(stepsOf(value)).to.deep.equal(steps);
    });
  }
});
