import { expect } from "chai";
import type { RecordedResource } from "../../preview/recorded";
import { asEngine } from "../../preview/remote-children";
import { rules } from "../../policies/rules";
import { stacksAndExamples } from "../support/stacks-and-examples";
import { PackServer } from "./support/engine";
import { type Json, says } from "./support/stack";
import { resource, runStrictly, today, unknown } from "./support/workloads";

const remote = (type: string, name: string, inputs: Json, parent?: RecordedResource): RecordedResource => ({
  ...resource(type, inputs, name),
  ...{ custom: false, remote: true, parent: parent?.urn },
});

/** A component of the program with what it has on record of its remote children. */
const component = (facts: unknown): RecordedResource => ({
  ...resource("platform:addons:PlatformAddons", facts === undefined ? {} : { remote: facts }, "addons"),
  custom: false,
});

const chart = (facts: unknown, given: Json = { chart: "app", version: "1.2.3" }) => {
  const owner = component(facts === undefined ? undefined : { app: facts });
  return [owner, remote("kubernetes:helm.sh/v4:Chart", "app", given, owner)];
};

const vpc = (changes: Json = {}) =>
  remote("awsx:ec2:Vpc", "net", {
    cidrBlock: "10.0.0.0/16",
    availabilityZoneNames: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    subnetStrategy: "Auto",
    subnetSpecs: [
      { type: "Public", name: "public", cidrBlocks: ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"] },
      { type: "Private", name: "private", cidrBlocks: ["10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20"] },
    ],
    natGateways: { strategy: "OnePerAz" },
    vpcEndpointStrategy: "Auto",
    vpcEndpointSpecs: [
      { serviceName: "com.amazonaws.eu-west-1.s3", vpcEndpointType: "Gateway" },
      { serviceName: "com.amazonaws.eu-west-1.sts", vpcEndpointType: "Interface" },
    ],
    ...changes,
  });

const cluster = (changes: Json = {}) =>
  remote("eks:index:Cluster", "c", {
    name: "c",
    version: "1.36",
    upgradePolicy: { supportType: "STANDARD" },
    serviceRole: unknown,
    vpcId: unknown,
    subnetIds: [unknown],
    skipDefaultSecurityGroups: true,
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
    encryptionConfigKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    authenticationMode: "API",
    accessEntries: {},
    deletionProtection: true,
    createOidcProvider: false,
    skipDefaultNodeGroup: true,
    bootstrapSelfManagedAddons: false,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    corednsAddonOptions: { enabled: false },
    ...changes,
  });

describe("a chart, whose arguments the engine shows to no policy", () => {
  it("is judged by what the component around it has on record", async () => {
    expect(await says("charts-pinned", chart({ chart: "app", version: "1.2.3" }))).to.deep.equal([]);
    for (const version of ["latest", "1.2", "^1.2.3", undefined]) {
      expect(await says("charts-pinned", chart({ chart: "app", version }))).to.deep.equal(["violation Chart app"]);
    }
    const old = { minimum: { app: "2.0.0" } };
    expect(await says("no-retired-components", chart({ chart: "app", version: "1.2.3" }), old)).to.have.length(1);
    expect(await says("no-retired-components", chart({ chart: "promtail", version: "1.2.3" }))).to.have.length(1);
    expect(await says("remote-components", chart({ chart: "app", version: "1.2.3" }))).to.deep.equal([]);
  });

  it("is not judged by its arguments, and said to be not judged without a record", async () => {
    const unpinned = chart(undefined, { chart: "promtail", version: "latest" });
    expect(await says("charts-pinned", unpinned)).to.deep.equal([]);
    expect(await says("no-retired-components", unpinned)).to.deep.equal([]);
    for (const facts of [undefined, { other: { chart: "app", version: "1.2.3" } }]) {
      const owner = component(facts);
      const alone = remote("kubernetes:helm.sh/v4:Chart", "app", {}, owner);
      expect(await says("remote-components", [owner, alone])).to.deep.equal(["unknown Chart app"]);
    }
  });

  it("is unknown where the record isn't known", async () => {
    expect(await says("charts-pinned", chart({ chart: "app", version: unknown }))).to.deep.equal(["unknown Chart app"]);
  });
});

describe("manifests from elsewhere", () => {
  const group = (files: unknown) => {
    const owner = component({ crds: { files } });
    return [owner, remote("kubernetes:yaml/v2:ConfigGroup", "crds", {}, owner)];
  };
  const raw = "https://raw.githubusercontent.com/x/y";

  it("have a version in their address", async () => {
    const sha = "0123456789abcdef0123456789abcdef01234567";
    for (const file of [`${raw}/v1.2.3/a.yaml`, `${raw}/helm-v1.2.3/a.yaml`, `${raw}/${sha}/a.yaml`, "crds/a.yaml"]) {
      expect(await says("charts-pinned", group([file])), file).to.deep.equal([]);
    }
    for (const file of [`${raw}/main/a.yaml`, `${raw}/v1/a.yaml`, "https://10.0.0.1/a.yaml", 3]) {
      expect(await says("charts-pinned", group([file])), String(file)).to.deep.equal(["violation ConfigGroup crds"]);
    }
    expect(await says("charts-pinned", group(unknown))).to.deep.equal(["unknown ConfigGroup crds"]);
  });
});

describe("awsx.ec2.Vpc", () => {
  it("has a NAT gateway for each zone, or none, by the children that it makes", async () => {
    expect(await says("nat-per-zone", [vpc()])).to.deep.equal([]);
    expect(await says("nat-per-zone", [vpc({ natGateways: { strategy: "None" } })])).to.deep.equal([]);
    expect(await says("nat-per-zone", [vpc({ natGateways: undefined })])).to.deep.equal([]);
    const single = vpc({ natGateways: { strategy: "Single" } });
    expect(await says("nat-per-zone", [single])).to.deep.equal(["violation Vpc net"]);
    expect(await says("nat-per-zone", [single], { single: "allowed" })).to.deep.equal([]);
  });

  it("is said to be not judged where its children can't be told", async () => {
    for (const change of [{ subnetStrategy: "Legacy" }, { natGateways: unknown }, { ipv4IpamPoolId: "ipam-1" }]) {
      expect(await says("remote-components", [vpc(change)])).to.deep.equal(["unknown Vpc net"]);
    }
    expect(await says("remote-components", [vpc()])).to.deep.equal([]);
  });
});

describe("a VPC without a plugin", () => {
  const own = (type: string, name: string, inputs: Json, of?: RecordedResource): RecordedResource => ({
    ...resource(type, inputs, name),
    dependencies: of ? [of.urn] : [],
  });
  const alone = own("aws:ec2/vpc:Vpc", "alone", {});
  const [a, b] = ["a", "b"].map((zone) =>
    own("aws:ec2/subnet:Subnet", zone, { availabilityZone: `eu-west-1${zone}` }, alone),
  ) as [RecordedResource, RecordedResource];
  const gateway = (name: string, of: RecordedResource, inputs: Json = {}) =>
    own("aws:ec2/natGateway:NatGateway", name, inputs, of);

  it("has a NAT gateway for each zone, or none", async () => {
    expect(await says("nat-per-zone", [alone, a, b])).to.deep.equal([]);
    expect(await says("nat-per-zone", [alone, a, b, gateway("n", a)])).to.deep.equal(["violation Vpc alone"]);
    expect(await says("nat-per-zone", [alone, a, b, gateway("n", a), gateway("m", b)])).to.deep.equal([]);
    for (const other of [{ connectivityType: "private" }, { availabilityMode: "regional" }]) {
      expect(await says("nat-per-zone", [alone, a, b, gateway("n", a, other)])).to.deep.equal([]);
    }
    const somewhere = { ...b, inputs: { availabilityZone: unknown } };
    expect(await says("nat-per-zone", [alone, a, somewhere, gateway("n", a)])).to.deep.equal(["unknown Vpc alone"]);
  });
});

describe("eks.Cluster", () => {
  const bad: Record<string, Json> = {
    "cluster-endpoint": { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
    "cluster-logs": { enabledClusterLogTypes: ["audit"] },
    "cluster-encryption": { encryptionConfigKeyArn: "" },
    "cluster-version": { version: "1.28" },
    "cluster-upgrade-policy": { upgradePolicy: { supportType: "EXTENDED" } },
    "cluster-deletion-protection": { deletionProtection: false },
  };
  for (const [rule, change] of Object.entries(bad)) {
    it(`is judged by ${rule} by the cluster that it makes`, async () => {
      expect(await says(rule, [cluster()])).to.deep.equal([]);
      expect(await says(rule, [cluster(change)])).to.deep.equal(["violation Cluster c-eksCluster"]);
    });
  }
});

describe("the pack's server, which gets what the engine shows", function () {
  this.timeout(120_000);
  let server: PackServer;

  before(async () => {
    server = await PackServer.start("policies");
  });
  after(() => server?.stop());

  const single = vpc({ natGateways: { strategy: "Single" } });
  const inputs: Record<string, RecordedResource[]> = {
    "an unpinned chart": chart({ chart: "app", version: "latest" }),
    "a retired chart": chart({ chart: "promtail", version: "1.2.3" }),
    "a chart without a record": chart(undefined),
    "one NAT gateway for three zones": [single],
    "an open endpoint": [cluster({ endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] })],
    "an old cluster": [cluster({ version: "1.28" })],
  };
  for (const [what, resources] of Object.entries(inputs)) {
    it(`has the verdicts of the offline run on ${what}`, async () => {
      const offline = await runStrictly(resources);
      expect(offline.findings).not.to.deep.equal([]);
      await server.configure(rules, {}, today);
      const shown = asEngine(resources);
      const found = [];
      for (const one of shown) found.push(...(await server.analyze(one)));
      found.push(...(await server.analyzeStack(shown, false)));
      const line = (one: { policy: string; level: string; urn: string; message: string }) =>
        [one.policy, one.level, one.urn, one.message].join(" ");
      expect(found.map(line).sort()).to.deep.equal(offline.findings.map(line).sort());
    });
  }
});

describe("what the components of the platform have on record", function () {
  this.timeout(300_000);

  for (const { name, plan } of stacksAndExamples()) {
    it(`is what their charts and manifests get: ${name}`, async () => {
      const { resources } = await plan();
      const on = new Map(resources.map((one) => [one.urn, one.inputs["remote"] as Record<string, Json> | undefined]));
      const made = resources.filter(({ remote, type }) => remote && type.startsWith("kubernetes:"));
      for (const { name, parent, inputs } of made) {
        const { repository, ...record } = on.get(parent ?? "")?.[name] ?? {};
        const repo = (inputs["repositoryOpts"] as Json | undefined)?.["repo"];
        const { chart, version, files } = inputs;
        const given = Object.fromEntries(
          Object.entries({ chart, version, files }).filter(([, value]) => value !== undefined),
        );
        expect(record, name).to.deep.equal(given);
        if (chart !== undefined && repo !== undefined) expect(repository, name).to.equal(repo);
      }
      const recorded = [...on.values()].flatMap((facts) => Object.keys(facts ?? {}));
      expect(recorded.sort()).to.deep.equal(made.map(({ name }) => name).sort());
    });
  }
});
