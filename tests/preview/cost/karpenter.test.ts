import { expect } from "chai";
import { costOf } from "../../../preview/cost";
import type { NodeDemand } from "../../../preview/cost/node-demand";
import { pricesOf } from "../../../preview/cost/prices";
import type { RecordedResource } from "../../../preview/recorded";
import { kube, view } from "../support/resources";
import { costConfig } from "./support";

const east = pricesOf("us-east-1") ?? expect.fail("no prices");
const within = (key: string, ...values: string[]) => ({ key, operator: "In", values });

function nodePool(requirements: object[], spec: Record<string, unknown> = {}): RecordedResource {
  const template = { spec: { nodeClassRef: { name: "default" }, requirements } };
  return kube("karpenter.sh/v1:NodePool", "batch", { spec: { template, ...spec } }, { name: "batch" });
}

const nodeClass = kube(
  "karpenter.k8s.aws/v1:EC2NodeClass",
  "default",
  { spec: { blockDeviceMappings: [{ ebs: { volumeSize: "80Gi", volumeType: "gp3" } }] } },
  { name: "default" },
);

function service(name: string, cpu: string, replicas: number, pod: Record<string, unknown> = {}) {
  const spec = {
    nodeSelector: { "platform/pool": "batch" },
    containers: [{ resources: { requests: { cpu, memory: "256Mi" } } }],
    ...pod,
  };
  return kube("apps/v1:Deployment", name, { spec: { replicas, template: { spec } } }, { name });
}

const scaler = (name: string, minReplicas: number, maxReplicas: number) =>
  kube("autoscaling/v2:HorizontalPodAutoscaler", `${name}-hpa`, {
    spec: { minReplicas, maxReplicas, scaleTargetRef: { name } },
  });

const demand: NodeDemand = {
  daemons: { pods: 2, cpuMillis: 100, memoryMiB: 128 },
  addons: [],
  preferences: "Respect",
  openNodes: [],
};

function bill(resources: RecordedResource[], deviation: Partial<NodeDemand> = {}, cost: Record<string, unknown> = {}) {
  return costOf(view(nodeClass, ...resources), costConfig(cost), east, { ...demand, ...deviation });
}

const m5 = within("node.kubernetes.io/instance-type", "m5.large", "m5.xlarge");
const apart = (whenUnsatisfiable: string) => ({
  topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable }],
});

describe("cost of nodes that Karpenter makes", () => {
  it("TB-40: the cheapest type that carries what the pods request beside the daemons, and its disk", () => {
    const { items, notPriced } = bill([nodePool([m5]), service("api", "500m", 3)]).document;
    expect(items.map(({ what, monthlyUsd }) => [what, monthlyUsd])).to.deep.equal([
      ["nodes of Karpenter's pool batch", 70.08], // 1 × m5.large: 730 × $0.096
      ["root volumes of batch: gp3", 6.4],
    ]);
    expect(items[0]?.basis).to.include("1 × m5.large, packed by what the pods request");
    expect(notPriced).to.deep.equal([]);
  });

  it("counts the daemons: with half a CPU of them the same pods need the next size", () => {
    const daemons = { pods: 2, cpuMillis: 600, memoryMiB: 128 };
    const [nodes] = bill([nodePool([m5]), service("api", "500m", 3)], { daemons }).document.items;
    expect(nodes?.monthlyUsd).to.equal(140.16); // 730 × $0.192
  });

  it("spans from the fewest replicas to the most", () => {
    const [nodes] = bill([nodePool([m5]), service("api", "500m", 1), scaler("api", 3, 12)]).document.items;
    expect(nodes?.range).to.deep.equal({ minMonthlyUsd: 70.08, maxMonthlyUsd: 280.32 }); // 2 × m5.xlarge
  });

  it("gives each pod a node of its own where they want to be apart, but not where the policy ignores wishes", () => {
    const wish = service("api", "100m", 3, apart("ScheduleAnyway"));
    const of = (one: RecordedResource, preferences: "Respect" | "Ignore") =>
      bill([nodePool([m5]), one], { preferences }).document.items[0]?.monthlyUsd;
    expect(of(wish, "Respect")).to.equal(210.24);
    expect(of(wish, "Ignore")).to.equal(70.08);
    expect(of(service("api", "100m", 3, apart("DoNotSchedule")), "Ignore")).to.equal(210.24);
  });

  it("takes spot where the pool may, less the assumed discount", () => {
    const spot = within("karpenter.sh/capacity-type", "spot", "on-demand");
    const [nodes] = bill([nodePool([m5, spot]), service("api", "500m", 3)], {}, { spotDiscount: 0.5 }).document.items;
    expect(nodes?.monthlyUsd).to.equal(35.04);
  });

  it("counts the pods of add-ons that are placed there", () => {
    const prometheus = {
      addon: "p",
      namespace: "m",
      workload: "StatefulSet/p",
      copies: 2,
      pool: "batch",
      cpuMillis: 1500,
      memoryMiB: 512,
    };
    const [nodes] = bill([nodePool([m5])], { addons: [prometheus] }).document.items;
    expect(nodes?.basis).to.include("1 × m5.xlarge");
  });

  it("says how many pods wait at the most where limits end the pool", () => {
    const { warnings } = bill([nodePool([m5], { limits: { cpu: "4" } }), service("api", "1", 1), scaler("api", 1, 6)]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^addons\.karpenter\.nodePools\.batch: with every service at its most, 3 of its pods/);
  });

  it("lacks a price where no allowed type has one, where a requirement is unknown, and where the daemons are", () => {
    const why = (cost: ReturnType<typeof bill>) => cost.document.notPriced.map((one) => [one.lacks, one.why]);
    const pods = service("api", "500m", 3);
    expect(why(bill([nodePool([within("node.kubernetes.io/instance-type", "p5.48xlarge")]), pods]))).to.deep.equal([
      ["price", "none of the types that it allows has a price in us-east-1"],
    ]);
    expect(why(bill([nodePool([m5, within("example.com/rack", "7")]), pods]))).to.deep.equal([
      ["price", "its requirements example.com/rack In are not understood"],
    ]);
    expect(why(costOf(view(nodeClass, nodePool([m5]), pods), costConfig(), east))).to.deep.equal([
      ["price", "what else runs on its nodes is not known"],
    ]);
  });

  it("lists jobs, whose hours nobody knows", () => {
    const job = kube("batch/v1:CronJob", "report", {
      spec: { jobTemplate: { spec: { template: { spec: { nodeSelector: { "platform/pool": "batch" } } } } } },
    });
    expect(bill([nodePool([m5]), job]).document.notPriced).to.deep.equal([
      { what: "1 × jobs on Karpenter's nodes", why: "by the hours that they run", lacks: "use" },
    ]);
  });

  it("costs nothing where no pod asks for its nodes", () => {
    expect(bill([nodePool([m5])]).document).to.deep.include({ items: [], notPriced: [] });
  });
});
