import { definitionsPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { namespacesOf, resolveAddons } from "../../../components/platform-addons/resolve";
import { platformContext } from "../../support/builders";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";
import { catalog } from "../../../components/platform-addons/registry";
import { parse } from "yaml";
import { selection, surroundings } from "./builders";

const all = (settings: object, beside: object) =>
  resolveAddons(selection({ velero: settings, ...beside }), surroundings());

function velero(settings = {}, beside = {}) {
  const found = all(settings, beside).find(({ addon }) => addon.name === "velero");
  if (!found) throw new Error("no velero");
  return { ...found, values: found.values as Record<string, any> };
}

const schedules = (settings = {}, beside = {}): any[] =>
  velero(settings, beside)
    .objects.filter(({ kind }) => kind === "Schedule")
    .map(({ metadata, body }) => [metadata.name, body["spec"]]);

const built = (settings = {}) =>
  recorded(
    () =>
      new PlatformAddons("addons", {
        namespaces: () => [],
        context: platformContext(),
        addons: all(settings, {}),
      }),
  );

describe("velero", () => {
  it("KP-58, KP-N9: a Schedule at 02:00 for production and staging, kept 720 hours, in aws-s3", () => {
    expect(schedules({ backupNamespaces: ["production", "staging"] })).to.deep.equal([
      [
        "daily-backup",
        {
          schedule: "0 2 * * *",
          skipImmediately: false,
          template: {
            includedNamespaces: ["production", "staging"],
            storageLocation: "aws-s3",
            ttl: "720h0m0s",
            resourcePolicy: { kind: "configmap", name: "velero-volume-policies" },
          },
        },
      ],
    ]);
  });

  it("KP-58: a volume whose driver has no snapshots is left out, for its claim would fail every backup", () => {
    const policies = velero().objects.find(({ kind }) => kind === "ConfigMap");
    expect(parse((policies?.body["data"] as Record<string, string>)["policies.yaml"] ?? "")).to.deep.equal({
      version: "v1",
      volumePolicies: [{ conditions: { csi: { driver: "efs.csi.aws.com" } }, action: { type: "skip" } }],
    });
  });

  it("SS-78: the keys of Sealed Secrets are backed up by their label, alone of their namespace", () => {
    const [, [name, { template }]] = schedules({}, { "sealed-secrets": {} });
    expect(name).to.equal("sealed-secrets-keys");
    expect(template).to.deep.include({
      includedNamespaces: ["sealed-secrets"],
      includedResources: ["secrets"],
      labelSelector: { matchLabels: { "platform/backup": "sealed-secrets" } },
    });
  });

  it("KP-58: stores in its own bucket, with rights from a role and none in a Secret", () => {
    const { configuration, credentials, serviceAccount } = velero().values;
    expect(configuration.backupStorageLocation).to.deep.equal([
      {
        name: "aws-s3",
        provider: "aws",
        bucket: "acme-velero-123456789012",
        default: true,
        config: { region: "us-east-1" },
      },
    ]);
    expect(credentials).to.deep.equal({ useSecret: false });
    expect(serviceAccount.server).to.include({ create: true, name: "velero" });
  });

  it("KP-58: snapshots volumes by CSI, without an agent on the nodes", () => {
    const { configuration, deployNodeAgent, snapshotsEnabled } = velero().values;
    expect([configuration.features, deployNodeAgent, snapshotsEnabled]).to.deep.equal(["EnableCSI", false, false]);
  });

  it("KP-58: its bucket is there before it, encrypted with a key of its own, with logs of who reads it", async () => {
    const run = await built();
    const buckets = run.ofType("aws:s3/bucket:Bucket").map(({ inputs }) => inputs["bucket"]);
    expect(buckets).to.deep.equal(["acme-velero-access-logs-123456789012", "acme-velero-123456789012"]);
    const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const [rule] = run.inputs(encryption, "addons-velero-buckets-velero").rules;
    expect(rule.applyServerSideEncryptionByDefault).to.deep.equal({
      sseAlgorithm: "aws:kms",
      kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:alias/acme/velero",
    });
    const alias = run.one("aws:kms/alias:Alias");
    expect(alias.inputs["name"]).to.equal("alias/acme/velero");
    expect(run.one("aws:s3/bucket:Bucket", "addons-velero-buckets-velero").dependencies.join()).to.contain(
      "EncryptionKey",
    );
  });

  it("VC-88, VC-N13: old backups go to Glacier only where they live 90 days longer", async () => {
    const schema = catalog.velero.settings({ replicas: 2 });
    expect(problemsIn(schema, { archiveAfterDays: 30 })[0]?.set).to.contain("2880h");
    const run = await built({ archiveAfterDays: 30, ttl: "2880h" });
    const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
    const [archive] = run.inputs(type, "addons-velero-buckets-velero").rules;
    expect(archive.transitions).to.deep.equal([{ days: 30, storageClass: "GLACIER_IR" }]);
  });

  it("runs in a restricted namespace, with nothing of root's", () => {
    expect(namespacesOf(selection({ velero: {} })).map(({ namespace }) => namespace)).to.deep.equal([
      { name: "velero", podSecurity: "restricted" },
    ]);
    const { podSecurityContext, containerSecurityContext, initContainers } = velero().values;
    expect(podSecurityContext).to.include({ runAsNonRoot: true, runAsUser: 65532 });
    for (const context of [containerSecurityContext, initContainers[0].securityContext]) {
      expect(context).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("leaves its thirteen definitions to their own layer, of the version of the server", () => {
    expect(velero().values.upgradeCRDs).to.equal(false);
    expect(definitionsPin("velero").version).to.equal("v1.18.1");
    expect(definitionsPin("velero").manifests).to.have.length(13);
  });

  it("is scraped where the kind of monitors is installed, and goes to the system pool", () => {
    expect(velero().values.metrics.serviceMonitor).to.deep.equal({ enabled: false, autodetect: false });
    expect(velero({}, { "prometheus-operator-crds": {} }).values.metrics.serviceMonitor.enabled).to.equal(true);
    expect(velero().values.nodeSelector).to.deep.equal({ "platform/pool": "system" });
  });
});
