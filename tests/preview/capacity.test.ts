import { expect } from "chai";
import { poolSpecs } from "../../components/node-pools/pool-spec";
import { nodePoolsSettings } from "../../components/node-pools/settings";
import { totalDemand } from "../../components/platform-addons/pods";
import { capacityWarnings } from "../../preview/capacity";
import type { RecordedResource } from "../../preview/recorded";
import { agentsOf } from "../../stacks/resolve/system-demand";
import { parseStack } from "../../stacks/config";
import type { ResolvedStack } from "../../stacks/resolve/stack";
import { alternates } from "../support/addon-stacks";
import { stackConfig } from "../support/stack-config";
import { kube, view } from "./support/resources";

/** Production's add-ons on pools of nodes with 1.93 CPU, 6.8 GiB (general) and 3.92 CPU (jobs) after reservations. */
function production(
  change: (config: ResolvedStack) => void = () => undefined,
  raw: Record<string, unknown> = { ...stackConfig("production"), today: "2026-11-21" },
): ResolvedStack {
  const { config } = parseStack("production", raw);
  config.nodePools = nodePoolsSettings({ diskGiB: 20, repair: true, updatePercentage: 33 }).parse({
    system: { instanceTypes: ["m7i.xlarge"], size: { min: 3, desired: 3, max: 4 }, system: true },
    general: { instanceTypes: ["m7i.large"], size: { min: 1, desired: 2, max: 4 } },
    jobs: { instanceTypes: ["c5.xlarge"], size: { min: 0, desired: 1, max: 2 }, dedicated: true },
  });
  change(config);
  const specs = poolSpecs(config.nodePools, { zones: config.network.zones, prefixDelegation: true });
  return { ...config, poolSpecs: specs, systemPool: specs["system"] };
}

/** A Deployment with an autoscaler. */
function service(
  name: string,
  requests: { cpu: string; memory: string },
  max: number,
  pool?: string,
): RecordedResource[] {
  const placed = pool === undefined ? {} : { nodeSelector: { "platform/pool": pool } };
  const template = { spec: { containers: [{ resources: { requests } }], ...placed } };
  const spec = { minReplicas: 2, maxReplicas: max, scaleTargetRef: { kind: "Deployment", name } };
  return [
    kube("apps/v1:Deployment", name, { spec: { replicas: 2, template } }),
    kube("autoscaling/v2:HorizontalPodAutoscaler", name, { spec }),
  ];
}

const small = { cpu: "100m", memory: "64Mi" };
const agents = totalDemand(agentsOf(production().systemDemand), 1);
/** Pods of a tenth of a core that fit on so many nodes of 1.93 CPU. */
const roomOn = (nodes: number) => Math.floor((nodes * (1930 - agents.cpuMillis)) / 100);

/** The same, each on one of them. */
const placedOn = (nodes: number) => nodes * Math.floor((1930 - agents.cpuMillis) / 100);

const said = (config: ResolvedStack, ...resources: RecordedResource[][]) =>
  capacityWarnings(view(...resources.flat()), config);

describe("pools against what may run on them", () => {
  it("says nothing where the most pods fit beside what runs on every node", () => {
    expect(agents.cpuMillis).to.be.above(200);
    expect(said(production(), service("api", small, placedOn(4)))).to.deep.equal([]);
  });

  it("says which pools are short of what, and what to set", () => {
    const [text, ...others] = said(production(), service("api", small, roomOn(4) + 1));
    const [asked, there] = [(roomOn(4) + 1) / 10, (4 * (1930 - agents.cpuMillis)) / 1000];
    const figure = (value: number) => String(Math.round(value * 10) / 10);
    expect(text).to.equal(
      `nodePools.general: with every service at its most, the pods that run there ask for ${figure(asked)} CPU of ` +
        `${figure(there)} that 4 nodes have beside the platform's own, so some would wait for room. Raise size.max or take ` +
        "larger instanceTypes, or lower scaling.max of services.",
    );
    expect(others).to.deep.equal([]);
  });

  it("places pods one by one: what all nodes have together is no room for a pod that is larger than any one's", () => {
    const most = 1930 - agents.cpuMillis;
    const large = { cpu: `${Math.floor(most * 0.6)}m`, memory: "64Mi" };
    expect(said(production(), service("api", large, 4))).to.deep.equal([]);
    expect(said(production(), service("api", large, 6))).to.deep.equal([
      "nodePools.general: with every service at its most, no node has room for 2 of api, though all nodes together have. " +
        "Raise size.max, take larger instanceTypes, or lower scaling.max of services.",
    ]);
  });

  it("adds up all services of a pool, and leaves out those of others", () => {
    const half = Math.ceil(roomOn(4) / 2) + 1;
    expect(said(production(), service("api", small, half), service("worker", small, 10, "jobs"))).to.deep.equal([]);
    expect(said(production(), service("api", small, half), service("web", small, half))).to.have.length(1);
    const [text] = said(production(), service("worker", { cpu: "1m", memory: "4Gi" }, 9, "jobs"));
    expect(text).to.match(/^nodePools\.jobs: .* 36Gi of memory of \d+(\.\d)? that 2 nodes have /);
  });

  it("counts the nodes that there are where no autoscaler adds any", () => {
    const fixed = production((config) => delete config.addons["cluster-autoscaler"]);
    expect(said(fixed, service("api", small, placedOn(2)))).to.deep.equal([]);
    expect(said(fixed, service("api", small, roomOn(2) + 1))[0]).to.match(/ 2 nodes .* Raise size\.desired /);
  });

  it("leaves room for the platform's own pods where they have no pool of their own", () => {
    const shared = production((config) => delete config.nodePools["system"]);
    const own = totalDemand(shared.systemDemand, 4);
    const left = Math.floor((4 * 1930 - own.cpuMillis) / 100);
    expect(left).to.be.below(roomOn(4));
    expect(said(shared, service("api", small, Math.max(2, left + 1)))).to.have.length(1);
  });

  it("says nothing of open pools beside Karpenter, which makes nodes as they are asked for", () => {
    const karpenter = production(undefined, alternates("production"));
    expect(said(karpenter, service("api", small, 500))).to.deep.equal([]);
    expect(said(karpenter, service("worker", small, 500, "jobs"))).to.have.length(1);
  });
});
