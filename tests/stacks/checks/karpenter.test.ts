import { expect } from "chai";
import { checkKarpenter, type KarpenterView } from "../../../stacks/checks/karpenter";
import { kubernetesVersions } from "../../../stacks/versions";
import { addonsOf } from "../../components/platform-addons/builders";

function view(karpenter: object = {}, deviation: Partial<KarpenterView> = {}): KarpenterView {
  return {
    cluster: { version: "1.36" },
    addons: addonsOf({ karpenter }),
    nodePools: { system: {} },
    ...deviation,
  };
}

const paths = (config: KarpenterView, version?: string) =>
  (checkKarpenter(config, version).problems ?? []).map((problem) => problem.path);

describe("Karpenter against the rest", () => {
  it("the pinned version goes with every Kubernetes version that the platform pins images for", () => {
    for (const version of Object.keys(kubernetesVersions)) {
      expect(paths(view({}, { cluster: { version } })).filter((path) => path === "addons.karpenter")).to.deep.equal([]);
    }
  });

  it("TB-40: before 1.13 it is refused on Kubernetes 1.36", () => {
    expect(checkKarpenter(view(), "1.12.3").problems).to.deep.equal([
      {
        path: "addons.karpenter",
        given: "1.12.3",
        why: "does not go with Kubernetes 1.36, which needs Karpenter 1.13.0 or later",
        set: "a newer Karpenter in stacks/versions.ts, or an older cluster.version",
      },
    ]);
    expect(paths(view(), "1.13.0")).to.deep.equal([]);
    expect(paths(view({}, { cluster: { version: "1.35" } }), "1.12.3")).to.deep.equal([]);
  });

  it("a kind of image that is not pinned needs a release", () => {
    const bottlerocket = (release?: string) =>
      view(
        { nodeClasses: { default: { os: "bottlerocket", ...(release ? { release } : {}) } } },
        { cluster: { version: "1.34" } },
      );
    expect(paths(bottlerocket())).to.deep.equal(["addons.karpenter.nodeClasses.default.release"]);
    expect(paths(bottlerocket("v1.66.0"))).to.deep.equal([]);
  });

  it("a pool can't have the name of a managed pool", () => {
    expect(paths(view({ nodePools: { system: {} } }))).to.deep.equal(["addons.karpenter.nodePools.system"]);
  });

  it("without it nothing is asked", () => {
    expect(checkKarpenter(view({}, { addons: {} }))).to.deep.equal({});
  });
});
