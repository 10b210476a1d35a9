import { expect } from "chai";
import { karpenterPools } from "../../../components/platform-addons/catalog/karpenter/pools";
import { karpenterSettings } from "../../../components/platform-addons/catalog/karpenter/settings";
import { poolSpecs } from "../../../components/node-pools/pool-spec";
import { checkNodePools, type PoolsView } from "../../../stacks/checks/pools";
import { pool, pools } from "../../components/node-pools/builders";

/** A config whose pools fit everything else. */
function config(deviation: Partial<Omit<PoolsView, "poolSpecs">> & { nodePools?: Record<string, unknown> } = {}) {
  const { nodePools = { general: pool() }, ...rest } = deviation;
  const view = {
    cluster: { version: "1.36" },
    managedAddons: { podNetworking: { prefixDelegation: true, podSecurityGroups: false } },
    addons: {},
    services: {},
    ...rest,
  };
  const { prefixDelegation } = view.managedAddons.podNetworking;
  const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
  return { ...view, poolSpecs: poolSpecs(pools(nodePools), { zones, prefixDelegation }) };
}

const singleAddresses = { managedAddons: { podNetworking: { prefixDelegation: false, podSecurityGroups: false } } };
const podGroups = { managedAddons: { podNetworking: { prefixDelegation: true, podSecurityGroups: true } } };
const staticMemory = { memoryManagerPolicy: "Static", reservedMemory: "1565Mi" };
const dedicatedOnly = { system: pool({ system: true }), media: pool({ dedicated: true }) };

/** One deviation, and the one problem that it makes: path, a part of the reason, a part of the remedy. */
const bad: [claim: string, config: PoolsView, path: string, why: string, set: string][] = [
  [
    "an image that is pinned for no such version",
    config({ cluster: { version: "1.34" }, nodePools: { general: pool({ os: "bottlerocket" }) } }),
    "nodePools.general.releaseVersion",
    "pins no bottlerocket image for Kubernetes 1.34",
    "a release of that image",
  ],
  [
    "KP-N3: 110 pods without prefix delegation",
    config({
      ...singleAddresses,
      nodePools: { general: pool({ instanceTypes: ["m5.large"], kubelet: { maxPods: 110 } }) },
    }),
    "nodePools.general.kubelet.maxPods",
    "more than the 29 addresses",
    "at most 29",
  ],
  [
    "a static memory manager whose sum hangs on prefix delegation",
    config({
      ...singleAddresses,
      nodePools: { general: pool({ instanceTypes: ["m5.large"], kubelet: staticMemory }) },
    }),
    "nodePools.general.kubelet.maxPods",
    "can't be judged",
    "29, and reservedMemory by it",
  ],
  [
    "KP-7: security groups for pods where every pool is of the t family",
    config({ ...podGroups, nodePools: { general: pool({ instanceTypes: ["t3.large"] }) } }),
    "managedAddons.podNetworking.podSecurityGroups",
    "every pool has types without (t3.large)",
    "m7i or c7i",
  ],
  [
    "a service on the system pool",
    config({ nodePools: { system: pool({ system: true }), general: pool() }, services: { api: { pool: "system" } } }),
    "services.api.pool",
    "for the platform's own pods",
    "one of general",
  ],
  [
    "a service without a pool where every pool is kept for something",
    config({ nodePools: dedicatedOnly, services: { api: {} } }),
    "services.api.pool",
    "every pool is kept for something",
    "one of media",
  ],
  [
    "an image of another architecture than the pool that a service names",
    config({
      nodePools: { general: pool(), arm: pool({ instanceTypes: ["m7g.large"] }) },
      services: { api: { pool: "arm", image: { architectures: ["amd64"] } } },
    }),
    "services.api.image.architectures",
    "holds none of what pool arm can run (arm64)",
    "arm64 too, if the image is built for it",
  ],
  [
    "an image that no pool which is open to all can run",
    config({
      nodePools: { arm: pool({ instanceTypes: ["m7g.large"] }), x86: pool({ dedicated: true }) },
      services: { api: { image: { architectures: ["amd64"] } } },
    }),
    "services.api.image.architectures",
    "the pools that are open to all can run (arm64)",
    "services.api.pool: a pool of amd64",
  ],
];

describe("checks of node pools against the rest of a config", () => {
  it("find nothing in a config that fits", () => {
    const services = { api: { pool: "general", image: { architectures: ["amd64" as const] } }, worker: {} };
    expect(checkNodePools(config({ services }))).to.deep.equal({ problems: [], warnings: [] });
  });

  for (const [claim, given, path, why, set] of bad) {
    it(`refuse ${claim}`, () => {
      const { problems = [] } = checkNodePools(given);
      expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
      expect(problems[0]?.why).to.include(why);
      expect(problems[0]?.set).to.include(set);
    });
  }

  it("take an image of one architecture where one open pool of several has it", () => {
    const nodePools = { general: pool(), arm: pool({ instanceTypes: ["m7g.large"] }) };
    const services = { api: { image: { architectures: ["amd64" as const] } } };
    expect(checkNodePools(config({ nodePools, services })).problems).to.deep.equal([]);
  });

  it("take a release that the stack names where the platform pins none", () => {
    const nodePools = { general: pool({ os: "bottlerocket", releaseVersion: "1.66.0-1ad6b4a4" }) };
    expect(checkNodePools(config({ cluster: { version: "1.34" }, nodePools })).problems).to.deep.equal([]);
  });

  const warned: [string, Record<string, unknown>, Partial<PoolsView>, string][] = [
    ["of spot with a single type", { capacity: "spot" }, {}, "spot with one type"],
    ["of types that differ in size", { instanceTypes: ["m7i.large", "m7i.xlarge"] }, {}, "differ in vCPU or memory"],
    [
      "KP-N1: of a system pool smaller than the number of zones",
      { system: true, size: { min: 2, desired: 2, max: 4 } },
      {},
      "2 nodes can't stand in each of 3 zones",
    ],
  ];
  for (const [claim, deviation, rest, text] of warned) {
    it(`warn ${claim}`, () => {
      const { problems, warnings = [] } = checkNodePools(config({ ...rest, nodePools: { general: pool(deviation) } }));
      expect(problems).to.deep.equal([]);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.include(text);
    });
  }

  it("KP-7: warn of the one pool where pods can't have security groups of their own", () => {
    const nodePools = { general: pool(), burst: pool({ instanceTypes: ["t3.large"] }) };
    const { problems, warnings } = checkNodePools(config({ ...podGroups, nodePools }));
    expect(problems).to.deep.equal([]);
    expect(warnings).to.deep.equal([
      "nodePools.burst.instanceTypes: pods with security groups of their own can't run on t3.large.",
    ]);
  });

  it("VC-92: say nothing against spot over several types of one size", () => {
    const instanceTypes = ["c5.xlarge", "c5a.xlarge", "c6i.xlarge", "c6a.xlarge"];
    const nodePools = { general: pool(), compute: pool({ instanceTypes, capacity: "spot", dedicated: true }) };
    expect(checkNodePools(config({ nodePools }))).to.deep.equal({ problems: [], warnings: [] });
  });

  it("KP-16: a service may name a pool of Karpenter", () => {
    const addons = { karpenter: karpenterSettings({ replicas: 2 }).parse({ nodePools: { burst: {} } }) };
    const found = (name: string) =>
      checkNodePools(config({ addons, services: { api: { pool: name } } })).problems?.map(({ set }) => set);
    expect(found("burst")).to.deep.equal([]);
    expect(karpenterPools(addons.karpenter)["burst"]?.labels).to.deep.equal({ "platform/pool": "burst" });
  });
});
