import { expect } from "chai";
import { readMasterSecret } from "../../../components/databases/rds-database";
import { policyDocument } from "../../../components/identity/policy-document";
import { platformContext } from "../../support/builders";
import { defects, isAllowed } from "../../support/iam";
import { Databases } from "../../../components/databases/databases";
import { recorded } from "../../support/record";
import { built, database, databasesArgs, kind, problems } from "./builders";

const rds = { kind: "rds" };
const cnpg = database({ kind: "cloudnative-pg", storage: "100Gi", storageClass: "fast-ssd" });

describe("databases of kind rds", () => {
  it("TB-12: Multi-AZ, encrypted, private, backed up to any point of 30 days, protected, never gone without a snapshot", async () => {
    const { run } = await built(rds);
    const instance = run.one(kind.instance);
    expect(run.inputs(kind.instance)).to.deep.include({
      identifier: "acme-db",
      engine: "postgres",
      engineVersion: "17",
      multiAz: true,
      storageEncrypted: true,
      storageType: "gp3",
      publiclyAccessible: false,
      backupRetentionPeriod: 30,
      backupWindow: "22:00-23:00",
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "acme-db-final",
      copyTagsToSnapshot: true,
      vpcSecurityGroupIds: ["[unknown]"],
      tags: { Name: "acme-db", backup: "vault" },
    });
    expect(instance.protect).to.equal(true);
    expect(run.inputs("aws:rds/subnetGroup:SubnetGroup").subnetIds).to.deep.equal([
      "subnet-a2",
      "subnet-b2",
      "subnet-c2",
    ]);
  });

  it("TB-12: Database Insights, which follows Performance Insights, keeps 7 days, or 465 in advanced mode", async () => {
    const days = async (insights: string) => {
      const { databaseInsightsMode, performanceInsightsEnabled, performanceInsightsRetentionPeriod } = (
        await built({ ...rds, insights })
      ).run.inputs(kind.instance);
      return [databaseInsightsMode, performanceInsightsEnabled, performanceInsightsRetentionPeriod];
    };
    expect(await days("standard")).to.deep.equal(["standard", true, 7]);
    expect(await days("advanced")).to.deep.equal(["advanced", true, 465]);
  });

  it("TB-58: RDS keeps the password in Secrets Manager and rotates it; the program has none", async () => {
    const { run } = await built(rds);
    const inputs = run.inputs(kind.instance);
    expect(inputs.manageMasterUserPassword).to.equal(true);
    expect(inputs).to.not.have.any.keys("password", "passwordWo");
    expect(run.inputs("aws:secretsmanager/secretRotation:SecretRotation").rotationRules).to.deep.equal({
      automaticallyAfterDays: 30,
    });
    expect(run.ofType("random:index/randomPassword:RandomPassword")).to.deep.equal([]);
  });

  it("VC-8: a group of its own admits 5432 from nodes as soon as a service uses it, and lets nothing out", async () => {
    const { run } = await built(rds);
    const rule = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, description: "For api" };
    const own = { securityGroupId: "[unknown]", referencedSecurityGroupId: "sg-0d" };
    const nodes = { securityGroupId: "sg-0d", referencedSecurityGroupId: "[unknown]" };
    expect(run.inputs(kind.ingress)).to.deep.equal({ ...rule, ...own });
    expect(run.inputs(kind.egress)).to.deep.equal({ ...rule, ...nodes });
    const unused = await built(rds, { clients: {} });
    expect(unused.run.ofType(kind.ingress)).to.deep.equal([]);
  });

  it("refuses clients without TLS, also where a stack says otherwise", async () => {
    const { run } = await built({ ...rds, parameters: { "rds.force_ssl": "0", work_mem: "8192" } });
    expect(run.inputs("aws:rds/parameterGroup:ParameterGroup").parameters).to.deep.equal([
      { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      { name: "work_mem", value: "8192", applyMethod: "pending-reboot" },
    ]);
  });

  it("a service may read the password of this instance and of no other", async () => {
    const policy = policyDocument(...readMasterSecret(platformContext(), "db", {}));
    expect(await defects(policy)).to.deep.equal([]);
    const read = (instance: string) => ({
      action: "secretsmanager:GetSecretValue",
      on: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0a1b-a1B2c3",
      with: {
        "aws:ResourceTag/aws:rds:primaryDBInstanceArn": `arn:aws:rds:us-east-1:123456789012:db:${instance}`,
      },
    });
    expect(await isAllowed(policy, read("acme-db"))).to.equal(true);
    expect(await isAllowed(policy, read("acme-other"))).to.equal(false);
  });

  it("with a key of the stack a service may decrypt the password by it, and by no other key", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b";
    const { run, grant } = await built({ ...rds, kmsKeyArn });
    expect(run.inputs(kind.instance)).to.deep.include({ kmsKeyId: kmsKeyArn, masterUserSecretKmsKeyId: kmsKeyArn });
    const policy = policyDocument(...grant.statements);
    expect(await isAllowed(policy, { action: "kms:Decrypt", on: kmsKeyArn })).to.equal(true);
    expect(await isAllowed(policy, { action: "kms:Decrypt", on: `${kmsKeyArn}2` })).to.equal(false);
    expect(await isAllowed(policy, { action: "kms:Encrypt", on: kmsKeyArn })).to.equal(false);
  });

  it("TB-12: storage grows by the stack's word: what it says is never ignored", async () => {
    const { run } = await built({ ...rds, storageGiB: 100, maxStorageGiB: 500 });
    expect(run.inputs(kind.instance)).to.deep.include({ allocatedStorage: 100, maxAllocatedStorage: 500 });
    expect(run.one(kind.instance).ignoreChanges).to.deep.equal([]);
  });

  it("transform reaches every child, last", async () => {
    const tagged = (args: any) => ({ ...args, tags: { mine: "yes" } });
    const rotation = (args: any) => ({ ...args, rotationRules: { automaticallyAfterDays: 1 } });
    const slots = ["instance", "parameterGroup", "subnetGroup", "securityGroup"];
    const rules = ["securityGroupIngress", "securityGroupEgress"];
    const transform = { ...Object.fromEntries([...slots, ...rules].map((slot) => [slot, tagged])), rotation };
    const { run } = await built(rds, { transform });
    expect(run.resources.filter(({ inputs }) => (inputs as any).tags?.mine === "yes")).to.have.length(6);
    expect(
      run.inputs("aws:secretsmanager/secretRotation:SecretRotation").rotationRules.automaticallyAfterDays,
    ).to.equal(1);
  });

  it("a service reaches it in the private subnets only", async () => {
    const { grant } = await built(rds);
    expect(grant.egress).to.deep.equal([{ port: 5432, cidrs: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"] }]);
  });
});

describe("databases of kind cloudnative-pg", () => {
  it("KP-28, KP-19, KP-N10: three replicas of 100Gi fast-ssd are one primary with two standbys", async () => {
    const { run } = await built({ ...cnpg, version: "15" });
    const { spec } = run.inputs(kind.cluster);
    expect(spec).to.deep.include({ instances: 3, enableSuperuserAccess: false, enablePDB: true });
    expect(spec.storage).to.deep.equal({ size: "100Gi", storageClass: "fast-ssd" });
    expect(spec.imageName).to.contain("postgresql:15.");
    expect(spec.bootstrap.initdb).to.deep.equal({ database: "app", owner: "app", dataChecksums: true });
    expect(spec.postgresql.synchronous).to.deep.equal({ method: "any", number: 1, dataDurability: "preferred" });
  });

  it("keeps its volumes from a destroy by mistake", async () => {
    expect((await built(cnpg)).run.one(kind.cluster).protect).to.equal(true);
  });

  it("KP-47: a service has the operator's Secret as files and calls the primary", async () => {
    const { grant } = await built(cnpg);
    expect(grant.env.DB_HOST).to.equal("db-rw.production.svc.cluster.local");
    expect(grant.mounts).to.deep.equal([
      { name: "db", files: ["username", "password"], env: {}, source: { type: "kubernetes", secret: "db-app" } },
    ]);
    expect(grant.egress).to.deep.equal([
      { port: 5432, pods: { namespace: "production", labels: { "cnpg.io/cluster": "db" } } },
    ]);
  });

  it("KP-28, KP-47: user and password may come from postgres-secret, for the cluster and for the services", async () => {
    const { run, grant } = await built({ ...cnpg, credentials: { existingSecret: "postgres-secret" } });
    expect(run.inputs(kind.cluster).spec.bootstrap.initdb.secret).to.deep.equal({ name: "postgres-secret" });
    expect(grant.mounts[0]).to.deep.include({
      files: ["username", "password"],
      source: { type: "kubernetes", secret: "postgres-secret" },
    });
  });

  it("its instances are scraped, where the stack has a Prometheus", async () => {
    const { spec } = (await built(cnpg)).run.inputs(kind.podMonitor);
    expect(spec.selector).to.deep.equal({ matchLabels: { "cnpg.io/cluster": "db" } });
    expect(spec.podMetricsEndpoints).to.deep.equal([{ port: "metrics" }]);
    const blind = databasesArgs(cnpg);
    delete blind.monitoringNamespace;
    const run = await recorded(() => new Databases("databases", blind));
    expect(run.ofType(kind.podMonitor)).to.deep.equal([]);
  });

  it("transform reaches every child, last", async () => {
    const named = (args: any) => ({ ...args, metadata: { ...args.metadata, annotations: { mine: "yes" } } });
    const { run } = await built(cnpg, { transform: { cluster: named, networkPolicy: named, monitor: named } });
    const objects = run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.map(({ inputs }) => (inputs as any).metadata.annotations)).to.deep.equal(
      Array.from({ length: 3 }, () => ({ mine: "yes" })),
    );
  });

  it("its pods hear clients, the operator, Prometheus and each other", async () => {
    const { ingress, egress } = (await built(cnpg)).run.inputs(kind.networkPolicy).spec;
    const ports = (rules: any[]) => rules.map((rule) => rule.ports.map(({ port }: any) => port));
    expect(ports(ingress)).to.deep.equal([[5432], [8000, 5432], [9187]]);
    expect(ports(egress)).to.deep.equal([[53, 53], [5432, 8000], [443]]);
  });

  it("its pods reach the API server by its interfaces in the VPC and by the address of its Service", async () => {
    const { egress } = (await built(cnpg)).run.inputs(kind.networkPolicy).spec;
    const cidrs = egress.at(-1).to.map(({ ipBlock }: any) => ipBlock.cidr as string);
    // The VPC CNI judges a packet before the Service's address is changed, Calico after.
    expect(cidrs).to.deep.equal(["10.0.0.0/16", "10.100.0.1/32", "172.20.0.1/32"]);
  });

  it("as many synchronous standbys as instances would stop every write, and is refused", () => {
    expect(problems({ ...cnpg, instances: 3, synchronous: 3 }).map(({ path }) => path)).to.deep.equal([
      "db.synchronous",
    ]);
  });
});

describe("settings of rds that AWS would refuse late", () => {
  for (const [claim, given, path] of [
    ["a backup in the middle of the maintenance", { backupWindow: "05:15-05:45" }, "maintenanceWindow"],
    ["a backup that goes on past midnight into it", { backupWindow: "23:30-05:30" }, "maintenanceWindow"],
    ["maintenance over the end of the week", { maintenanceWindow: "sat:22:30-sun:03:00" }, "maintenanceWindow"],
    ["a window of a quarter of an hour", { backupWindow: "01:00-01:15" }, "backupWindow"],
    ["storage that may grow by less than a tenth", { storageGiB: 100, maxStorageGiB: 109 }, "maxStorageGiB"],
  ] as const) {
    it(`refuses ${claim}`, () => {
      expect(problems({ ...rds, ...given }).map((problem) => problem.path)).to.deep.equal([`db.${path}`]);
    });
  }

  it("takes windows that touch, and storage that may grow by a tenth", () => {
    const given = { backupWindow: "06:00-07:00", storageGiB: 100, maxStorageGiB: 110 };
    expect(problems({ ...rds, ...given })).to.deep.equal([]);
  });
});

describe("databases of no kind", () => {
  it("a key of another kind is told from a typo: the keys of its own kind are named", () => {
    const [problem] = problems({ kind: "rds", storage: "50Gi" });
    expect(problem).to.deep.include({ path: "db.storage", why: 'unknown key "storage"; did you mean "storageGiB"?' });
    const [other] = problems({ kind: "rds", namespace: "production" });
    expect(other?.why).to.equal('unknown key "namespace"');
    expect(other?.set).to.match(/^one of kind, engine, .*multiAz.*, or remove the line$/);
  });

  it("a kind that isn't there is refused", () => {
    expect(problems({ kind: "aurora" }).map(({ path }) => path)).to.deep.equal(["db.kind"]);
  });
});
