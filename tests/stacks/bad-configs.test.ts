import { expect } from "chai";
import { ConfigError } from "../../stacks/problems";
import { parseStack } from "../../stacks/config";
import { stackConfig } from "../support/stack-config";

type Config = Record<string, any>;

/** One deviation from production, the path that the message must name, and what it must say to do. */
const cases: [claim: string, deviate: (config: Config) => void, path: string, says: RegExp][] = [
  ["an unknown key", (c) => (c.services.api.replica = 3), "services.api.replica", /unknown key "replica"/],
  ["an unknown top-level key", (c) => (c.nodePool = {}), "nodePool", /did you mean "nodePools"/],
  ["a missing key", (c) => delete c.domain, "domain", /is missing/],
  ["a wrong type", (c) => (c.services.api.port = "http"), "services.api.port", /none, or a number/],
  ["a tier that does not exist", (c) => (c.tier = "prod"), "tier", /production, staging, development/],
  ["an account of eleven digits", (c) => (c.aws.accountId = "12345678901"), "aws.accountId", /twelve digits/],
  ["a CIDR with host bits", (c) => (c.network.cidr = "10.0.0.1/16"), "network.cidr", /10\.0\.0\.0\/16/],
  [
    "a subnet outside the VPC",
    (c) => (c.network.privateSubnets[2] = "10.9.0.0/24"),
    "network.privateSubnets[2]",
    /outside/,
  ],
  [
    "subnets that overlap",
    (c) => (c.network.privateSubnets[0] = "10.0.1.0/24"),
    "network.privateSubnets[0]",
    /overlaps 10\.0\.1\.0\/24/,
  ],
  ["fewer subnets than zones", (c) => c.network.publicSubnets.pop(), "network.publicSubnets", /2 ranges for 3 zones/],
  ["a zone of another region", (c) => (c.network.zones[2] = "eu-west-1a"), "network.zones[2]", /us-east-1/],
  ["no NAT and no way to the registry", (c) => (c.network.nat = "none"), "network.endpoints", /eks-auth/],
  ["a Kubernetes version past its support", (c) => (c.cluster.version = "1.28"), "cluster.version", /1\.36/],
  [
    "the whole internet without a reason",
    (c) => (c.cluster.endpoint.publicCidrs = ["0.0.0.0/0"]),
    "cluster.endpoint",
    /reason/,
  ],
  ["an API server flag that EKS does not give", (c) => (c.cluster.apiServer = {}), "cluster.apiServer", /EKS/],
  ["a pool with min above max", (c) => (c.nodePools.general.size.min = 9), "nodePools.general.size", /min|max/],
  [
    "an instance type that does not exist",
    (c) => (c.nodePools.general.instanceTypes = ["m9.huge"]),
    "nodePools.general.instanceTypes[0]",
    /m9\.huge|instance type/,
  ],
  [
    "a pool of two architectures",
    (c) => (c.nodePools.general.instanceTypes = ["t3.large", "t4g.large"]),
    "nodePools.general.instanceTypes",
    /arm64|architecture/,
  ],
  [
    "a pool in a zone without subnets",
    (c) => (c.nodePools.general.zones = ["us-east-1d"]),
    "nodePools.general.zones[0]",
    /us-east-1a/,
  ],
  [
    "the memory manager without reservations",
    (c) => (c.nodePools.general.kubelet = { memoryManagerPolicy: "Static" }),
    "nodePools.general.kubelet",
    /reserved/i,
  ],
  ["volumes of type gp2", (c) => (c.storageClasses.gp3.type = "gp2"), "storageClasses.gp3", /gp3/],
  ["two default storage classes", (c) => (c.storageClasses.io2.default = true), "storageClasses", /default/],
  ["more IOPS than EBS has", (c) => (c.storageClasses.io2.iops = 9_999_999), "storageClasses.io2.iops", /\d/],
  [
    "a namespace below restricted without a reason",
    (c) => (c.namespaces.production.podSecurity = "privileged"),
    "namespaces.production.reason",
    /why it is needed/,
  ],
  [
    "a quota that is no quantity",
    (c) => (c.namespaces.production.quota["requests.cpu"] = "twenty"),
    'namespaces.production.quota["requests.cpu"]',
    /./,
  ],
  [
    "a service on a pool that does not exist",
    (c) => (c.services.worker.pool = "gpu"),
    "services.worker.pool",
    /compute/,
  ],
  [
    "a call to a service that does not exist",
    (c) => (c.services.frontend.calls = ["apl"]),
    "services.frontend.calls[0]",
    /api/,
  ],
  [
    "a namespace that does not exist",
    (c) => (c.services.api.namespace = "prod"),
    "services.api.namespace",
    /production/,
  ],
  ["requests above limits", (c) => (c.services.api.resources.requests.memory = "8Gi"), "services.api.resources", /4Gi/],
  [
    "services that outgrow the quota",
    (c) => (c.services.worker.scaling.max = 50),
    'namespaces.production.quota["requests.cpu"]',
    /worker 50 x 1 = 50/,
  ],
  ["min above max replicas", (c) => (c.services.api.scaling.min = 11), "services.api.scaling", /min|max/],
  ["the tag latest", (c) => (c.services.api.image.tag = "latest"), "services.api.image.tag", /a version, or digest/],
  [
    "a secret in plain text",
    (c) => (c.services.api.env = { DB_PASSWORD: "hunter22" }),
    "services.api.env.DB_PASSWORD",
    /secret/i,
  ],
  ["two services on one host and path", (c) => (c.services.admin.routes[0].host = "api"), "services", /api/],
  [
    "a gateway that does not exist",
    (c) => (c.services.api.routes[0].gateway = "side"),
    "services.api.routes[0].gateway",
    /public/,
  ],
  [
    "an autoscaler without metrics",
    (c) => delete c.addons["metrics-server"],
    "services.api.scaling",
    /addons: \{ metrics-server/,
  ],
  [
    "a gateway without its controller",
    (c) => delete c.addons["aws-load-balancer-controller"],
    "",
    /aws-load-balancer-controller/,
  ],
  ["a retired add-on", (c) => (c.addons["ingress-nginx"] = {}), "addons.ingress-nginx", /./],
];

function problemsOf(config: Config) {
  try {
    parseStack("production", { ...config, today: "2026-11-21" });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("a config that can't be", () => {
  it("production as it stands has no problem", () => {
    expect(problemsOf(stackConfig())).to.deep.equal([]);
  });

  for (const [claim, deviate, path, says] of cases) {
    it(`${claim}: is refused at ${path || "its place"}, with what to set`, () => {
      const config = stackConfig();
      deviate(config);
      const problems = problemsOf(config);
      const found = problems.filter(
        (problem) => problem.path.startsWith(path) && says.test(`${problem.why} ${problem.set}`),
      );
      expect(found, JSON.stringify(problems, null, 1)).to.have.length.greaterThan(0);
      for (const problem of problems) expect(problem.set, problem.path).to.match(/\w/);
    });
  }

  for (const [claim, deviate, why, set] of [
    ["a number in quotes", (c) => (c.network.flowLogs.retentionDays = "30"), "must be a number", "30, without quotes"],
    [
      "a word that YAML no longer takes",
      (c) => (c.nodePools.compute.dedicated = "yes"),
      "must be true or false",
      "true",
    ],
    [
      "a version that is a number",
      (c) => (c.services.api.image.tag = 1.2),
      "is none of the things that it can be",
      "the same in quotes, or a whole number",
    ],
    ["a name without anything", (c) => (c.services = null), "must be a map by name", "{}, or remove the line"],
    ["a list without anything", (c) => (c.network.zones = null), "must be a list", "[], or remove the line"],
    ["one thing in place of a list", (c) => (c.network.zones = "us-east-1a"), "must be a list", "a list"],
    ["a list in place of a map", (c) => (c.nodePools = []), "must be a map by name", "a map by name"],
  ] as [string, (config: Config) => void, string, string][]) {
    it(`${claim}: says what it must be and how to write it`, () => {
      const config = stackConfig();
      deviate(config);
      const [problem] = problemsOf(config);
      expect([problem?.why, problem?.set]).to.deep.equal([why, set]);
    });
  }

  it("several mistakes are reported together", () => {
    const config = stackConfig();
    config.services.api.port = 99999;
    config.services.admin.replica = 1;
    config.cluster.version = "1.28";
    config.services.worker.pool = "gpu";
    const paths = problemsOf(config).map((problem) => problem.path);
    expect(paths).to.include.members([
      "services.api.port",
      "services.admin.replica",
      "cluster.version",
      "services.worker.pool",
    ]);
  });
});
