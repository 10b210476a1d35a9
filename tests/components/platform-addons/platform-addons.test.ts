import { chartPin, definitionsPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { PlatformAddons, type PlatformAddonsArgs } from "../../../components/platform-addons/platform-addons";
import { waves } from "../../../components/platform-addons/addon";
import { resolveAddons, type SelectedAddon } from "../../../components/platform-addons/resolve";
import { commonLabels } from "../../../components/shared/labels";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { anAddon, selection, surroundings } from "./builders";

const chartType = "kubernetes:helm.sh/v4:Chart";
const releaseType = "kubernetes:helm.sh/v3:Release";
const groupType = "kubernetes:yaml/v2:ConfigGroup";

function build(raw: Record<string, unknown>, deviation: Partial<PlatformAddonsArgs> = {}) {
  const addons = resolveAddons(selection(raw), surroundings());
  return recorded(
    () =>
      new PlatformAddons("addons", {
        namespaces: () => [],
        context: platformContext(),
        addons,
        ...deviation,
      }),
  );
}

const controllers = { "aws-load-balancer-controller": {}, "gateway-api-crds": {} };

describe("PlatformAddons", () => {
  it("VC-70, SS-N7: metrics-server comes from its pinned chart, in the namespace system", async () => {
    const { chart, version, namespace, name, repositoryOpts, skipCrds } = (
      await build({ "metrics-server": {} })
    ).inputs(chartType, "addons-metrics-server");
    expect({ chart, version, namespace, name, repositoryOpts, skipCrds }).to.deep.equal({
      chart: "metrics-server",
      version: chartPin("metrics-server").version,
      namespace: "system",
      name: "metrics-server",
      repositoryOpts: { repo: chartPin("metrics-server").repository },
      skipCrds: true,
    });
  });

  it("VC-24: a stack may move an add-on to another namespace", async () => {
    const program = await build({ "metrics-server": { namespace: "metrics" } });
    expect(program.inputs(chartType).namespace).to.equal("metrics");
  });

  it("nothing is registered for an empty map", async () => {
    expect((await build({})).resources.filter(({ custom, remote }) => custom || remote)).to.deep.equal([]);
  });

  it("definitions of an add-on are a layer of their own, kept when the add-on goes", async () => {
    const program = await build(controllers);
    const layers = program.ofType(groupType).map(({ name, retainOnDelete }) => ({ name, retainOnDelete }));
    expect(layers).to.have.deep.members([
      { name: "addons-gateway-api-crds", retainOnDelete: true },
      { name: "addons-aws-load-balancer-controller-crds", retainOnDelete: true },
    ]);
    expect(program.inputs(groupType, "addons-gateway-api-crds").files).to.deep.equal(
      definitionsPin("gateway-api").manifests,
    );
  });

  it("every chart waits for every layer of definitions", async () => {
    const program = await build({ ...controllers, "metrics-server": {}, "prometheus-operator-crds": {} });
    const layers = program.resources.filter(({ name }) => name.endsWith("-crds")).map(({ urn }) => urn);
    expect(layers).to.have.length(3);
    expect(program.one(chartType, "addons-metrics-server").dependencies).to.include.members(layers);
    expect(program.one(releaseType).dependencies).to.include.members(layers);
  });

  it("a later wave waits for an earlier one", async () => {
    const program = await build({ ...controllers, "metrics-server": {} });
    expect(program.one(chartType, "addons-metrics-server").dependencies).to.include(program.one(releaseType).urn);
  });

  it("SS-31, SS-54: the load balancer controller's role admits its service account and no other", async () => {
    const program = await build(controllers);
    const { assumeRolePolicy } = program.inputs("aws:iam/role:Role");
    expect(JSON.parse(assumeRolePolicy as string).Statement[0].Condition.StringEquals).to.include({
      "aws:RequestTag/kubernetes-namespace": "ingress-system",
      "aws:RequestTag/kubernetes-service-account": "aws-load-balancer-controller",
    });
    expect(program.one(releaseType).dependencies).to.include(
      program.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")[0]?.urn,
    );
  });

  it("a transform has the last word on an add-on's values", async () => {
    const program = await build(
      { "metrics-server": {} },
      { transform: { chart: (args) => ({ ...args, values: { ...args.values, replicas: 5 } }) } },
    );
    expect(program.inputs(chartType).values.replicas).to.equal(5);
  });

  it("its instances come after its chart and every layer of definitions, before the next wave, labelled", async () => {
    const program = await buildSelected([withIssuer, anAddon({ name: "user", wave: waves.services })]);
    const issuer = program.one("kubernetes:cert-manager.io/v1:ClusterIssuer", "addons-issuers-clusterissuer-own");
    const chart = program.one(chartType, "addons-issuers");
    expect(issuer.dependencies).to.include.members([chart.urn, ...program.ofType(groupType).map(({ urn }) => urn)]);
    expect(program.one(chartType, "addons-user").dependencies).to.include(issuer.urn);
    expect(program.inputs("kubernetes:cert-manager.io/v1:ClusterIssuer")).to.deep.equal({
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: {
        name: "own",
        labels: commonLabels(platformContext(), { name: "issuers" }),
        annotations: { "platform/config-path": "addons.issuers.issuers.own" },
      },
      spec: { selfSigned: {} },
    });
  });

  it("an instance goes with the program unless it says why it stays", async () => {
    const program = await buildSelected([withIssuer]);
    const kept = (type: string) => program.one(type).retainOnDelete;
    expect(kept("kubernetes:cert-manager.io/v1:ClusterIssuer")).to.equal(false);
    expect(kept("kubernetes:core/v1:ConfigMap")).to.equal(true);
  });

  it("refuses a kind of the core group that has no place beside a chart", async () => {
    const pod = anAddon({
      name: "pods",
      objects: () => [{ apiVersion: "v1", kind: "Pod", metadata: { name: "one" }, body: {} }],
    });
    const failure = await buildSelected([pod]).then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(failure).to.contain("pods: Pod of the core group can't stand beside a chart.");
  });
});

const withIssuer = anAddon({
  name: "issuers",
  wave: waves.certificates,
  crds: { files: definitionsPin("gateway-api") },
  objects: () => [
    {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "own" },
      setting: "issuers.own",
      body: { spec: { selfSigned: {} } },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "own", namespace: "system" },
      keep: "a test",
      body: { data: {} },
    },
  ],
});

function buildSelected(selected: SelectedAddon[]) {
  const addons = resolveAddons(selected, surroundings());
  return recorded(() => new PlatformAddons("addons", { namespaces: () => [], context: platformContext(), addons }));
}
