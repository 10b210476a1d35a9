import { ofMonitoring } from "../../../components/platform-addons/installer";
import { definitionsPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { applicationOf } from "../../../components/platform-addons/catalog/argo-cd/application";
import { type AddonName, catalog } from "../../../components/platform-addons/registry";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { addonProblems, namespacesOf, resolveAddons } from "../../../components/platform-addons/resolve";
import { observabilityAddon } from "../../../components/observability/stack-addon";
import { observabilitySettings } from "../../../components/observability/settings";
import { manifestsOf } from "../../../preview/manifests";
import { View } from "../../../preview/view";
import { tiers } from "../../../stacks/tiers";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { leastSettings, selection, surroundings } from "./builders";
import { problemsIn } from "../../support/problems";

const chartType = "kubernetes:helm.sh/v4:Chart";
const releaseType = "kubernetes:helm.sh/v3:Release";
const applicationType = "kubernetes:argoproj.io/v1alpha1:Application";
const projectType = "kubernetes:argoproj.io/v1alpha1:AppProject";
const secretType = "kubernetes:core/v1:Secret";

const monitoring = () => observabilityAddon(observabilitySettings(tiers.production.observability).parse({}));
const all = (raw: Record<string, unknown>, beside = [] as ReturnType<typeof selection>) =>
  resolveAddons([...selection(raw), ...beside], surroundings());

function argoCd(settings: Record<string, unknown> = {}) {
  const [found] = all({ "argo-cd": settings });
  if (!found) throw new Error("no argo-cd");
  return { ...found, values: found.values as Record<string, any> };
}

/** A program of some add-ons beside Argo CD. */
const build = (raw: Record<string, unknown>) =>
  recorded(
    () =>
      new PlatformAddons("addons", {
        namespaces: () => [],
        context: platformContext(),
        addons: all(raw),
        argocd: { clusterFacts: { "vpc-id": "vpc-0a" }, applicationNamespaces: ["shop"] },
      }),
  );

const applicationsIn = async (raw: Record<string, unknown>) =>
  (await build(raw)).inputs(applicationType).spec.source.helm.valuesObject.applications as Record<string, any>;

describe("argo-cd", () => {
  it("TB-14: server, repository server and controller in the namespace argocd, restricted, two copies of what scales", () => {
    expect(namespacesOf(selection({ "argo-cd": {} }))[0]?.namespace).to.deep.equal({
      name: "argocd",
      podSecurity: "restricted",
    });
    const { server, repoServer, applicationSet, controller } = argoCd().values;
    for (const part of [server, repoServer, applicationSet]) {
      expect(part.replicas).to.equal(2);
      expect(part.pdb).to.deep.equal({ enabled: true, maxUnavailable: 1 });
      expect(part.topologySpreadConstraints).to.have.length(2);
    }
    expect([controller.replicas, controller.pdb.enabled]).to.deep.equal([1, false]);
  });

  it("TB-14: has a Redis with failover where it has copies, else one Redis", () => {
    const { "redis-ha": redis } = argoCd().values;
    expect(redis.enabled).to.equal(true);
    expect(redis.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(redis.haproxy.tolerations).to.have.length(1);
    expect([redis.podDisruptionBudget, redis.haproxy.podDisruptionBudget]).to.deep.equal([
      { maxUnavailable: 1 },
      { maxUnavailable: 1 },
    ]);
    expect(argoCd({ replicas: 1 }).values).not.to.have.property("redis-ha");
    // The chart gives the one Redis the account's name that the proxies of the other have.
    const accounts = [argoCd(), argoCd({ replicas: 1 })].map(({ values }) => values["redis"].serviceAccount);
    expect(accounts).to.deep.equal([{ create: false }, { create: true }]);
    const policies = (settings = {}) => argoCd(settings).objects.map(({ metadata }) => metadata.name);
    expect(policies()).to.deep.equal(["argo-cd", "argo-cd-redis-metrics"]);
    expect(policies({ replicas: 1 })).to.deep.equal(["argo-cd"]);
  });

  it("TB-14: has no local administrator, no gateway and network policies", () => {
    const { configs, global, server } = argoCd().values;
    expect(configs.cm["admin.enabled"]).to.equal(false);
    expect(configs.rbac["policy.default"]).to.equal("");
    expect(global.networkPolicy.create).to.equal(true);
    expect(server).not.to.have.any.keys("ingress", "httproute", "service");
    expect(argoCd({ admin: true }).values.configs.cm["admin.enabled"]).to.equal(true);
  });

  it("is a Helm release, with a reason, because a hook makes the password of its Redis", () => {
    expect(argoCd().delivery.kind).to.equal("release");
    expect(argoCd().delivery.reason).to.contain("hook");
  });

  it("its definitions are of its version", () => {
    expect(argoCd().values.global.image).to.deep.equal({ tag: definitionsPin("argo-cd").version });
  });

  it("TB-88: a wave waits until the Applications of the one before are healthy", () => {
    expect(argoCd().values.configs.cm["resource.customizations.health.argoproj.io_Application"]).to.contain(
      "obj.status.health.status",
    );
  });
});

describe("delivery by Argo CD", () => {
  /** Each add-on with a chart, and what it needs from the outside. */
  const names = (Object.keys(catalog) as AddonName[]).filter((name) => catalog[name].chart && name !== "argo-cd");

  for (const name of names.filter((one) => !ofMonitoring({ addon: catalog[one] }))) {
    it(`${name}: both deliveries give the same chart, version, namespace and values`, async () => {
      const raw = { [name]: leastSettings[name] ?? {} };
      const [resolved] = all(raw).filter(({ addon }) => addon.name === name);
      if (!resolved) throw new Error(`no ${name}`);
      const program = await build(raw);
      const type = resolved.delivery.kind === "chart" ? chartType : releaseType;
      const installed = program.inputs(type, `addons-${name}`);
      const { spec } = applicationOf(resolved, "argocd");
      const { repoURL, chart, targetRevision, helm } = spec.source as Record<string, any>;
      const repo = installed["repositoryOpts"]?.repo;
      expect(repo ?? installed["chart"]).to.equal(repo === undefined ? `oci://${repoURL}/${chart}` : repoURL);
      expect(installed["chart"].split("/").pop()).to.equal(chart);
      expect(installed["version"]).to.equal(targetRevision);
      expect(installed["values"]).to.deep.equal(helm.valuesObject);
      const { namespace } = spec.destination;
      expect(installed).to.include({ namespace, name: helm.releaseName, skipCrds: helm.skipCrds });
    });
  }

  it("TB-88: one Application holds all others, after Argo CD, its projects and the cluster's Secret", async () => {
    const program = await build({ "argo-cd": { delivers: "all" }, "metrics-server": {}, "argo-rollouts": {} });
    const root = program.one(applicationType);
    expect(Object.keys(await applicationsIn({ "argo-cd": { delivers: "all" }, "metrics-server": {} }))).to.deep.equal([
      "metrics-server",
    ]);
    expect(program.ofType(chartType)).to.deep.equal([]);
    expect(program.ofType(releaseType).map(({ name }) => name)).to.deep.equal(["addons-argo-cd"]);
    expect(root.dependencies).to.include.members([
      program.one(releaseType).urn,
      program.one(projectType).urn,
      program.one(secretType).urn,
    ]);
  });

  it("an AWS role is there before Argo CD is told of the add-on that takes it", async () => {
    const program = await build({ "argo-cd": { delivers: "all" }, "external-dns": {}, "gateway-api-crds": {} });
    const association = program.one("aws:eks/podIdentityAssociation:PodIdentityAssociation").urn;
    expect(program.one(applicationType).dependencies).to.include(association);
  });

  it("TB-89, TB-90, TB-91: shared services come in wave 1, observability in 2, applications in 3", async () => {
    const git = { repository: "https://git.example.com/acme/tbyte.git" };
    const resolved = all({ "argo-cd": { delivers: "all", applications: git }, "metrics-server": {} }, [monitoring()]);
    const program = await recorded(
      () => new PlatformAddons("addons", { namespaces: () => [], context: platformContext(), addons: resolved }),
    );
    const { applications } = program.inputs(applicationType).spec.source.helm.valuesObject;
    const wavesOf = Object.entries<any>(applications).map(([name, { additionalAnnotations }]) => [
      name,
      additionalAnnotations["argocd.argoproj.io/sync-wave"],
    ]);
    expect(Object.fromEntries(wavesOf)).to.deep.equal({
      "metrics-server": "1",
      "kube-prometheus-stack": "2",
      applications: "3",
    });
  });

  it("TB-86: applications come from a folder of a Git repository, into their namespaces and no other", async () => {
    const repository = "https://git.example.com/acme/tbyte.git";
    const program = await build({ "argo-cd": { applications: { repository } } });
    const { applications } = program.inputs(applicationType).spec.source.helm.valuesObject;
    expect(applications.applications.source).to.deep.equal({
      repoURL: repository,
      targetRevision: "main",
      path: "apps",
      directory: { recurse: true },
    });
    const { spec } = program.inputs(projectType, "addons-delivery-appproject-argocd-applications");
    expect(spec.destinations.map(({ namespace }: any) => namespace)).to.deep.equal(["shop"]);
    expect(spec.clusterResourceWhitelist).to.deep.equal([]);
    expect(spec.sourceRepos).to.deep.equal([repository]);
  });

  it("what only a deployment knows reaches Argo CD by annotations of the cluster's Secret", async () => {
    const { metadata } = (await build({ "argo-cd": {} })).inputs(secretType);
    expect(metadata.labels["argocd.argoproj.io/secret-type"]).to.equal("cluster");
    expect(metadata.annotations).to.include({
      "platform/vpc-id": "vpc-0a",
      "platform/account-id": "123456789012",
      "platform/cluster-name": "acme",
    });
  });

  it("per add-on a stack says otherwise, in both directions", () => {
    const deliverers = (raw: Record<string, unknown>) =>
      Object.fromEntries(all(raw).map(({ addon, deliverer }) => [addon.name, deliverer]));
    const rollouts = { "argo-rollouts": {} };
    expect(deliverers({ ...rollouts, "argo-cd": {}, "metrics-server": { delivery: "argocd" } })).to.deep.equal({
      "argo-cd": "pulumi",
      "argo-rollouts": "pulumi",
      "metrics-server": "argocd",
    });
    expect(
      deliverers({ ...rollouts, "argo-cd": { delivers: "all" }, "metrics-server": { delivery: "pulumi" } }),
    ).to.deep.equal({ "argo-cd": "pulumi", "argo-rollouts": "argocd", "metrics-server": "pulumi" });
  });

  it("a chart that makes a certificate at each render stays with the program", () => {
    const lbc = { "aws-load-balancer-controller": { delivery: "argocd" }, "gateway-api-crds": {}, "argo-cd": {} };
    const delivererIn = (raw: Record<string, unknown>) =>
      all(raw).find(({ addon }) => addon.name === "aws-load-balancer-controller")?.deliverer;
    expect(delivererIn(lbc)).to.equal("pulumi");
    expect(delivererIn({ ...lbc, "cert-manager": { email: "ops@acme.example" } })).to.equal("argocd");
  });

  it("without Argo CD it says what to set", () => {
    expect(addonProblems(selection({ "metrics-server": { delivery: "argocd" } }))).to.deep.equal([
      {
        addon: "metrics-server",
        why: "is to be installed by Argo CD, which is not there",
        set: '"argo-cd: {}" beside it',
      },
    ]);
  });

  it("refuses what is not the address of a repository", () => {
    const schema = catalog["argo-cd"].settings({ replicas: 2 });
    expect(problemsIn(schema, { applications: { repository: "tbyte" } })[0]?.path).to.equal("applications.repository");
  });

  it("TB-86: the manifests hold each Application as a file of argocd-apps/", async () => {
    const program = await build({ "argo-cd": { delivers: "all" }, "metrics-server": {} });
    const files = manifestsOf({ resources: program.resources, view: new View(program.resources) });
    const file = files.find(({ path }) => path === "argocd-apps/metrics-server.yaml");
    const [resolved] = all({ "metrics-server": {} });
    expect(file?.content).to.deep.equal(resolved && applicationOf(resolved, "argocd"));
  });
});
