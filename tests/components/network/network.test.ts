import { expect } from "chai";
import { Network } from "../../../components/network/network";
import { type NetworkSettings, networkSettings } from "../../../components/network/settings";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { minimal, settingsOf } from "./builders";

const vpcType = "awsx:ec2:Vpc";
const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

function network(settings: NetworkSettings = settingsOf()) {
  return recorded(() => new Network("network", { context: platformContext(), settings }));
}

const existing = {
  vpcId: "vpc-0a",
  publicSubnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"],
  privateSubnetIds: ["subnet-2a", "subnet-2b", "subnet-2c"],
};

describe("Network", () => {
  it("VC-1, VC-2, VC-3, VC-4, KP-1, KP-2, KP-4, MP-2: makes one VPC with these subnets in these zones", async () => {
    const vpc = (await network()).inputs(vpcType, "network");
    expect(vpc).to.deep.include({
      cidrBlock: "10.0.0.0/16",
      availabilityZoneNames: ["us-east-1a", "us-east-1b", "us-east-1c"],
      enableDnsHostnames: true,
      enableDnsSupport: true,
      subnetStrategy: "Auto",
      vpcEndpointStrategy: "Auto",
      tags: { Name: "acme" },
    });
    expect(vpc.subnetSpecs).to.deep.equal([
      {
        type: "Public",
        name: "public",
        cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
        tags: { "kubernetes.io/role/elb": "1" },
      },
      {
        type: "Private",
        name: "private",
        cidrBlocks: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
        tags: { "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "acme" },
      },
    ]);
  });

  it("KP-3: keeps the gaps between private ranges", async () => {
    const privateSubnets = ["10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"];
    const vpc = (await network(settingsOf({ privateSubnets }))).inputs(vpcType);
    expect(vpc.subnetSpecs[1].cidrBlocks).to.deep.equal(privateSubnets);
  });

  it("computes the ranges that a stack does not give", async () => {
    const settings = networkSettings({ nat: "one", flowLogRetentionDays: 30 }).parse(minimal);
    const vpc = (await network(settings)).inputs(vpcType);
    expect(vpc.subnetSpecs.map((spec: { cidrBlocks: string[] }) => spec.cidrBlocks)).to.deep.equal([
      ["10.0.192.0/24", "10.0.193.0/24", "10.0.194.0/24"],
      ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"],
    ]);
  });

  for (const [nat, strategy] of [
    ["one-per-zone", "OnePerAz"],
    ["one", "Single"],
    ["none", "None"],
  ] as const) {
    it(`VC-5: nat ${nat} is the strategy ${strategy}`, async () => {
      expect((await network(settingsOf({ nat }))).inputs(vpcType).natGateways).to.deep.equal({ strategy });
    });
  }

  it("makes gateway and interface endpoints, each of its type", async () => {
    const endpoints = ["s3", "ecr.api", "com.amazonaws.us-east-1.dynamodb", "com.amazonaws.us-east-1.textract"];
    expect((await network(settingsOf({ endpoints }))).inputs(vpcType).vpcEndpointSpecs).to.deep.equal([
      { serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" },
      { serviceName: "com.amazonaws.us-east-1.ecr.api", vpcEndpointType: "Interface" },
      { serviceName: "com.amazonaws.us-east-1.dynamodb", vpcEndpointType: "Gateway" },
      { serviceName: "com.amazonaws.us-east-1.textract", vpcEndpointType: "Interface" },
    ]);
  });

  it("keeps flow logs as long as the stack says, with a role for that group only", async () => {
    const resources = await network(settingsOf({ flowLogs: { traffic: "reject", retentionDays: 14 } }));
    expect(resources.inputs("aws:cloudwatch/logGroup:LogGroup")).to.deep.include({
      name: "/aws/vpc/acme/flow-logs",
      retentionInDays: 14,
    });
    expect(resources.inputs("aws:ec2/flowLog:FlowLog")).to.deep.include({
      trafficType: "REJECT",
      logDestinationType: "cloud-watch-logs",
    });
    const role = resources.inputs("aws:iam/role:Role");
    expect(role.name).to.equal("acme-flow-logs");
    expect(JSON.parse(role.assumeRolePolicy).Statement[0]).to.deep.equal({
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/*" },
      },
    });
    const policy = JSON.parse(resources.inputs("aws:iam/rolePolicy:RolePolicy").policy);
    expect(policy.Statement[0].Resource).to.equal(
      "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vpc/acme/flow-logs:*",
    );
  });

  it("VC-6, VC-7, VC-8: makes a security group for control plane, nodes and databases, and shuts the VPC's own", async () => {
    const resources = await network();
    const groups = resources.ofType("aws:ec2/securityGroup:SecurityGroup").map(({ name }) => name);
    expect(groups.sort()).to.deep.equal(["network-control-plane", "network-databases", "network-nodes"]);
    expect(resources.inputs("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")).to.deep.include({
      ingress: [],
      egress: [],
    });
    expect(resources.ofType(ingressType)).to.have.length(1 + 3 + 6 * 2 + 2);
    expect(resources.ofType(egressType)).to.have.length(2 + 5);
  });

  it("tags the nodes' group, and no other, for Karpenter and the load balancer controller", async () => {
    const resources = await network();
    const type = "aws:ec2/securityGroup:SecurityGroup";
    expect(resources.inputs(type, "network-nodes").tags).to.deep.equal({
      Name: "acme-nodes",
      "karpenter.sh/discovery": "acme",
      "kubernetes.io/cluster/acme": "owned",
    });
    expect(resources.inputs(type, "network-databases").tags).to.deep.equal({ Name: "acme-databases" });
  });

  it("names rules by what they allow, so that reordering subnets changes no name", async () => {
    const names = async (settings: NetworkSettings) =>
      (await network(settings))
        .ofType(ingressType)
        .map(({ name }) => name)
        .sort();
    const settings = settingsOf();
    const reordered = settingsOf({
      zones: [...settings.zones].reverse(),
      publicSubnets: [...(settings.publicSubnets ?? [])].reverse(),
      privateSubnets: [...(settings.privateSubnets ?? [])].reverse(),
    });
    expect(await names(reordered)).to.deep.equal(await names(settings));
  });

  it("makes neither VPC nor flow logs for a VPC that exists, and gives its ids on", async () => {
    let made: Network | undefined;
    const resources = await recorded(() => {
      made = new Network("network", { context: platformContext(), settings: settingsOf({ existing }) });
    });
    const types = new Set(resources.resources.map(({ type }) => type));
    for (const type of [vpcType, "aws:ec2/flowLog:FlowLog", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"]) {
      expect(types.has(type), type).to.equal(false);
    }
    expect(resources.inputs("aws:ec2/securityGroup:SecurityGroup", "network-nodes").vpcId).to.equal("vpc-0a");
    const ids = await Promise.all(
      (made?.privateSubnetIds ?? []).map((id) => new Promise<string>((resolve) => id.apply(resolve))),
    );
    expect(ids).to.deep.equal(existing.privateSubnetIds);
  });

  it("gives one subnet id per zone, known by number before any is known by value", async () => {
    let made: Network | undefined;
    await recorded(() => {
      made = new Network("network", { context: platformContext(), settings: settingsOf() });
    });
    expect(made?.publicSubnetIds).to.have.length(3);
    expect(made?.privateSubnetIds).to.have.length(3);
  });

  it("applies the transform of the VPC last", async () => {
    const resources = await recorded(
      () =>
        new Network("network", {
          context: platformContext(),
          settings: settingsOf(),
          transform: { vpc: (args) => ({ ...args, instanceTenancy: "dedicated" }) },
        }),
    );
    expect(resources.inputs(vpcType).instanceTenancy).to.equal("dedicated");
  });
});
