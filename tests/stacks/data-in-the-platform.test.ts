import { expect } from "chai";
import { parse } from "yaml";
import type { PolicyDocument } from "../../components/identity/policy-document";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { display } from "../../preview/display";
import { isAllowed } from "../support/iam";
import { type Recorded, recorded } from "../support/record";
import { stackConfig } from "../support/stack-config";

const kind = {
  deployment: "kubernetes:apps/v1:Deployment",
  rollout: "kubernetes:argoproj.io/v1alpha1:Rollout",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  scaledObject: "kubernetes:keda.sh/v1alpha1:ScaledObject",
  secretClass: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  storageClass: "kubernetes:storage.k8s.io/v1:StorageClass",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
};

/** Production, with a database of two lines and a queue of one. */
async function platform(): Promise<Recorded> {
  const raw = structuredClone({ ...stackConfig("production"), today: "2026-11-21" }) as Record<string, any>;
  raw.databases.orders = { kind: "rds" };
  delete raw.failover; // without a second region, RDS itself makes the password
  raw.services.admin.uses.push("orders");
  raw.queues.mails = {};
  raw.services.admin.consumes = ["mails"];
  raw.services.admin.secrets.orders = { env: { PGPASSWORD: "password" } };
  raw.services.admin.beforeRollout = { command: ["migrate"] };
  raw.addons["secrets-store-csi-driver"] = { sync: true };
  return recorded(() => new Platform(parseStack("production", raw).config));
}

describe("data and secrets in the platform", () => {
  let program: Recorded;
  before(async () => {
    program = await platform();
  });

  const pod = (name: string, type = kind.deployment) => program.inputs(type, name).spec.template.spec;
  const envOf = (name: string) =>
    Object.fromEntries(pod(name).containers[0].env.map((one: any) => [one.name, one.value]));
  const policyOf = (name: string) =>
    JSON.parse(program.inputs(kind.rolePolicy, `${name}-identity`).policy as string) as PolicyDocument;
  const ports = (rules: any[]) => rules.flatMap((rule) => rule.ports.map(({ port }: any) => port as number));

  it("TB-12: two lines more are a database of RDS: way, rule, credentials as files, host and port", async () => {
    const { egress } = program.inputs(kind.networkPolicy, "admin").spec;
    const way = egress.find((rule: any) => rule.to[0].ipBlock && ports([rule]).includes(5432));
    expect(way.to.map(({ ipBlock }: any) => ipBlock.cidr)).to.deep.equal(stackConfig().network.privateSubnets);
    const rule = program.inputs(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "databases-orders-from-nodes",
    );
    expect(rule).to.deep.include({ fromPort: 5432, toPort: 5432, description: "For admin" });
    expect(envOf("admin")).to.include({
      ORDERS_HOST: "[unknown]",
      ORDERS_PORT: "5432",
      ORDERS_PASSWORD_FILE: "/mnt/secrets/orders/password",
    });
    expect(pod("admin").containers[0].volumeMounts).to.deep.include({
      name: "secret-orders",
      mountPath: "/mnt/secrets/orders",
      readOnly: true,
    });
    const read = (instance: string) =>
      isAllowed(policyOf("admin"), {
        action: "secretsmanager:GetSecretValue",
        on: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0a1b-a1B2c3",
        with: { "aws:ResourceTag/aws:rds:primaryDBInstanceArn": instance },
      });
    const { identifier } = program.inputs("aws:rds/instance:Instance");
    expect(await read(`arn:aws:rds:us-east-1:123456789012:db:${identifier}`)).to.equal(true);
    expect(await read(`arn:aws:rds:us-east-1:123456789012:db:${identifier}-2`)).to.equal(false);
  });

  it("TB-64, TB-24: a variable is filled from the database's mounted password, for whoever can't read a file", () => {
    const { env } = pod("admin").containers[0];
    expect(env).to.deep.include({
      name: "PGPASSWORD",
      valueFrom: { secretKeyRef: { name: "admin-orders", key: "password" } },
    });
    const { secretObjects } = program.inputs(kind.secretClass, "admin-secret-orders").spec;
    expect(secretObjects[0].data).to.deep.equal([{ objectName: "password", key: "password" }]);
  });

  it("TB-43: the database hears what runs before a rollout of its services, and nobody else", () => {
    const { ingress } = program.inputs(kind.networkPolicy, "databases-postgres").spec;
    const names = ingress.flatMap(({ from }: any) =>
      from.map(({ podSelector }: any) => podSelector.matchLabels["app.kubernetes.io/name"] as string),
    );
    const own = ["postgres-dump"]; // what copies it to a bucket
    expect(names).to.have.members([...own, "admin", "admin-before-rollout", "api", "scheduler", "worker"]);
  });

  it("MP-20, VC-50: one line more is a queue: its consumer gets identity, scaler and address", async () => {
    const { name } = program.inputs("aws:sqs/queue:Queue", "queues-mails");
    const url = `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
    const arn = `arn:aws:sqs:us-east-1:123456789012:${name}`;
    expect(envOf("admin").MAILS_QUEUE_URL).to.equal(url);
    expect(await isAllowed(policyOf("admin"), { action: "sqs:ReceiveMessage", on: arn })).to.equal(true);
    const { triggers, minReplicaCount, maxReplicaCount } = program.inputs(kind.scaledObject, "admin-scaler").spec;
    expect([minReplicaCount, maxReplicaCount]).to.deep.equal([2, 4]);
    expect(triggers.map(({ metadata }: any) => [metadata.queueURL, metadata.queueLength])).to.deep.equal([[url, "5"]]);
    const keda = program.ofType(kind.rolePolicy).filter(({ name: role }) => /keda/.test(role));
    const policy = JSON.parse((display(keda[0]?.inputs) as any).policy) as PolicyDocument;
    expect(await isAllowed(policy, { action: "sqs:GetQueueAttributes", on: arn })).to.equal(true);
    expect(await isAllowed(policy, { action: "sqs:ReceiveMessage", on: arn })).to.equal(false);
  });

  it("VC-40, VC-17, VC-61: production's PostgreSQL is what its row says", () => {
    const { spec } = program.inputs(kind.statefulSet, "databases-postgres");
    const [container] = spec.template.spec.containers;
    expect([spec.replicas, container.ports[0].containerPort]).to.deep.equal([1, 5432]);
    expect(container.resources.requests).to.include({ cpu: "1", memory: "4Gi" });
    expect(container.resources.limits).to.include({ cpu: "2", memory: "8Gi" });
    expect(spec.volumeClaimTemplates[0].spec).to.deep.include({
      storageClassName: "gp3",
      resources: { requests: { storage: "50Gi" } },
    });
    const gp3 = program
      .ofType(kind.storageClass)
      .map(({ inputs }) => display(inputs) as any)
      .find(({ metadata }) => metadata.name === "gp3");
    expect(gp3).to.deep.include({ reclaimPolicy: "Retain", allowVolumeExpansion: true });
    expect(gp3.parameters).to.include({ type: "gp3", iops: "3000", throughput: "125" });
    const [object] = parse(program.inputs(kind.secretClass, "databases-postgres-secret-class").spec.parameters.objects);
    expect(object).to.deep.include({
      objectName: "video-creator-production/databases/postgres",
      objectType: "secretsmanager",
    });
  });

  it("VC-37, VC-63: the worker has its credentials as files, its videos on a shared file system, its pool, its queue", () => {
    const { containers, volumes, nodeSelector } = pod("worker");
    const paths = containers[0].volumeMounts.map(({ mountPath }: any) => mountPath);
    expect(paths).to.include.members(["/mnt/secrets/postgres", "/mnt/secrets/redis", "/var/videos"]);
    expect(volumes.some(({ persistentVolumeClaim }: any) => persistentVolumeClaim)).to.equal(true);
    expect(containers[0].resources.requests).to.include({ cpu: "1", memory: "2Gi" });
    expect(containers[0].resources.limits).to.include({ cpu: "4", memory: "8Gi" });
    expect(nodeSelector).to.include({ "platform/pool": "compute" });
    const [trigger] = program.inputs(kind.scaledObject, "worker-scaler").spec.triggers;
    expect(trigger.metadata).to.include({ queueLength: "1" });
  });

  it("VC-8, MP-70: services reach Redis on 6379 over TLS; it makes its own snapshots, for 30 days", () => {
    expect(ports(program.inputs(kind.networkPolicy, "worker").spec.egress)).to.include(6379);
    expect(envOf("worker")).to.include({ REDIS_PORT: "6379", REDIS_TLS: "true" });
    const group = program.inputs("aws:elasticache/replicationGroup:ReplicationGroup");
    expect(group).to.include({ snapshotRetentionLimit: 30, transitEncryptionEnabled: true, port: 6379 });
  });

  it("VC-88: media go to Glacier, from which services read at once, after 90 days", () => {
    const { rules } = program.inputs(
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "buckets-media",
    );
    expect(rules[0].transitions).to.deep.equal([{ days: 90, storageClass: "GLACIER_IR" }]);
  });

  it("a service waits for the data that it uses, and for no other", () => {
    const components = ["Databases", "Caches", "Queues", "Buckets", "Secrets"];
    const waitedFor = (name: string) => {
      const deployment = [kind.deployment, kind.rollout].flatMap((type) =>
        program.ofType(type).filter((one) => one.name === name),
      )[0];
      const children = (deployment?.dependencies ?? []).flatMap((urn) => {
        const [component, ...below] = (urn.split("::")[2] ?? "").split("$");
        const area = component?.split(":")[2] ?? "";
        return components.includes(area) && below.length ? `${area}: ${urn.split("::")[3] ?? ""}` : [];
      });
      // The store is the second word of a logical name; of queues, buckets and secrets all are waited for.
      return [...new Set(children.map((one) => /^\w+(: (databases|caches)-\w+)?/.exec(one)?.[0]))].sort();
    };
    expect(waitedFor("frontend")).to.deep.equal([]);
    expect(waitedFor("admin")).to.deep.equal([
      "Databases: databases-orders",
      "Databases: databases-postgres",
      "Queues",
      "Secrets",
    ]);
    expect(waitedFor("worker")).to.deep.equal([
      "Buckets",
      "Caches: caches-redis",
      "Databases: databases-postgres",
      "Queues",
    ]);
  });

  it("MP-56, MP-N8: no pod has an AWS key; who calls AWS has a role of its own", () => {
    const pods = [kind.deployment, kind.rollout, kind.statefulSet].flatMap((type) =>
      program.ofType(type).map(({ name }) => pod(name, type)),
    );
    const names = pods.flatMap(({ containers }: any) =>
      (containers[0].env ?? []).map(({ name }: any) => name as string),
    );
    expect(names.length).to.be.greaterThan(20);
    expect(names.filter((name: string) => /AWS_(ACCESS|SECRET)/.test(name))).to.deep.equal([]);
  });

  it("SS-60: what holds a value of a secret shows none", () => {
    const versions = program.ofType("aws:secretsmanager/secretVersion:SecretVersion");
    expect(versions.length).to.be.greaterThan(2);
    for (const { inputs, name } of versions) {
      expect((display(inputs) as any).secretString, name).to.be.oneOf(["[secret]", "[unknown]"]);
    }
  });
});
