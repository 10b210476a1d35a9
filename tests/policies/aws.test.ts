import { expect } from "chai";
import { judgesSettings, type SettingCase } from "./support/cases";
import { compliant, compliantTypes, podIdentityTrust } from "./support/compliant";
import { runStrictly, set } from "./support/workloads";

const component = "eks:index:Cluster";
const child = "aws:eks/cluster:Cluster";

/** The same setting of the component that a program writes, and of the cluster that the engine makes of it. */
const both = (one: Omit<SettingCase, "type" | "at">, inComponent: string, inChild: string): SettingCase[] => [
  { ...one, type: component, at: inComponent },
  { ...one, type: child, at: inChild },
];
const booleans = [false, "yes", 0];
const world = ["0.0.0.0/0", "::/0", "128.0.0.0/1", "0.0.0.0/1", "anything"];
const launch = "aws:ec2/launchTemplate:LaunchTemplate";
const database = "aws:rds/instance:Instance";

describe("rules on the cluster", () => {
  judgesSettings([
    ...both({ rule: "cluster-endpoint", bad: booleans }, "endpointPrivateAccess", "vpcConfig.endpointPrivateAccess"),
    ...both({ rule: "cluster-endpoint", bad: world }, "publicAccessCidrs.0", "vpcConfig.publicAccessCidrs.0").map(
      (one) => ({ ...one, fine: ["10.0.0.0/8", "2001:db8::/32", "203.0.113.7"] }),
    ),
    ...both({ rule: "cluster-endpoint", bad: [[]] }, "publicAccessCidrs", "vpcConfig.publicAccessCidrs"),
    ...both(
      { rule: "cluster-endpoint", bad: [true], fine: [false], config: { public: "forbidden" } },
      "endpointPublicAccess",
      "vpcConfig.endpointPublicAccess",
    ).map((one) => ({ ...one, alsoHit: [] })),
    ...both(
      { rule: "cluster-logs", bad: [[], ["audit"], ["nonsense"]] },
      "enabledClusterLogTypes",
      "enabledClusterLogTypes",
    ),
    ...both({ rule: "cluster-encryption", bad: ["", 3] }, "encryptionConfigKeyArn", "encryptionConfig.provider.keyArn"),
    { rule: "cluster-encryption", type: child, at: "encryptionConfig.resources", bad: [[], ["pods"]] },
    ...both(
      { rule: "cluster-authentication", bad: ["CONFIG_MAP", "API_AND_CONFIG_MAP", true] },
      "authenticationMode",
      "accessConfig.authenticationMode",
    ),
    {
      rule: "cluster-authentication",
      type: child,
      at: "accessConfig.bootstrapClusterCreatorAdminPermissions",
      bad: [true],
    },
    ...both(
      { rule: "cluster-version", bad: ["1.28", "1.32", 1.36, "latest"], fine: ["1.34", "1.35"] },
      "version",
      "version",
    ),
    { rule: "cluster-version", type: "aws:eks/nodeGroup:NodeGroup", at: "version", bad: ["1.28"], optional: true },
    ...both(
      { rule: "cluster-upgrade-policy", bad: ["EXTENDED", "no"] },
      "upgradePolicy.supportType",
      "upgradePolicy.supportType",
    ),
    ...both({ rule: "cluster-deletion-protection", bad: [false] }, "deletionProtection", "deletionProtection"),
  ]);

  it("know new versions by config, and look ahead of the end of support", async () => {
    const cluster = compliant(component);
    set(cluster.inputs, "version", "1.37");
    const of = async (config: unknown) =>
      (await runStrictly([cluster], { all: "mandatory", "cluster-version": config })).findings.map(
        ({ policy }) => policy,
      );
    expect(await of({ versions: { "1.37": "2027-12-01" } })).to.deep.equal([]);
    expect(await of({ versions: { "1.37": "2026-06-30" }, daysAhead: 29 })).to.deep.equal(["cluster-version"]);
    expect(await of({ versions: { "1.37": "2026-06-30" }, daysAhead: 28 })).to.deep.equal([]);
  });

  it("leave a component alone that keeps its inputs to itself: its children are judged", async () => {
    const { findings } = await runStrictly([{ ...compliant(component), inputs: {} }]);
    expect(findings).to.deep.equal([]);
  });
});

describe("rules on nodes", () => {
  judgesSettings([
    { rule: "node-metadata", type: launch, at: "metadataOptions.httpTokens", bad: ["optional", true] },
    { rule: "node-metadata", type: launch, at: "metadataOptions.httpPutResponseHopLimit", bad: [2, "1", 0] },
    {
      rule: "node-metadata",
      type: "aws:ec2/instance:Instance",
      at: "metadataOptions",
      bad: [{}, "x"],
      fine: [{ httpEndpoint: "disabled" }],
    },
    { rule: "node-metadata", type: "eks:index:ManagedNodeGroup", at: "enableIMDSv2", bad: [false] },
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
  ]);
});

describe("rules on what holds data", () => {
  judgesSettings([
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
    { rule: "container-registries", type: "aws:ecr/repository:Repository", at: "imageTagMutability", bad: ["MUTABLE"] },
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
  ]);

  it("are protected, unless the config says otherwise", async () => {
    const open = { ...compliant("aws:kms/key:Key", "key"), protect: false };
    const of = async (config: unknown) =>
      (await runStrictly([open], { "protected-data": config })).findings.map(({ policy }) => policy);
    expect(await of({})).to.deep.equal(["protected-data"]);
    expect(await of({ exempt: ["k*"] })).to.deep.equal([]);
    expect(await of({ protect: "optional" })).to.deep.equal([]);
  });
});

describe("rules on the network of the account", () => {
  const group = "aws:ec2/securityGroup:SecurityGroup";
  judgesSettings([
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
    {
      rule: "nat-per-zone",
      type: "awsx:ec2:Vpc",
      at: "natGateways.strategy",
      bad: ["Single"],
      fine: ["None"],
      optional: true,
    },
  ]);

  it("let the internet in at doors, on their ports", async () => {
    const door = (port: number, to = port) => {
      const rule = compliant("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "door-https");
      Object.assign(rule.inputs, { fromPort: port, toPort: to, cidrIpv4: "0.0.0.0/0" });
      return rule;
    };
    const config = { "no-open-ingress": { doors: ["door-*"] } };
    expect((await runStrictly([door(443)], config)).findings).to.deep.equal([]);
    expect((await runStrictly([door(22)], config)).findings[0]?.message).to.contain("the internet reaches port 22");
    expect((await runStrictly([door(80, 443)], config)).findings[0]?.message).to.contain("ports 80 to 443");
    expect((await runStrictly([door(443)])).findings).to.have.length(1);
  });
});

describe("rules on IAM", () => {
  const statement = (one: Record<string, unknown>) => JSON.stringify({ Statement: { Effect: "Allow", ...one } });
  const policy = "aws:iam/rolePolicy:RolePolicy";
  judgesSettings([
    {
      rule: "iam-no-wildcards",
      type: policy,
      at: "policy",
      bad: [
        statement({ Action: "s3:*", Resource: "arn:aws:s3:::one/*" }),
        statement({ Action: ["*"], Resource: "arn:x" }),
        statement({ NotAction: "iam:*", Resource: "arn:x" }),
        statement({ Action: "s3:GetObject", NotResource: "arn:x" }),
        statement({ Action: "s3:PutObject", Resource: "*" }),
        statement({ Action: "secretsmanager:GetSecretValue", Resource: ["*"] }),
        statement({ Action: 3, Resource: "arn:x" }),
        "{",
      ],
      fine: [
        statement({ Action: "s3:PutObject", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/x": "y" } } }),
        statement({ Action: "ec2:Describe*", Resource: "*" }),
        statement({ Effect: "Deny", Action: "*", Resource: "*" }),
      ],
      alsoHit: ["iam-no-escalation"],
      optional: true,
    },
    {
      rule: "iam-no-escalation",
      type: policy,
      at: "policy",
      bad: [
        statement({ Action: "iam:PassRole", Resource: "*", Condition: { Bool: { x: "y" } } }),
        statement({ Action: "iam:Pass*", Resource: "arn:aws:iam::123456789012:role/*" }),
        statement({ Action: ["ec2:RunInstances", "iam:putrolepolicy"], Resource: ["arn:x", "*"] }),
      ],
      fine: [statement({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/one-*" })],
      alsoHit: ["iam-no-wildcards"],
      optional: true,
    },
    {
      rule: "iam-no-broad-policies",
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      at: "policyArn",
      bad: ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess"],
      optional: true,
    },
  ]);

  const trusts = async (text: unknown) => {
    const role = compliant("aws:iam/role:Role");
    set(role.inputs, "assumeRolePolicy", text);
    return (await runStrictly([role])).findings.map(({ policy: rule, message }) => `${rule}: ${message}`);
  };
  const irsa = String(compliant("aws:iam/role:Role").inputs["assumeRolePolicy"]);

  it("bind a role to one service account, by IRSA or Pod Identity", async () => {
    expect(await trusts(irsa)).to.deep.equal([]);
    expect(await trusts(podIdentityTrust)).to.deep.equal([]);
  });

  it("find a trust in more than one service account, by what is missing", async () => {
    const found = async (text: string) => (await trusts(text)).join("\n");
    expect(await found(irsa.replace("system:serviceaccount:shop:api", "system:serviceaccount:shop:*"))).to.contain(
      "every pod",
    );
    expect(await found(irsa.replace("StringEquals", "StringLike"))).to.contain(
      "without a condition on the token's subject",
    );
    expect(await found(irsa.replace(":aud", ":azp"))).to.contain("audience");
    expect(await found(podIdentityTrust.replace("kubernetes-namespace", "x"))).to.contain("kubernetes-namespace");
    expect(await found(podIdentityTrust.replace('"api"', '"*"'))).to.contain("bound to no service account");
    expect(await found(podIdentityTrust.replace("eks-cluster-arn", "x"))).to.contain("every cluster in the account");
  });

  it("find a role for everybody, for nobody, and one that can't be read", async () => {
    const everybody = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    });
    for (const text of [everybody, everybody.replace('{"AWS":"*"}', '"*"'), undefined, "{", 3, []]) {
      expect(await trusts(text), JSON.stringify(text)).to.have.length.above(0);
    }
  });

  it("find credentials that never expire", async () => {
    const key = { ...compliant("aws:kms/key:Key"), type: "aws:iam/accessKey:AccessKey", inputs: {} };
    expect((await runStrictly([key])).findings.map(({ policy: rule }) => rule)).to.deep.equal(["iam-no-access-keys"]);
  });
});

describe("compliant resources", () => {
  it("are fine with every rule that looks at one resource", async () => {
    for (const type of compliantTypes) {
      const { findings, problems } = await runStrictly([compliant(type)], { "vpc-flow-logs": "disabled" });
      expect([findings, problems], type).to.deep.equal([[], []]);
    }
  });
});
