import { definitionsPin } from "../../../components/shared/pins";
import { alone } from "../../../components/databases/pair";
import { expect } from "chai";
import type { PolicyDocument } from "../../../components/identity/policy-document";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { parseStack } from "../../../stacks/config";
import { ConfigError } from "../../../stacks/problems";
import { recoveryOf } from "../../../stacks/recovery/objectives";
import { defects, isAllowed, wildcardGrants } from "../../support/iam";
import { stackConfig } from "../../support/stack-config";
import { selection, surroundings } from "../platform-addons/builders";
import { built, kind } from "./builders";

const archived = (archive: object = { bucket: "archive" }, pair = alone) =>
  built({ kind: "cloudnative-pg", storage: "50Gi", archive }, { pair });
const store = "kubernetes:barmancloud.cnpg.io/v1:ObjectStore";
const backups = "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup";

describe("archive of a database of CloudNativePG", () => {
  it("VC-84, VC-85, VC-90: the log goes to S3 all the time, with a base backup at 02:00, for 30 days", async () => {
    const { run } = await archived();
    expect(run.inputs(kind.cluster).spec.plugins).to.deep.equal([
      { name: "barman-cloud.cloudnative-pg.io", isWALArchiver: true, parameters: { barmanObjectName: "db" } },
    ]);
    const { spec, metadata } = run.inputs(store);
    expect(metadata.name).to.equal("db");
    expect(spec.retentionPolicy).to.equal("30d");
    expect(spec.configuration).to.deep.include({
      destinationPath: "s3://acme-archive-123456789012/db/",
      s3Credentials: { inheritFromIAMRole: true },
    });
    expect(run.inputs(backups).spec).to.deep.equal({
      schedule: "0 0 2 * * *",
      immediate: true,
      backupOwnerReference: "self",
      cluster: { name: "db" },
      method: "plugin",
      pluginConfiguration: { name: "barman-cloud.cloudnative-pg.io" },
      suspend: false,
    });
  });

  it("KP-60: no base backup is made in a standby", async () => {
    expect(
      (await archived({ bucket: "archive" }, { ...alone, standby: true })).run.inputs(backups).spec.suspend,
    ).to.equal(true);
  });

  it("SS-53: instances write, read and clean up below their prefix, and nowhere else", async () => {
    const { run } = await archived();
    const policy = JSON.parse(run.inputs(kind.rolePolicy).policy) as PolicyDocument;
    expect(await defects(policy)).to.deep.equal([]);
    expect(await wildcardGrants(policy)).to.deep.equal([]);
    const may = (action: string, on: string, values: Record<string, string> = {}) =>
      isAllowed(policy, { action, on, with: values });
    const bucket = "arn:aws:s3:::acme-archive-123456789012";
    expect(await may("s3:PutObject", `${bucket}/db/wals/0001`)).to.equal(true);
    expect(await may("s3:ListBucket", bucket, { "s3:prefix": "db/wals" })).to.equal(true);
    expect(await may("s3:ListBucket", bucket, { "s3:prefix": "other/" })).to.equal(false);
    expect(await may("s3:PutObject", `${bucket}/other/wals/0001`)).to.equal(false);
    expect(await may("s3:DeleteObjectVersion", `${bucket}/db/wals/0001`)).to.equal(false);
  });

  it("instances reach S3 and their credentials only where they archive", async () => {
    const ports = async (given: object) =>
      (await built({ kind: "cloudnative-pg", storage: "50Gi", ...given })).run
        .inputs(kind.networkPolicy)
        .spec.egress.flatMap(({ to, ports: of }: any) => (to?.[0]?.ipBlock?.cidr === "0.0.0.0/0" ? of : []));
    expect(await ports({ archive: { bucket: "archive" } })).to.deep.equal([{ protocol: "TCP", port: 443 }]);
    expect(await ports({})).to.deep.equal([]);
  });

  it("is not there without a word", async () => {
    const { run } = await built({ kind: "cloudnative-pg", storage: "50Gi" });
    expect([run.ofType(store), run.ofType(backups), run.ofType(kind.rolePolicy)]).to.deep.equal([[], [], []]);
    expect(run.inputs(kind.cluster).spec).not.to.have.any.keys("plugins", "serviceAccountTemplate");
  });
});

describe("barman-cloud", () => {
  it("is one pod in the operator's namespace, after operator and certificates, with definitions of its own layer", () => {
    const all = resolveAddons(
      selection({ "barman-cloud": {}, "cloudnative-pg": {}, "cert-manager": {} }),
      surroundings(),
    );
    const found = all.find(({ addon }) => addon.name === "barman-cloud");
    expect(found?.namespace).to.equal("cnpg-system");
    expect(found?.after).to.include.members(["cloudnative-pg", "cert-manager"]);
    expect(found?.values).to.deep.include({ crds: { create: false }, replicaCount: 1 });
    expect(definitionsPin("barman-cloud").version).to.equal("v0.13.0");
  });

  it("is asked by the operator, whose policy lets it", () => {
    const calls = (beside: object) =>
      resolveAddons(selection({ "cloudnative-pg": {}, ...beside }), surroundings())
        .find(({ addon }) => addon.name === "cloudnative-pg")
        ?.objects.find((object) => object.kind === "NetworkPolicy") as any;
    const ports = (beside: object) => calls(beside).body.spec.egress[0].ports.map(({ port }: any) => port);
    expect(ports({ "barman-cloud": {}, "cert-manager": {} })).to.include(9090);
    expect(ports({})).not.to.include(9090);
  });
});

describe("archives in a stack", () => {
  const raw = (archive: object, addons: object = { "barman-cloud": {} }) => {
    const stack = stackConfig();
    return {
      ...stack,
      buckets: { ...stack.buckets, archive: {} },
      databases: { postgres: { kind: "cloudnative-pg", storage: "50Gi", instances: 2, archive } },
      addons: { ...stack.addons, ...addons },
    };
  };
  const problems = (...given: Parameters<typeof raw>) => {
    try {
      parseStack("production", raw(...given));
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map(({ path }) => path);
      throw error;
    }
    return [];
  };

  it("VC-90: what they lose at worst is 5 minutes", () => {
    const { stores } = recoveryOf(parseStack("production", raw({ bucket: "archive" })).config);
    expect(stores.find(({ path }) => path === "databases.postgres")).to.include({
      lossSeconds: 300,
      runbook: "restore-database",
    });
  });

  it("need the add-on, and a bucket that deletes and moves nothing by age", () => {
    expect(problems({ bucket: "archive" }, {})).to.deep.equal(["databases.postgres.archive"]);
    expect(problems({ bucket: "archiv" })).to.deep.equal(["databases.postgres.archive.bucket"]);
    expect(problems({ bucket: "media" })).to.deep.equal(["databases.postgres.archive.bucket"]);
  });
});
