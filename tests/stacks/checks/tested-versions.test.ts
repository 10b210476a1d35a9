import { expect } from "chai";
import { checkTestedVersions } from "../../../stacks/checks/tested-versions";

const warnings = (version: string, addons: Record<string, unknown>) =>
  checkTestedVersions({ cluster: { version }, addons }).warnings;

describe("add-ons on a Kubernetes version that their maintainers have not tested", () => {
  it("TB-39: KEDA 2.20 is tested up to 1.35, which a stack on 1.36 is told", () => {
    expect(warnings("1.36", { keda: {} })).to.deep.equal([
      "addons.keda: 2.20.2 is tested by its maintainers up to Kubernetes 1.35, not on 1.36.",
    ]);
    expect(warnings("1.35", { keda: {} })).to.deep.equal([]);
  });

  it("what a stack does not have is not said", () => {
    expect(warnings("1.36", { keda: undefined, "metrics-server": {} })).to.deep.equal([]);
  });
});
