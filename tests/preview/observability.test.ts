import { expect } from "chai";
import { type Footprint, footprintOf } from "../../preview/observability/footprint";
import { partsOfCharts } from "../../preview/observability/parts";
import type { Plan } from "../../preview/plan";
import { observabilityLines } from "../../preview/text/observability";
import { Style } from "../../preview/text/style";
import { parseStack } from "../../stacks/config";
import { stackConfig } from "../support/stack-config";
import { resource, view } from "./support/resources";
import { date, previewHere } from "./support/run";

const component = resource("platform:observability:Observability", "observability");
const chart = (name: string, values: object) =>
  resource("kubernetes:helm.sh/v4:Chart", `observability-${name}`, { parent: component.urn, inputs: { name, values } });

const requests = (cpu: string, memory: string) => ({ requests: { cpu, memory } });
const claim = { volumeClaimTemplate: { spec: { resources: { requests: { storage: "10Gi" } } } } };
const prometheus = chart("kube-prometheus-stack", {
  prometheus: {
    prometheusSpec: { replicas: 2, retention: "15d", resources: requests("500m", "1Gi"), storageSpec: claim },
  },
  prometheusOperator: { prometheusConfigReloader: { resources: requests("10m", "50Mi") } },
  "prometheus-node-exporter": { resources: requests("20m", "64Mi") },
});

function planOf(resources: Parameters<typeof view>, observability: Record<string, unknown> = {}): Plan {
  const { config } = parseStack("production", { ...stackConfig(), observability });
  const nodes = Object.keys(config.nodePools).map((pool) =>
    resource("aws:eks/nodeGroup:NodeGroup", pool, { inputs: { labels: { "platform/pool": pool } } }),
  );
  const charge = { group: "nodes", quantity: 1, per: "month" } as const;
  const charges = [
    ...nodes.map((owner) => ({ ...charge, what: `nodes of ${owner.name}`, usd: 100, owner })),
    { ...charge, group: "volumes", what: "volumes", usd: 2, owner: prometheus },
    { ...charge, group: "network", what: "logs taken in by CloudWatch", usd: 15 },
  ];
  return { view: view(component, ...resources, ...nodes), config, cost: { charges } } as unknown as Plan;
}

const partOf = (footprint: Footprint | undefined, name: string) => footprint?.parts.find(({ part }) => part === name);

describe("the footprint of observability", () => {
  it("counts the pods of a part, what all of them request with their sidecars, and their volumes", () => {
    expect(partOf(footprintOf(planOf([prometheus])), "Prometheus")).to.deep.equal({
      part: "Prometheus",
      pods: 2,
      cpuMillis: 1020,
      memoryMiB: 2 * (1024 + 50),
      storageGiB: 20,
      kept: "15 days",
    });
  });

  it("counts one pod on each node, of every pool at its desired size", () => {
    const plan = planOf([prometheus]);
    const nodes = Object.values(plan.config.nodePools).reduce((sum, { size }) => sum + size.desired, 0);
    expect(partOf(footprintOf(plan), "node exporter")).to.include({ pods: nodes, cpuMillis: nodes * 20 });
  });

  it("adds up: the volumes of its charts, its share of the nodes, and logs where it writes them", () => {
    const silent = footprintOf(planOf([prometheus]))?.monthlyUsd;
    expect(silent).to.include({ volumes: 2, logs: 0 });
    expect(silent?.nodes).to.be.greaterThan(0).and.below(100);
    const logging = footprintOf(planOf([prometheus], { logs: { cloudwatch: {} } }));
    expect(logging?.monthlyUsd.logs).to.equal(15);
    expect(logging?.monthlyUsd.total).to.be.closeTo(17 + (silent?.nodes ?? 0), 0.01);
    expect(partOf(logging, "CloudWatch Logs")?.kept).to.equal("30 days");
  });

  it("shows a chart that it does not understand with a question mark, and leaves out a stack without any", () => {
    const unknown = chart("something-new", {});
    expect(partOf(footprintOf(planOf([unknown])), "something-new")?.pods).to.equal(null);
    const lines = observabilityLines(planOf([unknown]), new Style({ verbose: false, colour: false, width: 120 }));
    expect(lines.some((line) => /something-new +\?/.test(line))).to.equal(true);
    expect(footprintOf(planOf([]))).to.equal(undefined);
  });
});

describe("the footprint of the production stack", () => {
  let footprint: Footprint;
  before(async function () {
    this.timeout(120_000);
    const { stdout } = await previewHere("production", "--json", "--date", date);
    footprint = (JSON.parse(stdout) as { observability: Footprint }).observability;
  });

  it("knows the pods of every chart that it installs", () => {
    expect(footprint.parts.filter(({ pods }) => pods === null)).to.deep.equal([]);
    expect(Object.keys(partsOfCharts)).to.include.members(["kube-prometheus-stack", "loki", "alloy", "fluent-bit"]);
  });

  it("SS-10, SS-11, SS-36, SS-38, SS-63: 400Gi for two copies of Prometheus, kept 15 days; 20Gi; three Alertmanagers", () => {
    expect(partOf(footprint, "Prometheus")).to.include({ pods: 2, storageGiB: 400, kept: "15 days" });
    expect(partOf(footprint, "Grafana")).to.include({ pods: 1, storageGiB: 20 });
    expect(partOf(footprint, "Alertmanager")).to.include({ pods: 3 });
  });

  it("SS-84: says how long each store keeps what it has: CloudWatch (SS-67), the copies (SS-76, SS-77)", () => {
    expect(partOf(footprint, "CloudWatch Logs")?.kept).to.equal("30 days");
    expect(partOf(footprint, "copies in S3, monitoring-copies")?.kept).to.equal("30 days");
  });

  it("its sum is that of its parts", () => {
    const { parts, total, monthlyUsd } = footprint;
    expect(parts.reduce((sum, { pods }) => sum + (pods ?? 0), 0)).to.equal(total.pods);
    expect(parts.reduce((sum, { storageGiB }) => sum + storageGiB, 0)).to.equal(total.storageGiB);
    const { volumes, logs, nodes } = monthlyUsd;
    expect(volumes + logs + nodes).to.be.closeTo(monthlyUsd.total, 0.02);
    for (const one of [volumes, logs, nodes]) expect(one).to.be.greaterThan(0);
  });
});
