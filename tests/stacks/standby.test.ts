import { expect } from "chai";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { ConfigError } from "../../stacks/problems";
import { recorded, type Recorded } from "../support/record";
import { display } from "../../preview/display";
import { stackConfig } from "../support/stack-config";

type Stack = "production" | "standby";

const parsed = (stack: Stack, deviation: Record<string, unknown> = {}) =>
  parseStack(stack, { ...stackConfig(stack), ...deviation }).config;
const program = (stack: Stack, deviation: Record<string, unknown> = {}) =>
  recorded(() => new Platform(parsed(stack, deviation)));
const problems = (stack: Stack, deviation: Record<string, unknown>) => {
  try {
    parsed(stack, deviation);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, why }) => [path, why]);
    throw error;
  }
  return [];
};

const deployment = "kubernetes:apps/v1:Deployment";
const route = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const prefix = "external-dns.alpha.kubernetes.io/";
const annotationsOf = (run: Recorded, host: string): Record<string, string> =>
  (run
    .ofType(route)
    .map(({ inputs }) => display(inputs) as any)
    .find(({ spec }) => spec.hostnames?.[0] === host)?.metadata.annotations ?? {}) as Record<string, string>;

describe("a pair of stacks in two regions", () => {
  let [primary, standby, promoted] = [] as unknown as [Recorded, Recorded, Recorded];

  before(async function () {
    this.timeout(180_000);
    primary = await program("production");
    standby = await program("standby");
    promoted = await program("standby", { role: "active" });
  });

  it("KP-59, KP-60, MP-71: production is active in us-east-1, its standby waits in us-west-2, without an address in common", () => {
    const [one, other] = [parsed("production"), parsed("standby")];
    expect([one.role, one.aws.region]).to.deep.equal(["active", "us-east-1"]);
    expect([other.role, other.aws.region]).to.deep.equal(["standby", "us-west-2"]);
    expect([one.network.cidr, other.network.cidr]).to.deep.equal(["10.0.0.0/16", "10.1.0.0/16"]);
    expect(other.failover?.peer).to.include({
      cluster: one.cluster.name,
      region: one.aws.region,
      cidr: one.network.cidr,
    });
    expect(one.failover?.peer).to.include({
      cluster: other.cluster.name,
      region: other.aws.region,
      cidr: other.network.cidr,
    });
  });

  it("MP-71: what is promoted is what production is: the same services, databases, caches, queues and buckets", () => {
    const [one, other] = [stackConfig("production"), stackConfig("standby")];
    for (const part of ["services", "databases", "caches", "queues", "buckets", "namespaces", "images"])
      expect(other[part], part).to.deep.equal(one[part]);
  });

  it("KP-60: the standby runs no pod of an application, and no node for them", () => {
    for (const { name, inputs } of standby.ofType(deployment)) expect((inputs as any).spec.replicas, name).to.equal(0);
    expect(standby.ofType(deployment)).to.have.length(primary.ofType(deployment).length);
    expect(standby.inputs("kubernetes:apps/v1:StatefulSet", "databases-postgres").spec.replicas).to.equal(0);
    expect(standby.inputs("kubernetes:batch/v1:CronJob", "cleanup").spec.suspend).to.equal(true);
    expect(standby.ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")).to.deep.equal([]);
    expect(standby.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject")).to.deep.equal([]);
    const groups = standby
      .ofType("aws:eks/nodeGroup:NodeGroup")
      .map(({ name, inputs }) => [name, (inputs as any).scalingConfig]);
    for (const [name, size] of groups)
      expect(size.desiredSize > 0, String(name)).to.equal(String(name).includes("system"));
  });

  it("KP-59, KP-60: every host has a primary and a secondary record, and each is one cluster's own", () => {
    for (const host of ["api.ytvideocreator.com", "app.ytvideocreator.com", "admin.ytvideocreator.com"]) {
      const [one, other] = [annotationsOf(primary, host), annotationsOf(standby, host)];
      expect(one[`${prefix}aws-failover`], host).to.equal("PRIMARY");
      expect(other[`${prefix}aws-failover`], host).to.equal("SECONDARY");
      expect(one[`${prefix}set-identifier`], host).to.equal("us-east-1");
      expect(other[`${prefix}set-identifier`], host).to.equal("us-west-2");
      expect(one[`${prefix}aws-health-check-id`], host).to.equal("[unknown]");
      expect(other, host).not.to.have.property(`${prefix}aws-health-check-id`);
    }
    const owner = (run: Recorded) =>
      run
        .ofType("kubernetes:helm.sh/v4:Chart")
        .map(({ inputs }) => (display(inputs) as any).values?.txtOwnerId)
        .filter(Boolean);
    expect([owner(primary), owner(standby)]).to.deep.equal([["video-creator-production"], ["video-creator-standby"]]);
  });

  it("KP-59: the health of the primary is asked by a host of its own, which stays when the records move", () => {
    const own = annotationsOf(primary, "health-us-east-1.ytvideocreator.com");
    expect(Object.keys(own).filter((key) => key.startsWith(prefix))).to.deep.equal([]);
    expect(own).to.have.property("platform/config-path", "services.api");
  });

  it("KP-60: passwords and keys are the primary's, which Secrets Manager copies to the standby's region", () => {
    const secrets = primary.ofType("aws:secretsmanager/secret:Secret").map(({ inputs }) => inputs as any);
    const copied = secrets.filter(({ replicas }) => replicas?.[0]?.region === "us-west-2").map(({ name }) => name);
    expect(copied).to.include.members([
      "video-creator-production/databases/postgres",
      "video-creator-production/secrets/jwt",
    ]);
    const made = standby.ofType("aws:secretsmanager/secret:Secret").map(({ inputs }) => (inputs as any).name);
    expect(made).not.to.include("video-creator-standby/databases/postgres");
    const classes = JSON.stringify(
      standby
        .ofType("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass")
        .map(({ inputs }) => display(inputs)),
    );
    expect(classes).to.contain("video-creator-production/databases/postgres");
  });

  it("KP-60, KP-61: the primary sends its buckets to those that the standby has", () => {
    const targets = primary
      .ofType("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
      .map(({ inputs }) => (inputs as any).rules[0].destination.bucket.replace("arn:aws:s3:::", ""));
    const there = standby.ofType("aws:s3/bucket:Bucket").map(({ inputs }) => inputs["bucket"]);
    expect(targets).to.have.length.at.least(1);
    expect(there).to.include.members(targets);
    expect(standby.ofType("aws:s3/bucketReplicationConfig:BucketReplicationConfig")).to.deep.equal([]);
    const lags = primary
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter(({ inputs }) => inputs["metricName"] === "ReplicationLatency");
    expect(lags.map(({ inputs }) => inputs["threshold"])).to.deep.equal(targets.map(() => 300));
  });

  it("KP-60: a promotion starts what waited, and touches nothing else", () => {
    const of = (run: Recorded) => new Map(run.resources.map((one) => [one.urn, one]));
    const [before, after] = [of(standby), of(promoted)];
    const gone = [...before.keys()].filter((urn) => !after.has(urn));
    expect(gone).to.deep.equal([]);
    const added = [...after].filter(([urn]) => !before.has(urn)).map(([, { type }]) => type);
    expect([...new Set(added)].sort()).to.deep.equal([
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
      "kubernetes:keda.sh/v1alpha1:ScaledObject",
      "kubernetes:keda.sh/v1alpha1:TriggerAuthentication",
      "kubernetes:policy/v1:PodDisruptionBudget",
    ]);
    const text = (value: unknown) => JSON.stringify(display(value));
    const changed = [...after].filter(([urn, one]) => {
      const was = before.get(urn);
      return was !== undefined && text(was.inputs) !== text(one.inputs);
    });
    expect([...new Set(changed.map(([, { type }]) => type))].sort()).to.deep.equal([
      "aws:eks/nodeGroup:NodeGroup",
      "kubernetes:apps/v1:Deployment",
      "kubernetes:apps/v1:StatefulSet",
      "kubernetes:argoproj.io/v1alpha1:Rollout",
      "kubernetes:batch/v1:CronJob",
    ]);
    expect(annotationsOf(promoted, "api.ytvideocreator.com")[`${prefix}aws-failover`]).to.equal("SECONDARY");
  });
});

describe("what one stack of a pair says of the other", () => {
  const failover = stackConfig("standby").failover;

  it("a standby of nothing, and a primary whose health nobody asks, are refused", () => {
    expect(problems("standby", { failover: undefined }).map(([path]) => path)).to.deep.equal(["role"]);
    const blind = { ...stackConfig().failover, health: undefined };
    expect(problems("production", { failover: blind }).map(([path]) => path)).to.deep.equal(["failover.health"]);
    const wrong = { ...stackConfig().failover, health: { service: "apo" } };
    expect(problems("production", { failover: wrong })).to.deep.equal([
      ["failover.health.service", 'names no service; did you mean "api"?'],
    ]);
  });

  it("KP-60: an overlapping network, the own region and the own cluster are no peer", () => {
    const peer = { cluster: "video-creator-standby", region: "us-west-2", cidr: "10.1.128.0/17" };
    expect(problems("standby", { failover: { ...failover, peer } })).to.deep.equal([
      ["failover.peer.region", "is the stack's own region"],
      ["failover.peer.cluster", "is the stack's own cluster"],
      ["failover.peer.cidr", "overlaps network.cidr, 10.1.0.0/16"],
    ]);
  });

  it("KP-60: a secondary makes no secret of its own, and a replica of RDS has a key of its region", () => {
    const secrets = { jwt: { store: "secrets-manager", values: { "signing-key": { generate: 64 } } } };
    expect(problems("standby", { secrets }).map(([path]) => path)).to.deep.equal(["secrets.jwt.store"]);
    const databases = { postgres: { kind: "rds" } };
    expect(problems("standby", { databases }).map(([path]) => path)).to.deep.equal(["databases.postgres.kmsKeyArn"]);
  });
});
