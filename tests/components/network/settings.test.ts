import { expect } from "chai";
import { problemsOf } from "../../../stacks/problems";
import { minimal, schema, settingsOf, videoCreator } from "./builders";

/** Path, reason and remedy of everything that is wrong. */
function problems(input: object) {
  const parsed = schema.safeParse(input);
  return parsed.success
    ? []
    : problemsOf(parsed.error, input, schema).map(({ path, why, set }) => ({ path, why, set }));
}

describe("network settings", () => {
  it("need a range and zones, and fill in the rest", () => {
    expect(schema.parse(minimal)).to.deep.equal({
      ...minimal,
      nat: "one",
      endpoints: ["s3"],
      nodeEgress: [{ cidr: "0.0.0.0/0", protocol: "all" }],
      databasePorts: { postgresql: 5432, redis: 6379 },
      flowLogs: { traffic: "all", retentionDays: 30 },
    });
  });

  it("VC-1, VC-2, VC-3, VC-4, KP-1, KP-2, KP-4: take the ranges and zones as stated", () => {
    const { cidr, zones, publicSubnets, privateSubnets } = settingsOf();
    expect({ cidr, zones, publicSubnets, privateSubnets }).to.deep.equal(videoCreator);
  });

  it("KP-3: take private ranges with gaps", () => {
    const privateSubnets = ["10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"];
    expect(settingsOf({ privateSubnets }).privateSubnets).to.deep.equal(privateSubnets);
  });

  it("MP-2: refuse a single zone", () => {
    expect(problems({ ...minimal, zones: ["us-east-1a"] })).to.deep.equal([
      { path: "zones", why: "is too small: at least 2 entries", set: "2 entries or more" },
    ]);
  });

  const bad: [string, object, string, string, string][] = [
    [
      "a range with host bits",
      { ...minimal, cidr: "10.0.0.1/16" },
      "cidr",
      "is not an IPv4 network in CIDR form",
      "a block such as 10.0.0.0/16",
    ],
    [
      "a VPC that AWS refuses",
      { ...minimal, cidr: "10.0.0.0/8" },
      "cidr",
      "has 16777216 addresses; a VPC of the platform has from 256 (/24) to 65536 (/16)",
      "a block from /16 to /24",
    ],
    [
      "a VPC that is too small for its zones",
      { ...minimal, cidr: "10.0.0.0/24" },
      "cidr",
      "is too small: 3 zones need 3 private subnets of 32 and 3 public ones of 32 addresses; 10.0.0.0/24 has 256 addresses, enough for 2 zones",
      "a larger VPC, such as /23, or 2 zones",
    ],
    [
      "a zone twice",
      { ...minimal, zones: ["us-east-1a", "us-east-1a"] },
      "zones[1]",
      '"us-east-1a" is there twice',
      "each one once",
    ],
    [
      "a region for a zone",
      { ...minimal, zones: ["us-east-1", "us-east-1b"] },
      "zones[0]",
      "is not an availability zone",
      "a zone such as us-east-1a",
    ],
    [
      "a list that is shorter than the zones",
      { ...videoCreator, publicSubnets: ["10.0.1.0/24", "10.0.2.0/24"] },
      "publicSubnets",
      "has 2 ranges for 3 zones",
      "one range for each of us-east-1a, us-east-1b, us-east-1c",
    ],
    [
      "a subnet outside the VPC",
      { ...videoCreator, privateSubnets: ["10.0.11.0/24", "10.0.12.0/24", "10.1.13.0/24"] },
      "privateSubnets[2]",
      "lies outside the VPC 10.0.0.0/16",
      "a range inside it",
    ],
    [
      "subnets that overlap",
      { ...videoCreator, privateSubnets: ["10.0.11.0/24", "10.0.12.0/24", "10.0.2.0/24"] },
      "privateSubnets[2]",
      "overlaps 10.0.2.0/24 (publicSubnets.1)",
      "a range that no other subnet has",
    ],
    [
      "a subnet that is too small for a load balancer",
      { ...videoCreator, publicSubnets: ["10.0.1.0/28", "10.0.2.0/24", "10.0.3.0/24"] },
      "publicSubnets[0]",
      "has 16 addresses; load balancers and the CNI need 32 (/27)",
      "a range of /27 or larger",
    ],
    [
      "private ranges without public ones",
      { ...minimal, privateSubnets: videoCreator.privateSubnets },
      "publicSubnets",
      "is missing beside privateSubnets: computed ranges might overlap those that are given",
      "both lists, or neither to have them computed",
    ],
    [
      "an endpoint twice",
      { ...minimal, endpoints: ["s3", "s3"] },
      "endpoints[1]",
      '"s3" is there twice',
      "each one once",
    ],
    [
      "a retention that CloudWatch does not know",
      { ...minimal, flowLogs: { retentionDays: 31 } },
      "flowLogs.retentionDays",
      "is no retention that CloudWatch Logs has",
      "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      "an egress rule without a port",
      { ...minimal, nodeEgress: [{ cidr: "0.0.0.0/0" }] },
      "nodeEgress[0].fromPort",
      "must be given for tcp and udp, and left out for all",
      "a port such as 443, or protocol: all",
    ],
    [
      "an existing VPC without its ranges",
      {
        ...minimal,
        existing: {
          vpcId: "vpc-0a",
          publicSubnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"],
          privateSubnetIds: ["subnet-2a", "subnet-2b", "subnet-2c"],
        },
      },
      "privateSubnets",
      "is needed with an existing VPC: security groups and network policies are made from the ranges",
      "the ranges of its private subnets, and publicSubnets likewise",
    ],
    [
      "an existing VPC with a subnet too few",
      {
        ...videoCreator,
        existing: {
          vpcId: "vpc-0a",
          publicSubnetIds: ["subnet-1a", "subnet-1b", "subnet-1c"],
          privateSubnetIds: ["subnet-2a", "subnet-2b"],
        },
      },
      "existing.privateSubnetIds",
      "has 2 ids for 3 zones",
      "one id for each of us-east-1a, us-east-1b, us-east-1c",
    ],
  ];
  for (const [what, input, path, why, set] of bad) {
    it(`refuse ${what}, at ${path}`, () => {
      expect(problems(input)).to.deep.equal([{ path, why, set }]);
    });
  }

  it("refuse an endpoint that they don't know, and name the nearest", () => {
    const [problem] = problems({ ...minimal, endpoints: ["ecr-api"] });
    expect(problem?.path).to.equal("endpoints[0]");
    expect(problem?.set).to.match(/^"ecr.api", or the full name of a service, /);
    const [unlike] = problems({ ...minimal, endpoints: ["nothing-of-the-kind"] });
    expect(unlike?.set).to.match(/^one of s3, dynamodb, acm, /);
  });

  it("take an endpoint by its full name", () => {
    const endpoints = ["com.amazonaws.us-east-1.textract"];
    expect(settingsOf({ endpoints }).endpoints).to.deep.equal(endpoints);
  });

  it("report all problems at once", () => {
    const input = { ...videoCreator, publicSubnets: ["10.0.1.0/28", "10.1.2.0/24"], endpoints: ["s3", "s3"] };
    expect(problems(input).map(({ path }) => path)).to.deep.equal([
      "endpoints[1]",
      "publicSubnets",
      "publicSubnets[0]",
      "publicSubnets[1]",
    ]);
  });
});
