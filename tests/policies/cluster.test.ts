import { expect } from "chai";
import { claimsAbout, type SettingCase } from "./support/cases";
import { compliant } from "./support/compliant";
import { says } from "./support/stack";
import { resource, runStrictly, set, unknown } from "./support/workloads";

const child = "aws:eks/cluster:Cluster";

const of = (rule: string, at: string, bad: unknown[], rest: Partial<SettingCase> = {}): SettingCase => ({
  ...{ rule, type: child, at, bad },
  ...rest,
});
const booleans = [false, "yes", 0];
const world = ["0.0.0.0/0", "::/0", "128.0.0.0/1", "0.0.0.0/1", "anything"];
const launch = "aws:ec2/launchTemplate:LaunchTemplate";

describe("rules on the cluster", () => {
  const settings: SettingCase[] = [
    of("cluster-endpoint", "vpcConfig.endpointPrivateAccess", booleans),
    of("cluster-endpoint", "vpcConfig.publicAccessCidrs.0", world, {
      fine: ["10.0.0.0/8", "2001:db8::/32", "203.0.113.7"],
    }),
    of("cluster-endpoint", "vpcConfig.publicAccessCidrs", [[]]),
    of("cluster-endpoint", "vpcConfig.endpointPublicAccess", [true], {
      fine: [false],
      config: { public: "forbidden" },
    }),
    of("cluster-logs", "enabledClusterLogTypes", [[], ["audit"], ["nonsense"]]),
    of("cluster-encryption", "encryptionConfig.provider.keyArn", ["", 3]),
    of("cluster-encryption", "encryptionConfig.resources", [[], ["pods"]]),
    of("cluster-authentication", "accessConfig.authenticationMode", ["CONFIG_MAP", "API_AND_CONFIG_MAP", true]),
    of("cluster-authentication", "accessConfig.bootstrapClusterCreatorAdminPermissions", [true]),
    of("cluster-version", "version", ["1.28", "1.32", 1.36, "latest"], { fine: ["1.34", "1.35"] }),
    { rule: "cluster-version", type: "aws:eks/nodeGroup:NodeGroup", at: "version", bad: ["1.28"], optional: true },
    of("cluster-upgrade-policy", "upgradePolicy.supportType", ["EXTENDED", "no"]),
    of("cluster-deletion-protection", "deletionProtection", [false]),
  ];
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("know new versions by config, and look ahead of the end of support", async () => {
    const cluster = compliant(child);
    set(cluster.inputs, "version", "1.37");
    const of = async (config: unknown) =>
      (await runStrictly([cluster], { all: "mandatory", "cluster-version": config })).findings.map(
        ({ policy }) => policy,
      );
    expect(await of({ versions: { "1.37": "2027-12-01" } })).to.deep.equal([]);
    expect(await of({ versions: { "1.37": "2026-06-30" }, daysAhead: 29 })).to.deep.equal(["cluster-version"]);
    expect(await of({ versions: { "1.37": "2026-06-30" }, daysAhead: 28 })).to.deep.equal([]);
  });
});

describe("administrators of the cluster", () => {
  const association = (policy: string, principalArn: unknown) =>
    resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", {
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      principalArn,
    });
  const of = (policy: string, principal: unknown) => says("cluster-administrators", [association(policy, principal)]);

  it("are roles, and neither users nor whole accounts", async () => {
    const role = "arn:aws:iam::123456789012:role/platform/admin";
    for (const policy of ["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy"]) {
      expect(await of(policy, role)).to.deep.equal([]);
      for (const principal of [
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/one",
        "*",
        undefined,
      ]) {
        expect(await of(policy, principal), String(principal)).to.have.length(1);
      }
      expect((await of(policy, unknown))[0]).to.contain("unknown");
    }
    expect(await of("AmazonEKSViewPolicy", "arn:aws:iam::123456789012:user/one")).to.deep.equal([]);
  });
});

describe("rules on nodes", () => {
  const settings2: SettingCase[] = [
    { rule: "node-metadata", type: launch, at: "metadataOptions.httpTokens", bad: ["optional", true] },
    { rule: "node-metadata", type: launch, at: "metadataOptions.httpPutResponseHopLimit", bad: [2, "1", 0] },
    {
      rule: "node-metadata",
      type: "aws:ec2/instance:Instance",
      at: "metadataOptions",
      bad: [{}, "x"],
      fine: [{ httpEndpoint: "disabled" }],
    },
    {
      rule: "private-nodes",
      type: launch,
      at: "networkInterfaces.0.associatePublicIpAddress",
      bad: [true, "true"],
      optional: true,
    },
    {
      rule: "private-nodes",
      type: "aws:ec2/instance:Instance",
      at: "associatePublicIpAddress",
      bad: [true],
      optional: true,
    },
    {
      rule: "private-nodes",
      type: "aws:eks/nodeGroup:NodeGroup",
      at: "remoteAccess.sourceSecurityGroupIds",
      bad: [[]],
    },
    {
      rule: "node-image-supported",
      type: "aws:eks/nodeGroup:NodeGroup",
      at: "amiType",
      bad: ["AL2_x86_64", "AL2_ARM_64"],
      fine: ["CUSTOM"],
    },
    {
      rule: "encrypted-storage",
      type: launch,
      at: "blockDeviceMappings.0.ebs.encrypted",
      bad: ["false", false],
      fine: [true],
    },
    { rule: "encrypted-storage", type: "aws:ec2/instance:Instance", at: "rootBlockDevice.encrypted", bad: [false] },
    { rule: "encrypted-storage", type: "aws:ec2/instance:Instance", at: "ebsBlockDevices.0.encrypted", bad: [false] },
    {
      rule: "required-tags",
      type: launch,
      at: "tagSpecifications.1.tags.team",
      bad: ["", 3],
      config: { keys: ["team"] },
    },
    { rule: "required-tags", type: launch, at: "tagSpecifications", bad: [[]], config: { keys: ["team"] } },
    {
      rule: "required-tags",
      type: "pulumi:providers:aws",
      at: "defaultTags",
      bad: ["{}", "no json"],
      config: { keys: ["team"] },
    },
    {
      rule: "storage-class-encrypted",
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      at: "parameters.encrypted",
      bad: ["false", false],
      fine: [true],
    },
  ];
  for (const { title, holds } of settings2.flatMap(claimsAbout)) {
    it(title, holds);
  }
});
