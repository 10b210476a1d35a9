import { expect } from "chai";
import { lagAlarm, replicationPolicy } from "../../../components/failover/replication-plan";
import { Replication } from "../../../components/failover/replication";
import { Failover } from "../../../components/failover/records";
import { failoverSettings } from "../../../components/failover/settings";
import { platformContext } from "../../support/builders";
import { defects, isAllowed, wildcardGrants } from "../../support/iam";
import { recorded } from "../../support/record";

const peer = { cluster: "acme-west", region: "us-west-2", cidr: "10.1.0.0/16" };
const failover = (raw: Record<string, unknown> = {}) =>
  failoverSettings.parse({ record: "primary", peer, health: { service: "api", path: "/health" }, ...raw });
const context = platformContext();

const replication = (raw: Record<string, unknown> = {}) =>
  recorded(
    () =>
      new Replication("replication", {
        context,
        failover: failover(raw),
        repositories: ["worker", "api"],
        buckets: ["media"],
      }),
  );

describe("replication to the other region", () => {
  it("KP-60, MP-71: images of the stack's repositories go to the peer's region, by one rule of ECR", async () => {
    const { replicationConfiguration } = (await replication()).inputs(
      "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    );
    expect(replicationConfiguration.rules).to.deep.equal([
      {
        destinations: [{ region: "us-west-2", registryId: "123456789012" }],
        repositoryFilters: [
          { filter: "api", filterType: "PREFIX_MATCH" },
          { filter: "worker", filterType: "PREFIX_MATCH" },
        ],
      },
    ]);
  });

  it("KP-60: buckets go to those of the same name, deletions too, with a measured time", async () => {
    const { bucket, rules } = (await replication()).inputs("aws:s3/bucketReplicationConfig:BucketReplicationConfig");
    expect(bucket).to.equal("acme-media-123456789012");
    expect(rules).to.deep.equal([
      {
        id: "to-peer",
        status: "Enabled",
        priority: 0,
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Enabled" },
        destination: {
          bucket: "arn:aws:s3:::acme-west-media-123456789012",
          replicationTime: { status: "Enabled", time: { minutes: 15 } },
          metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        },
      },
    ]);
  });

  it("KP-61: alarms when copies are more than 5 minutes behind", async () => {
    const alarm = (await replication()).inputs("aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarm).to.include({
      namespace: "AWS/S3",
      metricName: "ReplicationLatency",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 300,
      period: 60,
      treatMissingData: "notBreaching",
    });
    expect(alarm.dimensions).to.deep.equal({
      SourceBucket: "acme-media-123456789012",
      DestinationBucket: "acme-west-media-123456789012",
      RuleId: "to-peer",
    });
    expect(lagAlarm(context, failover({ lagThreshold: "10m" }), "media").threshold).to.equal(600);
  });

  it("sends nothing that it is told not to", async () => {
    const run = await replication({ replicate: { images: false, buckets: false } });
    expect(run.ofType("aws:ecr/replicationConfiguration:ReplicationConfiguration")).to.deep.equal([]);
    expect(run.ofType("aws:iam/role:Role")).to.deep.equal([]);
  });

  it("SS-53: its role reads versions here and writes copies there, and nothing else", async () => {
    const policy = replicationPolicy(context, failover(), ["media"]);
    expect(await defects(policy)).to.deep.equal([]);
    expect(await wildcardGrants(policy)).to.deep.equal([]);
    const [own, other] = ["acme-media-123456789012", "acme-west-media-123456789012"].map(
      (name) => `arn:aws:s3:::${name}`,
    );
    const may = (action: string, on: string) => isAllowed(policy, { action, on });
    expect(await may("s3:GetObjectVersionForReplication", `${own}/a.mp4`)).to.equal(true);
    expect(await may("s3:ReplicateObject", `${other}/a.mp4`)).to.equal(true);
    expect(await may("s3:ReplicateObject", `${own}/a.mp4`)).to.equal(false);
    expect(await may("s3:DeleteObject", `${own}/a.mp4`)).to.equal(false);
    expect(await may("s3:GetObject", `${other}/a.mp4`)).to.equal(false);
  });
});

describe("failover records", () => {
  const records = async (raw: Record<string, unknown>, region = "us-east-1") => {
    let made: Failover | undefined;
    const run = await recorded(() => {
      const args = { context: platformContext({ region }), failover: failover(raw), domain: "acme.example" };
      made = new Failover("failover", args);
    });
    return { run, annotations: (host: string) => Object.keys(made?.annotationsOf(host) ?? {}), made };
  };
  const prefix = "external-dns.alpha.kubernetes.io/";

  it("KP-59: the primary's carry its region as set identifier, and the id of a health check", async () => {
    const { made, annotations } = await records({});
    expect(made?.annotationsOf("api.acme.example")).to.include({
      [`${prefix}set-identifier`]: "us-east-1",
      [`${prefix}aws-failover`]: "PRIMARY",
    });
    expect(annotations("api.acme.example")).to.include(`${prefix}aws-health-check-id`);
  });

  it("KP-59: the check asks the stack itself, by a host that never fails over, every 30 seconds three times", async () => {
    const { run, annotations } = await records({});
    expect(run.inputs("aws:route53/healthCheck:HealthCheck")).to.deep.equal({
      type: "HTTPS",
      fqdn: "health-us-east-1.acme.example",
      port: 443,
      resourcePath: "/health",
      requestInterval: 30,
      failureThreshold: 3,
      enableSni: true,
      tags: { Name: "acme-failover" },
    });
    expect(annotations("health-us-east-1.acme.example")).to.deep.equal([]);
  });

  it("KP-60: the secondary's have no check, so that something is answered while the primary is ill", async () => {
    const { run, made } = await records({ record: "secondary", health: undefined }, "us-west-2");
    expect(run.ofType("aws:route53/healthCheck:HealthCheck")).to.deep.equal([]);
    expect(made?.annotationsOf("api.acme.example")).to.deep.equal({
      [`${prefix}set-identifier`]: "us-west-2",
      [`${prefix}aws-failover`]: "SECONDARY",
    });
  });
});
