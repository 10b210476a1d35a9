import { expect } from "chai";
import { platformContext } from "../../support/builders";
import { SimulatedAws } from "../../engine/aws/aws";
import { placeFrom } from "../../engine/aws/place";
import { deploy } from "../../engine/aws/support/deploy";
import { built, kind } from "./builders";

const primary = platformContext({ clusterName: "acme-east", region: "us-east-1" });
const kmsKeyArn = "arn:aws:kms:us-west-2:123456789012:key/0a";
const rds = (pair: { standby: boolean; primary?: typeof primary; replicaRegion?: string }, context = {}) =>
  built(
    { kind: "rds", kmsKeyArn },
    { context: platformContext({ region: "us-west-2", ...context }), pair: { ...pair, paired: true } },
  );

describe("databases of a pair of stacks", () => {
  it("KP-60: RDS in a standby is a replica of the primary's, with a key of its region and no password of its own", async () => {
    const { run } = await rds({ standby: true, primary });
    const instance = run.inputs(kind.instance);
    expect(instance).to.include({
      replicateSourceDb: "arn:aws:rds:us-east-1:123456789012:db:acme-east-db",
      kmsKeyId: kmsKeyArn,
      identifier: "acme-db",
      backupRetentionPeriod: 30,
    });
    expect(instance).not.to.have.any.keys(
      "username",
      "dbName",
      "engine",
      "allocatedStorage",
      "manageMasterUserPassword",
    );
    expect(run.ofType("aws:secretsmanager/secretRotation:SecretRotation")).to.deep.equal([]);
  });

  it("KP-60: promoted it follows nobody, which is what promotes it, and keeps the password that it has", async () => {
    const { run } = await rds({ standby: false, primary });
    const instance = run.inputs(kind.instance);
    expect(instance).to.include({ engine: "postgres" });
    expect(instance).not.to.have.any.keys("replicateSourceDb", "manageMasterUserPassword", "password");
  });

  it("KP-60: RDS makes the replica, because the primary's password is one that it doesn't keep itself", async () => {
    const aws = new SimulatedAws(placeFrom({ AWS_REGION: "us-east-1" }));
    const east = await rds({ standby: false, replicaRegion: "us-west-2" }, primary);
    deploy(aws, east.run.one(kind.instance));
    aws.place.region = "us-west-2";
    const west = await rds({ standby: true, primary });
    expect(deploy(aws, west.run.one(kind.instance)).step).to.equal("create");
  });

  it("KP-60: services of both stacks mount the password of the primary, which copies it", async () => {
    const east = await rds({ standby: false, replicaRegion: "us-west-2" }, primary);
    expect(east.run.inputs(kind.secret)).to.deep.include({
      name: "acme-east/databases/db",
      replicas: [{ region: "us-west-2" }],
    });
    const west = await rds({ standby: true, primary });
    expect(west.run.ofType(kind.secret)).to.deep.equal([]);
    for (const { grant } of [east, west]) {
      expect(JSON.stringify(grant.mounts)).to.contain('"name":"acme-east/databases/db"');
    }
    expect(west.grant.statements[0]?.Resource).to.deep.equal([
      "arn:aws:secretsmanager:us-west-2:123456789012:secret:acme-east/databases/db-??????",
    ]);
  });

  it("KP-60: the primary copies the password of a StatefulSet, and the secondary makes none", async () => {
    const given = { kind: "statefulset", storage: "50Gi" };
    const one = (await built(given, { pair: { paired: true, standby: false, replicaRegion: "us-west-2" } })).run;
    expect(one.inputs(kind.secret).replicas).to.deep.equal([{ region: "us-west-2" }]);
    const other = (await built(given, { pair: { paired: true, standby: true, primary } })).run;
    expect(other.ofType(kind.secret)).to.deep.equal([]);
    expect(other.inputs(kind.secretClass).spec.parameters.objects).to.contain("acme-east/databases/db");
    expect(other.inputs(kind.statefulSet).spec.replicas).to.equal(0);
  });

  it("KP-60: CloudNativePG hibernates in a standby: volumes without pods", async () => {
    const annotations = async (standby: boolean) =>
      (await built({ kind: "cloudnative-pg", storage: "50Gi" }, { pair: { paired: true, standby } })).run.inputs(
        kind.cluster,
      ).metadata.annotations;
    expect(await annotations(true)).to.include({ "cnpg.io/hibernation": "on" });
    expect(await annotations(false)).not.to.have.property("cnpg.io/hibernation");
  });
});
