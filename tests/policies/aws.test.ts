import { expect } from "chai";
import { rules } from "../../policies/rules";
import { claimsAbout, type SettingCase } from "./support/cases";
import { compliant, compliantTypes } from "./support/compliant";
import { runStrictly } from "./support/workloads";

const world = ["0.0.0.0/0", "::/0", "128.0.0.0/1", "0.0.0.0/1", "anything"];
const database = "aws:rds/instance:Instance";

describe("rules on what holds data", () => {
  const settings: SettingCase[] = [
    { rule: "encrypted-storage", type: "aws:ebs/volume:Volume", at: "encrypted", bad: [false] },
    { rule: "encrypted-storage", type: "aws:efs/fileSystem:FileSystem", at: "encrypted", bad: [false] },
    {
      rule: "encrypted-storage",
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      at: "transitEncryptionEnabled",
      bad: [false],
    },
    { rule: "encrypted-storage", type: database, at: "storageEncrypted", bad: [false] },
    { rule: "databases", type: database, at: "publiclyAccessible", bad: [true], optional: true },
    { rule: "databases", type: database, at: "backupRetentionPeriod", bad: [0, 6, "7"], fine: [35] },
    { rule: "databases", type: database, at: "deletionProtection", bad: [false] },
    { rule: "databases", type: database, at: "skipFinalSnapshot", bad: [true], optional: true },
    { rule: "databases", type: database, at: "multiAz", bad: [false] },
    {
      rule: "container-registries",
      type: "aws:ecr/repository:Repository",
      at: "imageTagMutability",
      bad: ["MUTABLE", "MUTABLE_WITH_EXCLUSION"],
      fine: ["IMMUTABLE_WITH_EXCLUSION"],
    },
    {
      rule: "container-registries",
      type: "aws:ecr/repository:Repository",
      at: "imageScanningConfiguration.scanOnPush",
      bad: [false],
    },
    {
      rule: "managed-secrets",
      type: "aws:secretsmanager/secret:Secret",
      at: "recoveryWindowInDays",
      bad: [0, 6],
      optional: true,
    },
    {
      rule: "managed-secrets",
      type: "aws:secretsmanager/secret:Secret",
      at: "kmsKeyId",
      bad: ["", "alias/aws/secretsmanager"],
      config: { key: "own" },
    },
    { rule: "kms-keys", type: "aws:kms/key:Key", at: "enableKeyRotation", bad: [false] },
    { rule: "kms-keys", type: "aws:kms/key:Key", at: "deletionWindowInDays", bad: [7], optional: true },
    {
      rule: "kms-keys",
      type: "aws:kms/key:Key",
      at: "policy",
      bad: [
        '{"Statement":{"Effect":"Allow","Principal":"*"}}',
        '{"Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]}}]}',
        "{",
      ],
      optional: true,
    },
    { rule: "backup-plans", type: "aws:backup/plan:Plan", at: "rules.0.lifecycle.deleteAfter", bad: [34] },
    { rule: "backup-plans", type: "aws:backup/plan:Plan", at: "rules.0.copyActions", bad: [[]] },
    { rule: "backup-plans", type: "aws:backup/plan:Plan", at: "rules", bad: [[]] },
    { rule: "backup-plans", type: "aws:backup/vault:Vault", at: "forceDestroy", bad: [true], optional: true },
    {
      rule: "log-retention",
      type: "aws:cloudwatch/logGroup:LogGroup",
      at: "retentionInDays",
      bad: [0, 1, "30"],
      fine: [7, 3653],
    },
  ];
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("are protected, unless the config says otherwise", async () => {
    const open = { ...compliant("aws:kms/key:Key", "key"), protect: false };
    const of = async (config: unknown) =>
      (await runStrictly([open], { "protected-data": config })).findings.map(({ policy }) => policy);
    expect(await of({})).to.deep.equal(["protected-data"]);
    expect(await of({ waivers: { "aws.kms.Key/k*": "of a test account until 2026-06-01" } })).to.deep.equal([]);
    expect(await of({ waivers: { "aws.kms.Key/k*": "of a test account until 2026-05-31" } })).to.have.length(1);
    expect(await of({ waivers: { "aws.kms.Key/k*": "of a test account" } })).to.have.length(1);
    expect(await of({ protect: "optional" })).to.deep.equal([]);
  });
});

describe("rules on the network of the account", () => {
  const group = "aws:ec2/securityGroup:SecurityGroup";
  const settings: SettingCase[] = [
    {
      rule: "no-open-ingress",
      type: group,
      at: "ingress.0.cidrBlocks.0",
      bad: world,
      fine: ["203.0.113.7/32"],
      optional: true,
    },
    { rule: "no-open-ingress", type: group, at: "ingress.0.ipv6CidrBlocks", bad: [["::/0"]], optional: true },
    {
      rule: "no-open-ingress",
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      at: "cidrBlocks",
      bad: [["0.0.0.0/0"]],
      optional: true,
    },
    {
      rule: "no-open-ingress",
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      at: "cidrIpv4",
      bad: world,
      optional: true,
    },
    {
      rule: "default-security-group",
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      at: "egress",
      bad: [[{ protocol: "-1" }]],
      optional: true,
    },
  ];
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("let the internet in at gateways, on their ports", async () => {
    const gateway = (port: number, to = port) => {
      const rule = compliant("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "gateway-https");
      Object.assign(rule.inputs, { fromPort: port, toPort: to, cidrIpv4: "0.0.0.0/0" });
      return rule;
    };
    const config = { "no-open-ingress": { gateways: ["gateway-*"] } };
    expect((await runStrictly([gateway(443)], config)).findings).to.deep.equal([]);
    expect((await runStrictly([gateway(22)], config)).findings[0]?.message).to.contain("the internet reaches port 22");
    expect((await runStrictly([gateway(80, 443)], config)).findings[0]?.message).to.contain("ports 80 to 443");
    expect((await runStrictly([gateway(443)])).findings).to.have.length(1);
  });
});

describe("compliant resources", () => {
  it("are fine with every rule that looks at one resource", async () => {
    const around = rules.filter((rule) => "validateStack" in rule).map(({ name }) => [name, "disabled"]);
    const about = Object.fromEntries(around) as unknown;
    for (const type of compliantTypes) {
      const { findings, problems } = await runStrictly([compliant(type)], about);
      expect([findings, problems], type).to.deep.equal([[], []]);
    }
  });
});
