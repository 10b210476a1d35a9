import { expect } from "chai";
import { type AutoscalingView, checkAutoscaling } from "../../../stacks/checks/autoscaling";
import { addonsOf } from "../../components/platform-addons/builders";

/** Pools as VC-12 has them: three nodes at the start, ten at most. */
function view(autoscaler: object, version = "1.36"): AutoscalingView {
  return {
    cluster: { version },
    addons: addonsOf({ "cluster-autoscaler": autoscaler }),
    nodePools: {
      general: { size: { min: 2, desired: 2, max: 6 } },
      compute: { size: { min: 1, desired: 1, max: 4 } },
    },
  };
}

describe("the cluster autoscaler against the pools", () => {
  it("VC-12, VC-53: ten nodes in all fit pools of three to ten", () => {
    expect(checkAutoscaling(view({ maxNodesTotal: 10 }))).to.deep.equal({ problems: [], warnings: [] });
  });

  it("a bound below what the pools start with is refused, with their numbers", () => {
    expect(checkAutoscaling(view({ maxNodesTotal: 2 })).problems).to.deep.equal([
      {
        path: "addons.cluster-autoscaler.maxNodesTotal",
        given: "2",
        why: "is less than the 3 nodes that the pools start with (general 2, compute 1)",
        set: "3 or more, or smaller pools",
      },
    ]);
    expect(checkAutoscaling(view({ maxNodesTotal: 3 })).problems).to.deep.equal([]);
  });

  it("a bound that the pools never reach is said to be idle", () => {
    expect(checkAutoscaling(view({ maxNodesTotal: 11 })).warnings).to.deep.equal([
      "addons.cluster-autoscaler.maxNodesTotal: 11 is never reached, the pools together end at 10 nodes.",
    ]);
  });

  it("a Kubernetes version without a release of the autoscaler is refused", () => {
    expect((checkAutoscaling(view({}, "1.33")).problems ?? []).map(({ path }) => path)).to.deep.equal([
      "addons.cluster-autoscaler",
    ]);
  });

  it("without the autoscaler nothing is asked", () => {
    expect(checkAutoscaling({ ...view({}), addons: {} })).to.deep.equal({});
  });
});
