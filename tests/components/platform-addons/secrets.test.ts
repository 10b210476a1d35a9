import { expect } from "chai";
import { parse } from "yaml";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { problemsOf } from "../../../stacks/problems";
import { selection, surroundings } from "./builders";

const driverName = "secrets-store-csi-driver";
const providerName = "secrets-store-csi-driver-provider-aws";

function resolved(name: string, raw: Record<string, unknown>, beside: { identity?: "irsa" } = {}) {
  const found = resolveAddons(selection(raw), { ...surroundings(), ...beside }).find(
    ({ addon }) => addon.name === name,
  );
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const driver = (settings = {}, beside = {}) => resolved(driverName, { [driverName]: settings, ...beside });
const provider = (classes = {}, beside: { identity?: "irsa" } = {}) =>
  resolved(providerName, { [providerName]: { classes } }, beside);
const sealed = (settings = {}, beside = {}) => resolved("sealed-secrets", { "sealed-secrets": settings, ...beside });

function problems(raw: Record<string, unknown>) {
  const schema = addonsSettings({ replicas: 2 });
  const parsed = schema.safeParse(raw);
  return parsed.success ? [] : problemsOf(parsed.error, raw, schema).map(({ path }) => path);
}

describe("secrets-store-csi-driver", () => {
  it("SS-58, TB-61, TB-62: shows AWS a token of the pod, for Pod Identity and for IRSA", () => {
    expect(driver().values.tokenRequests).to.deep.equal([
      { audience: "sts.amazonaws.com" },
      { audience: "pods.eks.amazonaws.com" },
    ]);
  });

  it("SS-57: rotates mounted secrets every ten minutes, or as the stack says", () => {
    const rotation = ({ enableSecretRotation, rotationPollInterval }: Record<string, unknown>) => [
      enableSecretRotation,
      rotationPollInterval,
    ];
    expect(rotation(driver().values)).to.deep.equal([true, "10m"]);
    expect(rotation(driver({ rotation: { enabled: false } }).values)).to.deep.equal([false, "10m"]);
    expect(rotation(driver({ rotation: { interval: "2m" } }).values)).to.deep.equal([true, "2m"]);
  });

  it("SS-57, SS-58, TB-64: writes Kubernetes Secrets only when asked to", () => {
    expect(driver().values.syncSecret).to.deep.equal({ enabled: false });
    expect(driver({ sync: true }).values.syncSecret).to.deep.equal({ enabled: true });
  });

  it("TB-60: is on every node, before what only serves, with definitions of a layer of their own", () => {
    const { linux } = driver().values;
    expect(linux.tolerations).to.deep.equal([{ operator: "Exists" }]);
    expect(linux.priorityClassName).to.equal("system-node-critical");
    expect(linux.crds).to.deep.equal({ enabled: false });
  });

  it("SS-15: lives in secrets-management, which its host folder makes privileged", () => {
    const { namespace, addon } = driver();
    expect(namespace).to.equal("secrets-management");
    const [own] = addon.namespaces?.({ namespace, replicas: 0, values: {} }) ?? [];
    expect(own?.podSecurity).to.equal("privileged");
    expect(own?.reason).to.contain("host");
  });

  it("is scraped where the kind of monitors is installed", () => {
    const kinds = (beside: Parameters<typeof driver>[1]) => driver({}, beside).objects.map(({ kind }) => kind);
    expect(kinds({})).to.deep.equal(["NetworkPolicy"]);
    expect(kinds({ "prometheus-operator-crds": {} })).to.deep.equal(["PodMonitor", "NetworkPolicy"]);
  });

  it("has no number of copies to set", () => {
    expect(problems({ [driverName]: { replicas: 2 } })).to.deep.equal([`${driverName}.replicas`]);
  });

  it("a rotation without a unit is refused", () => {
    expect(problems({ [driverName]: { rotation: { interval: "120" } } })).to.deep.equal([
      `${driverName}.rotation.interval`,
    ]);
  });
});

describe("secrets-store-csi-driver-provider-aws", () => {
  it("TB-60: needs the driver, and does not bring a second one", () => {
    expect(addonProblems(selection({ [providerName]: {} })).map(({ set }) => set)).to.deep.equal([
      `"${driverName}: {}" beside it`,
    ]);
    expect(provider().values[driverName]).to.deep.equal({ install: false });
  });

  it("SS-58: takes no AWS role, because it acts as the pod", () => {
    expect(provider().identities).to.deep.equal([]);
  });

  it("TB-60: is on every node too", () => {
    expect(provider().values).to.deep.include({ tolerations: [{ operator: "Exists" }], awsRegion: "us-east-1" });
  });

  it("SS-57, SS-58, VC-61, TB-63: a class names secrets and parameters as files, fetched with the pod's own identity", () => {
    const { objects } = provider({
      database: {
        namespace: "production",
        files: { url: { name: "production/database" }, "feature.flags": { type: "ssmparameter", name: "/flags" } },
      },
    });
    expect(objects.map(({ kind }) => kind)).to.deep.equal(["SecretProviderClass", "NetworkPolicy"]);
    const [found, policy] = objects;
    // The driver speaks to it over a socket of the host: nobody calls it.
    expect((policy?.body.spec as Record<string, any>).ingress).to.equal(undefined);
    expect(found?.metadata).to.deep.equal({ name: "database", namespace: "production" });
    const { provider: by, parameters, secretObjects } = found?.body.spec as Record<string, any>;
    expect(by).to.equal("aws");
    expect(parameters).to.include({ region: "us-east-1", usePodIdentity: "true" });
    expect(parse(parameters.objects)).to.deep.equal([
      { objectName: "production/database", objectType: "secretsmanager", objectAlias: "url" },
      { objectName: "/flags", objectType: "ssmparameter", objectAlias: "feature.flags" },
    ]);
    expect(secretObjects).to.equal(undefined);
  });

  it("SS-54, SS-58: a class takes the pod's role the way the cluster gives roles", () => {
    const classes = { flags: { namespace: "production", files: { all: { name: "flags" } } } };
    const [found] = provider(classes, { identity: "irsa" }).objects;
    expect((found?.body.spec as Record<string, any>).parameters.usePodIdentity).to.equal("false");
  });

  it("SS-57, TB-64: a class may become a Kubernetes Secret, key by key of a secret in JSON", () => {
    const [found] = provider({
      database: {
        namespace: "production",
        files: { all: { name: "production/database", keys: ["username", "pass-word"] } },
        secretName: "database",
      },
    }).objects;
    const { parameters, secretObjects } = found?.body.spec as Record<string, any>;
    expect(parse(parameters.objects)[0].jmesPath).to.deep.equal([
      { path: "username", objectAlias: "username" },
      { path: '"pass-word"', objectAlias: "pass-word" },
    ]);
    expect(secretObjects).to.deep.equal([
      {
        secretName: "database",
        type: "Opaque",
        data: [
          { objectName: "username", key: "username" },
          { objectName: "pass-word", key: "pass-word" },
        ],
      },
    ]);
  });

  it("a class without files is refused", () => {
    expect(problems({ [providerName]: { classes: { a: { namespace: "b", files: {} } } } })).to.deep.equal([
      `${providerName}.classes.a.files`,
    ]);
  });
});

describe("sealed-secrets", () => {
  it("SS-59, VC-62: is the controller that kubeseal looks for, one, restricted, on the system pool", () => {
    const { values, namespace, addon } = sealed();
    expect(values.fullnameOverride).to.equal("sealed-secrets-controller");
    expect(values.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(values.tolerations).to.have.length(1);
    const [own] = addon.namespaces?.({ namespace, replicas: 1, values: {} }) ?? [];
    expect(own).to.deep.equal({
      name: "sealed-secrets",
      podSecurity: "restricted",
      keeps: "the keys that SealedSecrets are opened with",
    });
  });

  it("SS-15: a stack may move it to secrets-management", () => {
    expect(sealed({ namespace: "secrets-management" }).namespace).to.equal("secrets-management");
  });

  it("hands its public key to developers, not to everybody as the chart has it", () => {
    expect(sealed().values.rbac).to.deep.equal({
      serviceProxier: {
        subjects: "- apiGroup: rbac.authorization.k8s.io\n  kind: Group\n  name: platform-developer\n",
      },
    });
  });

  it("SS-78: its keys carry a label to be backed up by, and a new one is made each 30 days", () => {
    const { privateKeyLabels, keyrenewperiod } = sealed().values;
    expect(privateKeyLabels).to.deep.equal({ "platform/backup": "sealed-secrets" });
    expect(keyrenewperiod).to.equal("720h");
    expect(sealed({ keyRenewPeriod: "2160h" }).values.keyrenewperiod).to.equal("2160h");
  });

  it("hears kubeseal and Prometheus, and nobody from outside the cluster", () => {
    const [policy] = sealed().objects;
    expect((policy?.body.spec as Record<string, any>).ingress[0].ports.map(({ port }: any) => port)).to.deep.equal([
      8080, 8081,
    ]);
    expect(sealed().values.ingress).to.deep.equal({ enabled: false });
  });

  it("has a monitor and an alert where their kinds are installed", () => {
    const { metrics } = sealed({}, { "prometheus-operator-crds": {} }).values;
    expect(metrics).to.deep.equal({ serviceMonitor: { enabled: true }, prometheusRule: { enabled: true } });
  });

  it("a period that is not in hours is refused", () => {
    expect(problems({ "sealed-secrets": { keyRenewPeriod: "30d" } })).to.deep.equal(["sealed-secrets.keyRenewPeriod"]);
  });
});
