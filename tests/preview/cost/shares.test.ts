import { expect } from "chai";
import fc from "fast-check";
import { poolSpecs } from "../../../components/node-pools/pool-spec";
import { nodePoolsSettings } from "../../../components/node-pools/settings";
import { costOf } from "../../../preview/cost";
import { pricesOf } from "../../../preview/cost/prices";
import { dividers, type Divider, sharesOf } from "../../../preview/cost/shares";
import { whatIfs } from "../../../preview/cost/what-if";
import type { RecordedResource } from "../../../preview/recorded";
import { resource, view } from "../support/resources";
import { costConfig } from "./support";

const pools = nodePoolsSettings({ diskGiB: 20, repair: true, updatePercentage: 33 }).parse({
  system: { instanceTypes: ["m7i.xlarge"], size: { min: 2, desired: 2, max: 2 }, system: true },
  general: { instanceTypes: ["m7i.large"], size: { min: 1, desired: 2, max: 4 } },
  jobs: { instanceTypes: ["c5.xlarge"], size: { min: 0, desired: 1, max: 2 }, dedicated: true },
});

const groups = Object.entries(pools).map(([name, { instanceTypes, size }]) =>
  resource("aws:eks/nodeGroup:NodeGroup", `pools-${name}`, {
    inputs: {
      instanceTypes,
      labels: { "platform/pool": name },
      scalingConfig: { minSize: size.min, desiredSize: size.desired, maxSize: size.max },
    },
  }),
);

interface Asked {
  cpu: string;
  memory: string;
  replicas?: number;
  pool?: string;
  team?: string;
}

function service(name: string, { cpu, memory, replicas = 1, pool, team = "shop" }: Asked): RecordedResource[] {
  const component = resource("platform:app-service:AppService", name);
  const spec = {
    containers: [{ resources: { requests: { cpu, memory } } }],
    ...(pool === undefined ? {} : { nodeSelector: { "platform/pool": pool } }),
  };
  const deployment = resource("kubernetes:apps/v1:Deployment", name, {
    parent: component.urn,
    inputs: {
      metadata: { name, namespace: "shop", labels: { "platform/team": team } },
      spec: { replicas, template: { spec } },
    },
  });
  return [component, deployment];
}

const east = pricesOf("us-east-1");

function planOf(resources: RecordedResource[]) {
  const recorded = view(...groups, resource("aws:kms/key:Key", "k"), ...resources);
  const config = {
    ...costConfig({ usage: { internetGigabytes: 100 } }, { nodePools: pools }),
    poolSpecs: poolSpecs(pools, { zones: ["us-east-1a", "us-east-1b", "us-east-1c"], prefixDelegation: true }),
    team: "platform",
  };
  return { view: recorded, config: config as never, cost: costOf(recorded, config, east) };
}

const dollars = (resources: RecordedResource[], by: Divider = "service") =>
  Object.fromEntries(sharesOf(planOf(resources), by).map(({ name, monthlyUsd }) => [name, monthlyUsd]));

describe("the bill, divided", () => {
  // m7i.large offers 1.93 CPU (1,930m) and 6.8 GiB after reservations, of two nodes; their cost is 2 × (73.58 + 1.60).
  it("gives a service the nodes of its pool by its requests, half by CPU and half by memory, and the rest to no one", () => {
    const alone = dollars(service("api", { cpu: "965m", memory: "0" }));
    expect(alone.api).to.be.closeTo(150.37 / 8, 0.01); // a quarter of the CPU of two nodes: an eighth of their cost
    expect((alone.api ?? 0) + (alone["(idle capacity)"] ?? 0)).to.be.closeTo(150.37 + 125.7, 0.02); // jobs is idle
  });

  it("gives a dedicated pool to those that name it only", () => {
    const none = dollars([]);
    const two = dollars([
      ...service("worker", { cpu: "100", memory: "0", pool: "jobs" }), // more than there is
      ...service("api", { cpu: "1m", memory: "0" }),
    ]);
    expect(two.worker).to.be.closeTo(125.7, 0.01);
    expect(two["(platform)"]).to.equal(none["(platform)"]);
  });

  it("gives what can't be divided to the platform, and its teams to teams", () => {
    const shares = dollars(service("api", { cpu: "965m", memory: "0", team: "shop" }), "team");
    expect(Object.keys(shares)).to.have.members(["platform", "(idle capacity)", "shop"]);
  });

  it("the parts are the whole to the cent, at every size, however it is divided", () => {
    const asked = fc.record({
      cpu: fc.integer({ min: 0, max: 9000 }).map((m) => `${m}m`),
      memory: fc.integer({ min: 0, max: 30_000 }).map((m) => `${m}Mi`),
      replicas: fc.integer({ min: 0, max: 9 }),
      pool: fc.constantFrom("general", "jobs", "system"),
      team: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 6 }), fc.constantFrom(...dividers), (all, by) => {
        const plan = planOf(all.flatMap((one, index) => service(`s${index}`, one)));
        const shares = sharesOf(plan, by);
        const { monthlyUsd, range } = plan.cost.document;
        const sum = (of: (share: (typeof shares)[number]) => number) =>
          Number(shares.reduce((total, share) => total + of(share), 0).toFixed(2));
        expect(sum((share) => share.monthlyUsd)).to.equal(monthlyUsd);
        expect(sum((share) => share.range.minMonthlyUsd)).to.equal(range.minMonthlyUsd);
        expect(sum((share) => share.range.maxMonthlyUsd)).to.equal(range.maxMonthlyUsd);
        for (const share of shares) expect(share.monthlyUsd).to.be.at.least(-0.05);
      }),
    );
  });
});

describe("what usual savings would bring", () => {
  const found = whatIfs(planOf([]));
  const of = (what: RegExp) => found.find((one) => what.test(one.what)) ?? expect.fail(`no ${String(what)}`);

  // Worker nodes: 2 × m7i.large at $0.1008 and 1 × c5.xlarge at $0.17, 730 h.
  it("TB-98: packing to 85 % from 60 % saves 29 % of the worker nodes, and not 40 %", () => {
    expect(of(/85 %/).savesUsd).to.equal(79.78); // 271.27 × (1 - 60/85)
    expect(of(/85 %/).arithmetic).to.equal("worker nodes $271.27 × (1 - 60/85) = 29.4 %");
  });

  it("TB-96: CPU requests 30 % smaller; TB-97: memory requests 25 % smaller", () => {
    expect(of(/CPU/).savesUsd).to.equal(40.69);
    expect(of(/memory/).savesUsd).to.equal(33.91);
  });

  it("TB-99: gp3 costs 20 % less than gp2", () => {
    expect(of(/gp3/)).to.deep.include({ savesUsd: 2, arithmetic: "100 GB × ($0.1 - $0.08) = 20 %" });
  });

  it("TB-100: compression takes 15 % off the traffic out, where the stack states how much that is", () => {
    expect(of(/compressed/).savesUsd).to.equal(1.35);
  });

  it("VC-93: a commitment to the nodes on demand that are never fewer saves 40 % of them", () => {
    expect(of(/commitment/).savesUsd).to.equal(147.17); // (2 × $0.2016 + 1 × $0.1008) × 730 × 40 %
  });
});
