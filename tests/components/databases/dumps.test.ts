import { alone } from "../../../components/databases/pair";
import { expect } from "chai";
import { bucketsSettings } from "../../../components/buckets/settings";
import type { PolicyDocument } from "../../../components/identity/policy-document";
import { defects, isAllowed, wildcardGrants } from "../../support/iam";
import { built, kind, problems } from "./builders";

const buckets = bucketsSettings().parse({ dumps: { archive: { afterDays: 30 }, expireAfterDays: 120 } });
const cronJob = "kubernetes:batch/v1:CronJob";

const dumped = (dumps: object = { bucket: "dumps" }, pair = alone) =>
  built({ kind: "statefulset", storage: "50Gi", dumps }, { dumps: { buckets, awsImage: "aws:1" }, pair });

describe("dumps of a StatefulSet", () => {
  it("VC-84: a dump every night by the database's own image, listed before it is sent to the bucket", async () => {
    const { run } = await dumped();
    const { spec, metadata } = run.inputs(cronJob);
    expect(metadata.name).to.equal("db-dump");
    expect([spec.schedule, spec.timeZone, spec.suspend]).to.deep.equal(["30 1 * * *", "Etc/UTC", false]);
    const pod = spec.jobTemplate.spec.template.spec;
    const [dump] = pod.initContainers;
    const database = run.inputs(kind.statefulSet).spec.template.spec.containers[0];
    expect(dump.image).to.equal(database.image);
    expect(dump.command[2]).to.match(/pg_dump --format=custom[^]*pg_restore --list/);
    const env = (container: any) => Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
    expect(env(dump)).to.include({ PGHOST: "db.production.svc.cluster.local", PGDATABASE: "app" });
    const [send] = pod.containers;
    expect(send.image).to.equal("aws:1");
    expect(env(send)).to.include({ BUCKET: "acme-dumps-123456789012", PREFIX: "db/" });
    expect(send.command[2]).to.contain('"s3://$BUCKET/$PREFIX');
  });

  it("VC-88: the bucket that gets them moves them to Glacier, and keeps them the 90 days that are billed there", () => {
    expect(buckets.dumps?.archive).to.deep.equal({ afterDays: 30, class: "GLACIER" });
    expect(() => bucketsSettings().parse({ dumps: { archive: { afterDays: 30 }, expireAfterDays: 119 } })).to.throw(
      "120",
    );
  });

  it("SS-53: reads the password and writes below its prefix, and can neither read nor delete a dump", async () => {
    const { run } = await dumped();
    const policy = JSON.parse(run.inputs(kind.rolePolicy, "databases-db-dumps-identity").policy) as PolicyDocument;
    expect(await defects(policy)).to.deep.equal([]);
    expect(await wildcardGrants(policy)).to.deep.equal([]);
    const dump = "arn:aws:s3:::acme-dumps-123456789012/db/2026-11-21.dump";
    const may = (action: string, on: string) => isAllowed(policy, { action, on });
    const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/databases/db-AbCdEf";
    expect(await may("s3:PutObject", dump)).to.equal(true);
    expect(await may("secretsmanager:GetSecretValue", secret)).to.equal(true);
    expect(await may("s3:GetObject", dump)).to.equal(false);
    expect(await may("s3:DeleteObject", dump)).to.equal(false);
    expect(await may("s3:PutObject", dump.replace("/db/", "/other/"))).to.equal(false);
  });

  it("is let in by the database, and reaches it, S3 and nothing else", async () => {
    const { run } = await dumped();
    const into = run.inputs(kind.networkPolicy, "databases-db").spec.ingress[0].from;
    expect(into.map(({ podSelector }: any) => podSelector.matchLabels["app.kubernetes.io/name"])).to.deep.equal([
      "api",
      "db-dump",
    ]);
    const { egress, policyTypes, ingress } = run.inputs(kind.networkPolicy, "databases-db-dumps").spec;
    expect([policyTypes, ingress]).to.deep.equal([["Ingress", "Egress"], undefined]);
    expect(egress.flatMap(({ ports }: any) => ports.map(({ port }: any) => port))).to.deep.equal([
      53, 53, 80, 5432, 443,
    ]);
  });

  it("KP-60: waits in a standby, and is not there without a word", async () => {
    const { run } = await dumped({ bucket: "dumps" }, { ...alone, standby: true });
    expect(run.inputs(cronJob).spec.suspend).to.equal(true);
    expect((await built({ kind: "statefulset", storage: "50Gi" })).run.ofType(cronJob)).to.deep.equal([]);
  });

  it("a schedule that is none is refused", () => {
    const [problem] = problems({
      kind: "statefulset",
      storage: "50Gi",
      dumps: { bucket: "dumps", schedule: "nightly" },
    });
    expect(problem?.path).to.equal("db.dumps.schedule");
  });
});
