import { expect } from "chai";
import { checkSystemPool } from "../../../stacks/checks/system-pool";
import { poolSpec } from "../../../components/node-pools/pool-spec";
import { parseStack } from "../../../stacks/config";
import { stackConfig } from "../../support/stack-config";

/** Production as it is, with a deviation in its system pool after it was parsed. */
function checked(
  deviate: (pool: { instanceTypes: string[]; size: Record<string, number> }) => void,
  autoscaler = true,
) {
  const { config } = parseStack("production", { ...stackConfig("production"), today: "2026-11-21" });
  const pool = config.nodePools["system"];
  if (!pool) throw new Error("production has no system pool");
  deviate(pool);
  const zones = config.network.zones;
  const systemPool = poolSpec("system", pool, { zones, prefixDelegation: true });
  if (!autoscaler) delete config.addons["cluster-autoscaler"];
  return checkSystemPool({ ...config, systemPool });
}

describe("the system pool against what runs on it", () => {
  it("VC-51, SS-44: three nodes of 4 vCPU carry the whole set of production", () => {
    expect(checked(() => undefined)).to.deep.equal({});
  });

  it("refuses a pool that can't carry it at its largest, and says how many nodes could", () => {
    const { problems = [] } = checked(({ size }) => Object.assign(size, { min: 1, desired: 1, max: 1 }));
    const [short] = problems;
    expect(short?.path).to.equal("nodePools.system.size.max");
    expect(short?.why).to.match(/^can't carry what runs there: \d+(\.\d)?Gi of memory asked for, 13\.3 there; /);
    expect(short?.set).to.equal("3, or larger instanceTypes");
    const copies = problems.filter(({ why }) => why.includes("never two on one node"));
    expect(copies.map(({ set }) => set)).to.include("3 or more, or fewer copies");
  });

  for (const [type, what, nodes] of [
    ["c5.xlarge", "Gi of memory", 7],
    ["r5.large", " CPU", 6],
  ] as const) {
    it(`SS-44: of nodes of ${type} there are too few, which is a matter of${what.replace("Gi of", "")}`, () => {
      const { problems = [] } = checked((pool) => Object.assign(pool, { instanceTypes: [type] }));
      const short = problems.find(({ path }) => path === "nodePools.system.size.max");
      expect(short?.why.split(": ")[1]?.split(";")[0]).to.contain(`${what} asked for`);
      expect(short?.set).to.equal(`${nodes}, or larger instanceTypes`);
    });
  }

  it("warns where the autoscaler has to add nodes, because the cost is of the desired ones", () => {
    const { problems, warnings = [] } = checked(({ size }) => Object.assign(size, { min: 2, desired: 2, max: 4 }));
    expect(problems).to.equal(undefined);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(
      /^nodePools\.system\.size\.desired: 2 nodes can't carry .* makes it 3; the cost above is of 2\.$/,
    );
  });

  it("without an autoscaler the desired size has to do", () => {
    const { problems = [] } = checked(({ size }) => Object.assign(size, { min: 2, desired: 2, max: 4 }), false);
    expect(problems.map(({ path }) => path)).to.include("nodePools.system.size.desired");
  });

  it("refuses nodes that are too small for the largest pod beside their agents", () => {
    const { problems = [] } = checked((pool) => Object.assign(pool, { instanceTypes: ["t3.medium"] }));
    const large = problems.filter(({ path }) => path === "nodePools.system.instanceTypes");
    expect(large.map(({ why }) => why).join()).to.contain("prometheus-kube-prometheus-stack-prometheus");
  });
});
