import { expect } from "chai";
import { Caches, type CachesArgs } from "../../../components/caches/caches";
import { cachesSettings } from "../../../components/caches/settings";
import { policyDocument } from "../../../components/identity/policy-document";
import { tiers } from "../../../stacks/tiers";
import { networkRef, platformContext } from "../../support/builders";
import { defects, isAllowed } from "../../support/iam";
import { recorded } from "../../support/record";

const group = "aws:elasticache/replicationGroup:ReplicationGroup";

/** One cache `redis`, used by the service `api`. */
async function built(given: Record<string, unknown> = {}, deviation: Partial<CachesArgs> = {}) {
  let made: Caches | undefined;
  const run = await recorded(() => {
    made = new Caches("caches", {
      context: platformContext(),
      settings: cachesSettings(tiers.production.caches).parse({ redis: given }),
      network: networkRef(),
      clients: { redis: [{ name: "api" }] },
      ...deviation,
    });
  });
  const grant = made?.grants.redis;
  if (!grant) throw new Error("no grant");
  return { run, grant };
}

describe("caches", () => {
  it("VC-8: in the private subnets, behind a group of its own that admits 6379 from nodes", async () => {
    const { run, grant } = await built();
    expect(run.inputs("aws:elasticache/subnetGroup:SubnetGroup").subnetIds).to.deep.equal([
      "subnet-a2",
      "subnet-b2",
      "subnet-c2",
    ]);
    expect(run.inputs("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).to.deep.equal({
      ipProtocol: "tcp",
      fromPort: 6379,
      toPort: 6379,
      securityGroupId: "[unknown]",
      referencedSecurityGroupId: "sg-0d",
      description: "For api",
    });
    expect(grant.egress).to.deep.equal([{ port: 6379, cidrs: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"] }]);
    const unused = await built({}, { clients: {} });
    expect(unused.run.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).to.deep.equal([]);
  });

  it("MP-70: has daily snapshots of its own, kept for 30 days, and a last one", async () => {
    const { run } = await built();
    expect(run.inputs(group)).to.deep.include({
      snapshotRetentionLimit: 30,
      snapshotWindow: "02:00-03:00",
      finalSnapshotIdentifier: "acme-redis-final",
    });
    expect(run.one(group).protect).to.equal(true);
    const none = await built({ snapshotRetentionDays: 0 });
    expect(none.run.inputs(group)).to.not.have.property("finalSnapshotIdentifier");
  });

  it("is Valkey with a replica in another zone, encrypted at rest and in transit, with a password", async () => {
    const inputs = (await built()).run.inputs(group);
    expect(inputs).to.deep.include({
      engine: "valkey",
      engineVersion: "8.2",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authToken: "[unknown]",
    });
    expect((await built({ replicas: 0 })).run.inputs(group)).to.deep.include({
      numCacheClusters: 1,
      automaticFailoverEnabled: false,
      multiAzEnabled: false,
    });
  });

  it("a service has host, port and TLS in its environment, and the password as a file", async () => {
    const { grant } = await built();
    expect(Object.keys(grant.env)).to.deep.equal(["REDIS_HOST", "REDIS_PORT", "REDIS_TLS", "REDIS_PASSWORD_FILE"]);
    expect(grant.env).to.include({ REDIS_PORT: "6379", REDIS_PASSWORD_FILE: "/mnt/secrets/redis/password" });
    expect(grant.mounts[0]?.source).to.deep.equal({
      type: "aws",
      objects: [{ name: "acme/caches/redis", type: "secretsmanager", keys: ["password"], file: "credentials" }],
    });
    expect(grant.statements[0]?.Resource).to.deep.equal([
      "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/caches/redis-??????",
    ]);
  });

  it("TB-58: a service may read the password of this cache and of no other", async () => {
    const policy = policyDocument(...(await built()).grant.statements);
    expect(await defects(policy)).to.deep.equal([]);
    const read = (name: string) =>
      isAllowed(policy, {
        action: "secretsmanager:GetSecretValue",
        on: `arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/caches/${name}-a1B2c3`,
      });
    expect(await read("redis")).to.equal(true);
    expect(await read("redis2")).to.equal(false);
  });

  it("transform reaches every child", async () => {
    const tagged = (args: any) => ({ ...args, tags: { mine: "yes" } });
    const slots = ["replicationGroup", "subnetGroup", "secret", "securityGroup"];
    const rules = ["securityGroupIngress", "securityGroupEgress"];
    const transform = Object.fromEntries([...slots, ...rules].map((slot) => [slot, tagged]));
    const { run } = await built({}, { transform });
    const mine = run.resources.filter(({ inputs }) => (inputs as any).tags?.mine === "yes");
    expect(mine).to.have.length(6);
  });
});
