import { expect } from "chai";
import { Namespaces } from "../../../components/namespaces/namespaces";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { application, made, platform, surroundings } from "./builders";

const core = (kind: string) => `kubernetes:core/v1:${kind}`;
const namespaceLabels = async (spec: Parameters<typeof made>[0]) =>
  (await made(spec)).inputs(core("Namespace")).metadata.labels;

describe("Namespaces", () => {
  it("VC-20, VC-22, MP-11, SS-18: makes each namespace of the stack, under its own name", async () => {
    const names = ["production", "staging", "application"];
    const resources = await made(...names.map((name) => application({}, name)));
    const found = names.map((name) => resources.inputs(core("Namespace"), `namespaces-${name}`).metadata.name);
    expect(found).to.deep.equal(names);
    expect(resources.ofType(core("Namespace"))).to.have.length(3);
  });

  it("KP-20, KP-43, TB-53: enforces, audits and warns at restricted, at the cluster's version", async () => {
    expect(await namespaceLabels(application())).to.deep.equal({
      "app.kubernetes.io/name": "production",
      "app.kubernetes.io/part-of": "acme",
      "app.kubernetes.io/managed-by": "pulumi",
      "platform/team": "platform",
      "platform/cost-center": "acme",
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.36",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/audit-version": "v1.36",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/warn-version": "v1.36",
    });
  });

  it("VC-99: has a load balancer's word in the readiness of its pods where they may be its targets", async () => {
    const gate = "elbv2.k8s.aws/pod-readiness-gate-inject";
    const labels = async (targets: boolean) =>
      (await made(platform({ targets }))).inputs(core("Namespace")).metadata.labels;
    expect((await labels(true))[gate]).to.equal("enabled");
    expect(await labels(false)).not.to.have.property(gate);
  });

  it("TB-54, TB-55: gives an add-on's namespace its level, with the reason, and no warnings it can't heed", async () => {
    const spec = platform({ podSecurity: "privileged", reason: "node-exporter reads the host" });
    const { metadata } = (await made(spec)).inputs(core("Namespace"));
    expect(metadata.annotations).to.deep.equal({ "platform/reason": "node-exporter reads the host" });
    expect(metadata.labels).to.include({
      "pod-security.kubernetes.io/enforce": "privileged",
      "pod-security.kubernetes.io/warn": "privileged",
    });
  });

  it("writes the owner and the config path on a namespace and on what is in it", async () => {
    const resources = await made(application({ team: "video", costCenter: "cc-7" }));
    for (const kind of ["Namespace", "ResourceQuota", "LimitRange", "ServiceAccountPatch"]) {
      const { metadata } = resources.inputs(core(kind));
      expect(metadata.labels, kind).to.include({ "platform/team": "video", "platform/cost-center": "cc-7" });
      expect(metadata.annotations, kind).to.deep.equal({ "platform/config-path": "namespaces.production" });
    }
  });

  it("lets no label of a stack change the Pod Security level", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "privileged", stage: "live" };
    expect(await namespaceLabels(application({ labels }))).to.include({
      "pod-security.kubernetes.io/enforce": "restricted",
      stage: "live",
    });
  });

  it("VC-21: sets exactly the quota that a stack states", async () => {
    const quota = {
      "requests.cpu": "20",
      "requests.memory": "40Gi",
      "limits.cpu": "40",
      "limits.memory": "80Gi",
      pods: "100",
      services: "50",
      persistentvolumeclaims: "20",
    };
    expect((await made(application({ quota }))).inputs(core("ResourceQuota")).spec).to.deep.equal({ hard: quota });
  });

  it("VC-23: takes a quota of requests and pods only, bare numbers too", async () => {
    const quota = { "requests.cpu": 10, "requests.memory": "20Gi", pods: 50 };
    expect((await made(application({ quota }, "staging"))).inputs(core("ResourceQuota")).spec).to.deep.equal({
      hard: { "requests.cpu": "10", "requests.memory": "20Gi", pods: "50" },
    });
  });

  it("gives every application namespace a quota and a limit range, and keeps load balancers for the gateways", async () => {
    const resources = await made(application());
    expect(resources.inputs(core("ResourceQuota")).spec.hard).to.include({
      "requests.cpu": "20",
      "services.loadbalancers": "0",
    });
    expect(resources.inputs(core("LimitRange")).spec).to.deep.equal({
      limits: [
        {
          type: "Container",
          default: { cpu: "1", memory: "512Mi" },
          defaultRequest: { cpu: "100m", memory: "256Mi" },
          min: { cpu: "10m", memory: "16Mi" },
          max: { cpu: "16", memory: "64Gi" },
          maxLimitRequestRatio: { cpu: "10", memory: "4" },
        },
      ],
    });
  });

  it("VC-24, VC-25: makes namespaces of add-ons without quota and policies, unless they ask for them", async () => {
    const resources = await made(platform(), platform({ name: "monitoring" }));
    const kinds = resources.resources.map(({ type }) => type).filter((type) => type.startsWith("kubernetes:"));
    expect(kinds.sort()).to.deep.equal([
      core("Namespace"),
      core("Namespace"),
      core("ServiceAccountPatch"),
      core("ServiceAccountPatch"),
    ]);
  });

  it("scopes a quota to priority classes for add-ons that must run", async () => {
    const spec = platform({ quota: { pods: "20" }, quotaPriorityClasses: ["system-cluster-critical"] });
    expect((await made(spec)).inputs(core("ResourceQuota")).spec).to.deep.equal({
      hard: { pods: "20" },
      scopeSelector: {
        matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["system-cluster-critical"] }],
      },
    });
  });

  it("KP-25, KP-N14: bounds pods without requests by their number, and admits no other, in a namespace for them", async () => {
    const limitRange = { default: {}, defaultRequest: {}, min: {}, max: {}, maxLimitRequestRatio: {} };
    const program = await made(application({ bestEffort: true, quota: { pods: "20" }, limitRange }));
    const quotas = program.ofType(core("ResourceQuota")).map(({ inputs }) => inputs as Record<string, any>);
    expect(quotas.map(({ metadata, spec }) => [metadata["name"], spec])).to.deep.equal([
      ["quota", { hard: { pods: "20" }, scopes: ["BestEffort"] }],
      ["quota-with-requests", { hard: { pods: "0" }, scopes: ["NotBestEffort"] }],
    ]);
    expect(program.inputs(core("LimitRange")).spec).to.deep.equal({ limits: [{ type: "Container" }] });
  });

  it("takes the token from the default service account, by a patch, because Kubernetes makes the account", async () => {
    const resources = await made(application());
    expect(resources.inputs(core("ServiceAccountPatch"))).to.deep.include({ automountServiceAccountToken: false });
    expect(resources.inputs(core("ServiceAccountPatch")).metadata).to.include({
      name: "default",
      namespace: "production",
    });
    expect(resources.ofType(core("ServiceAccount"))).to.deep.equal([]);
  });

  it("KP-21: labels the namespace default, which it neither makes nor deletes", async () => {
    const resources = await made(application({}, "default"));
    expect(resources.ofType(core("Namespace"))).to.deep.equal([]);
    expect(resources.inputs(core("NamespacePatch")).metadata.name).to.equal("default");
  });

  it("MP-12: labels a namespace of the mesh for sidecars, and no other", async () => {
    expect(await namespaceLabels(application({ mesh: "istio" }))).to.include({ "istio-injection": "enabled" });
    expect(await namespaceLabels(application())).not.to.have.property("istio-injection");
  });

  it("lets everything in a namespace wait for it", async () => {
    const resources = await made(application({ roles: { view: { clusterRole: "view", groups: ["all"] } } }));
    const namespace = resources.one(core("Namespace"));
    const inside = resources.resources.filter(({ custom, urn }) => custom && urn !== namespace.urn);
    expect(inside.length).to.be.greaterThan(6);
    for (const { dependencies, name } of inside) expect(dependencies, name).to.include(namespace.urn);
  });

  it("TB-13: tells services what their namespace is, in plain values", async () => {
    let refs = {};
    await recorded(() => {
      const tiers = ["frontend", "backend", "database"];
      const namespaces = [
        application({
          tiers,
          sameNamespace: "allow",
          quota: { "requests.cpu": "1", "requests.memory": "1Gi", pods: "5" },
        }),
      ];
      refs = new Namespaces("namespaces", { context: platformContext(), namespaces, surroundings }).refs;
    });
    expect(refs).to.deep.equal({
      production: {
        name: "production",
        podSecurity: "restricted",
        quota: { "requests.cpu": "1", "requests.memory": "1Gi", pods: "5" },
        sameNamespace: "allow",
        tiers: ["frontend", "backend", "database"],
        team: "platform",
        costCenter: "acme",
        mesh: "none",
      },
    });
  });

  it("names children by namespace and object, so that reordering changes no name", async () => {
    const names = async (...order: string[]) =>
      (await made(...order.map((name) => application({}, name)))).resources.map(({ urn }) => urn).sort();
    expect(await names("staging", "production")).to.deep.equal(await names("production", "staging"));
  });
});
