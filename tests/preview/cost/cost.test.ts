import { expect } from "chai";
import { costOf } from "../../../preview/cost";
import { resource, view } from "../support/resources";
import { costConfig, estimate, figures, unpriced } from "./support";

const vpc = (inputs: Record<string, unknown> = {}) =>
  resource("awsx:ec2:Vpc", "net", {
    inputs: { availabilityZoneNames: ["a", "b", "c"], natGateways: { strategy: "OnePerAz" }, ...inputs },
  });

const pool = (inputs: Record<string, unknown> = {}, dependencies: string[] = []) =>
  resource("aws:eks/nodeGroup:NodeGroup", "pools-general", {
    dependencies,
    inputs: {
      labels: { "platform/pool": "general" },
      instanceTypes: ["m.large", "m.xlarge"],
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 4 },
      ...inputs,
    },
  });

describe("cost of the network", () => {
  it("counts a NAT gateway and its address for each zone of an awsx.Vpc that has no children offline", () => {
    expect(figures(estimate([vpc()]))).to.deep.equal([
      ["NAT gateways", 109.5],
      ["public IPv4 addresses of NAT gateways and elastic IPs", 10.95],
    ]);
  });

  it("counts the recorded gateways and addresses of an awsx.Vpc that has children, as on the engine", () => {
    const parent = vpc();
    const child = (type: string, name: string, inputs = {}) => resource(type, name, { parent: parent.urn, inputs });
    const children = ["1", "2", "3"].flatMap((zone) => [
      child("aws:ec2/natGateway:NatGateway", `net-${zone}`),
      child("aws:ec2/eip:Eip", `net-${zone}`),
    ]);
    expect(figures(estimate([parent, ...children]))).to.deep.equal(figures(estimate([vpc()])));
  });

  it("counts one gateway for Single, none for None", () => {
    expect(figures(estimate([vpc({ natGateways: { strategy: "Single" } })]))[0]).to.deep.equal(["NAT gateways", 36.5]);
    expect(figures(estimate([vpc({ natGateways: { strategy: "None" } })]))).to.deep.equal([]);
  });

  it("counts interface endpoints by the zone and gateway endpoints as free, in both shapes", () => {
    const specs = [
      { serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" },
      { serviceName: "com.amazonaws.us-east-1.ecr.api", vpcEndpointType: "Interface" },
    ];
    const offline = estimate([vpc({ natGateways: { strategy: "None" }, vpcEndpointSpecs: specs })]);
    expect(figures(offline)).to.deep.equal([["interface endpoints, each zone", 21.9]]);
    const engine = estimate(
      specs.map(({ vpcEndpointType }, index) =>
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", `e${index}`, {
          inputs: { vpcEndpointType, subnetIds: ["1", "2", "3"] },
        }),
      ),
    );
    expect(figures(engine)).to.deep.equal(figures(offline));
  });

  it("lists traffic as not priced until the stack states it", () => {
    expect(unpriced(estimate([vpc()]))).to.deep.equal(["traffic through NAT gateways"]);
    const stated = estimate([vpc()], costConfig({ usage: { natGigabytes: 100 } }));
    expect(figures(stated)).to.deep.include(["traffic through NAT gateways", 4]);
    expect(unpriced(stated)).to.deep.equal([]);
  });
});

describe("cost of the cluster", () => {
  const cluster = (version: string) => resource("eks:index:Cluster", "c", { inputs: { version } });

  it("has the standard price until the day that standard support ends, then the extended one", () => {
    const at = (today: string) => estimate([cluster("1.34")], costConfig({}, { today })).document.items[0];
    expect(at("2026-12-01")).to.include({
      monthlyUsd: 73,
      basis: "1 × $0.1 an hour × 730 h; standard support, until 2026-12-02",
    });
    expect(at("2026-12-02")).to.include({
      monthlyUsd: 438,
      basis: "1 × $0.6 an hour × 730 h; extended support, until 2027-12-02",
    });
  });

  it("counts a cluster once when the component's child is recorded", () => {
    const component = cluster("1.36");
    const child = resource("aws:eks/cluster:Cluster", "c", { parent: component.urn, inputs: { version: "1.36" } });
    expect(figures(estimate([component, child]))).to.deep.equal([["EKS control plane, Kubernetes 1.36", 73]]);
  });

  it("prices on-demand nodes by the first type, at desired size, with the range of the pool", () => {
    const [nodes, volumes] = estimate([pool()]).document.items;
    expect(nodes).to.deep.equal({
      what: "nodes of general",
      monthlyUsd: 146,
      basis: "2 m.large × $0.1 an hour × 730 h",
      group: "nodes",
      range: { minMonthlyUsd: 73, maxMonthlyUsd: 292 },
    });
    expect(volumes).to.deep.include({
      what: "root volumes of nodes: gp3",
      monthlyUsd: 4,
      basis: "40 GB × $0.1 a month",
    });
  });

  it("prices spot nodes by the dearest type less the assumed discount, and prints what is assumed", () => {
    const [nodes] = estimate([pool({ capacityType: "SPOT" })], costConfig({ spotDiscount: 0.6 })).document.items;
    expect(nodes?.monthlyUsd).to.equal(116.8);
    expect(nodes?.basis).to.equal(
      "2 spot × $0.08 an hour × 730 h; the dearest of m.large, m.xlarge, assumed 60 % off (cost.spotDiscount)",
    );
  });

  it("takes the disks of the nodes from the launch template, and pays for what is above gp3's baseline", () => {
    const ebs = { volumeSize: 100, volumeType: "gp3", iops: 4000, throughput: 225 };
    const template = resource("aws:ec2/launchTemplate:LaunchTemplate", "t", {
      inputs: { blockDeviceMappings: [{ ebs }] },
    });
    expect(figures(estimate([template, pool({}, [template.urn])])).slice(1)).to.deep.equal([
      ["root volumes of nodes: gp3", 20],
      ["root volumes of nodes: gp3 IOPS", 10],
      ["root volumes of nodes: gp3 throughput", 8],
    ]);
  });

  it("lists a pool whose instance type has no price, and does not count it as free", () => {
    const cost = estimate([pool({ instanceTypes: ["x.huge"] })]);
    expect(figures(cost)).to.deep.equal([["root volumes of nodes: gp3", 4]]);
    expect(unpriced(cost)).to.deep.equal(["nodes of general"]);
  });
});

describe("the estimate as a whole", () => {
  it("lists every AWS type that is neither priced nor known to be free", () => {
    const cost = estimate([
      resource("aws:iam/role:Role", "r"),
      resource("aws:ec2/securityGroup:SecurityGroup", "s"),
      resource("aws:redshift/cluster:Cluster", "dear"),
      resource("awsx:ecs:FargateService", "unheard-of"),
      resource("aws:sns/topic:Topic", "t"),
    ]);
    expect(cost.document.items).to.deep.equal([]);
    expect(cost.document.notPriced).to.deep.equal([
      { what: "1 × ecs.FargateService", why: "the cost model does not know this type", lacks: "price" },
      { what: "1 × redshift.Cluster", why: "the cost model does not know this type", lacks: "price" },
      { what: "1 × sns.Topic", why: "by the notification", lacks: "use" },
    ]);
  });

  it("is the sum of its printed lines, to the cent", () => {
    const { items, monthlyUsd } = estimate([vpc(), pool(), resource("aws:kms/key:Key", "k")]).document;
    expect(monthlyUsd).to.equal(Number(items.reduce((sum, item) => sum + item.monthlyUsd, 0).toFixed(2)));
  });

  it("a web ACL costs by the month, and so does each of its rules", () => {
    const { monthlyUsd } = estimate([
      resource("aws:wafv2/webAcl:WebAcl", "limit", { inputs: { rules: [{}, {}] } }),
    ]).document;
    expect(monthlyUsd).to.equal(7);
  });

  it("refuses a stack above its ceiling, with the excess, the dearest lines and what to set", () => {
    const [problem] = estimate([pool()], costConfig({ ceilingMonthlyUsd: 100 })).problems;
    expect(problem).to.include("$150.00 a month").and.include("$50.00 above its ceiling of $100.00");
    expect(problem).to.include("nodes of general $146.00").and.include("Set fewer or smaller nodes");
    expect(estimate([pool()], costConfig({ ceilingMonthlyUsd: 150 })).problems).to.deep.equal([]);
  });

  it("says so when a region has no prices, and when prices are old", () => {
    const nowhere = costOf(view(resource("aws:ec2/eip:Eip", "k")), costConfig({}, { aws: { region: "xx-nowhere-1" } }));
    expect(nowhere.warnings).to.deep.equal([
      "there are no prices for xx-nowhere-1: nothing is priced. Make them: npm run prices -- xx-nowhere-1 --from DIR",
    ]);
    expect(unpriced(nowhere)).to.deep.equal(["public IPv4 addresses of NAT gateways and elastic IPs"]);
    const later = costConfig({}, { today: "2027-10-01" });
    expect(estimate([], later).warnings).to.deep.equal(["the prices of us-east-1 are of 2026-10-01, 365 days old"]);
  });
});
