import { expect } from "chai";
import { complaining, findings, kinds, pod, podPath, resource, set, unknown, workload } from "./support/workloads";

const enforce = "pod-security.kubernetes.io/enforce";
const namespace = (labels: unknown, annotations: unknown = {}) =>
  resource("kubernetes:core/v1:Namespace", { metadata: { name: "shop", labels, annotations } }, "shop");
const quiet = { "namespace-has-quota": "disabled", "namespace-has-limit-range": "disabled" };
const reason = { "platform/reason": "the agent reads the node's logs" };

describe("the Pod Security level of a namespace", () => {
  const host = pod({ hostNetwork: true, "securityContext.runAsNonRoot": false });

  it("is restricted where nobody says otherwise", async () => {
    expect(await complaining([host])).to.deep.equal(["no-host-namespaces", "run-as-non-root"]);
    expect(await complaining([namespace({ [enforce]: "restricted" }), host], quiet)).to.deep.equal([
      "no-host-namespaces",
      "run-as-non-root",
    ]);
  });

  it("is what the stack labels it, in whatever order the resources come", async () => {
    const lower = namespace({ [enforce]: "baseline" }, reason);
    expect(await complaining([lower, host], quiet)).to.deep.equal(["no-host-namespaces"]);
    expect(await complaining([host, lower], quiet)).to.deep.equal(["no-host-namespaces"]);
    expect(await complaining([namespace({ [enforce]: "privileged" }, reason), host], quiet)).to.deep.equal([]);
  });

  it("is what the config says of a namespace that others made", async () => {
    const namespaceLevels = { shop: "privileged" };
    const config = { "no-host-namespaces": { namespaceLevels }, "run-as-non-root": { namespaceLevels } };
    expect(await complaining([host], config)).to.deep.equal([]);
  });

  it("doesn't leak into the next run", async () => {
    await complaining([namespace({ [enforce]: "privileged" }, reason)], quiet);
    expect(await complaining([host])).to.have.length(2);
  });

  it("changes which capabilities and volumes are allowed", async () => {
    const lower = namespace({ [enforce]: "baseline" }, reason);
    const chown = pod({ "containers.0.securityContext.capabilities": { drop: ["ALL"], add: ["CHOWN"] } });
    const nfs = pod({ volumes: [{ name: "x", nfs: { server: "s", path: "/" } }] });
    const path = pod({ volumes: [{ name: "x", hostPath: { path: "/" } }] });
    expect(await complaining([chown])).to.deep.equal(["added-capabilities"]);
    expect(await complaining([lower, chown], quiet)).to.deep.equal([]);
    expect(await complaining([nfs])).to.deep.equal(["volume-types"]);
    expect(await complaining([lower, nfs], quiet)).to.deep.equal([]);
    expect(await complaining([lower, path], quiet)).to.deep.equal(["volume-types"]);
  });

  it("is the stricter one where two clusters have a namespace of that name", async () => {
    const other = { ...namespace({ [enforce]: "restricted" }), urn: "urn:other" };
    const lower = namespace({ [enforce]: "privileged" }, reason);
    expect(await complaining([lower, other, host], quiet)).to.have.length(2);
    expect(await complaining([other, lower, host], quiet)).to.have.length(2);
  });

  it("decides whether a pod in a user namespace may unmask /proc", async () => {
    const unmasked = pod({ hostUsers: false, "containers.0.securityContext.procMount": "Unmasked" });
    expect(await complaining([unmasked])).to.deep.equal(["proc-mount"]);
    expect(await complaining([namespace({ [enforce]: "baseline" }, reason), unmasked], quiet)).to.deep.equal([]);
  });

  it("must be said, and a lower one explained", async () => {
    expect(await complaining([namespace({})], quiet)).to.deep.equal(["namespace-level"]);
    expect(await complaining([namespace({ [enforce]: "strict" })], quiet)).to.deep.equal(["namespace-level"]);
    expect(await complaining([namespace({ [enforce]: "privileged" })], quiet)).to.deep.equal(["namespace-level"]);
    expect(await complaining([namespace({ [enforce]: "privileged" }, reason)], quiet)).to.deep.equal([]);
    expect(await complaining([namespace({ [enforce]: "baseline" }, { "platform/reason": " " })], quiet)).to.have.length(
      1,
    );
    const [finding] = await findings([namespace(unknown)], quiet);
    expect(finding).to.include({ policy: "namespace-level", kind: "unknown", level: "advisory" });
  });
});

describe("pods that Kubernetes judges differently", () => {
  it("may be root in a user namespace", async () => {
    const root = pod({ hostUsers: false, "securityContext.runAsNonRoot": undefined, "securityContext.runAsUser": 0 });
    expect(await complaining([root])).to.deep.equal([]);
  });

  it("may be of Windows", async () => {
    const none = { securityContext: {}, resources: { requests: { cpu: 1, memory: 1 }, limits: { memory: 1 } } };
    const windows = pod({
      "os.name": "windows",
      securityContext: { runAsNonRoot: true },
      containers: [{ name: "api", image: "api:1", ...none }],
      initContainers: [],
      ephemeralContainers: [],
      restartPolicy: "Never",
    });
    expect(await complaining([windows])).to.deep.equal([]);
  });

  it("fail at an explicit pod-level false, even where every container says true", async () => {
    const contradiction = pod({
      "securityContext.runAsNonRoot": false,
      "containers.0.securityContext.runAsNonRoot": true,
      "initContainers.0.securityContext.runAsNonRoot": true,
      "initContainers.1.securityContext.runAsNonRoot": true,
      "ephemeralContainers.0.securityContext.runAsNonRoot": true,
    });
    expect(await complaining([contradiction])).to.deep.equal(["run-as-non-root"]);
  });
});

describe("a pod that isn't there", () => {
  const psa = "no-host-namespaces";

  it("never counts as compliant", async () => {
    for (const kind of kinds) {
      for (const spec of [undefined, null, "x", 3, [], { containers: [] }, { containers: "x" }, {}]) {
        const found = await complaining([workload(kind, { [podPath(kind)]: spec })]);
        expect(found, `${kind} ${JSON.stringify(spec)}`).to.include("no-privileged-containers");
        if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
          expect(found, kind).to.include(psa);
        }
      }
    }
  });

  it("is unknown when any step to it is", async () => {
    for (const step of ["spec", "spec.template", "spec.template.spec", "spec.template.spec.containers"]) {
      const found = await findings([workload("apps/v1:Deployment", { [step]: unknown })]);
      expect(found.some(({ policy, kind }) => policy === "no-privileged-containers" && kind === "unknown")).to.equal(
        true,
      );
      expect(
        found.every(({ kind }) => kind === "unknown"),
        step,
      ).to.equal(true);
    }
  });

  it("is another object's for a Rollout with a workloadRef", async () => {
    const rollout = resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
      metadata: { namespace: "shop" },
      spec: { workloadRef: { name: "api" } },
    });
    expect(await complaining([rollout])).to.deep.equal([]);
  });

  it("isn't looked for in other objects", async () => {
    const others = ["core/v1:Service", "core/v1:ConfigMap", "helm.sh/v4:Chart"].map((kind) =>
      resource(`kubernetes:${kind}`, { version: "1.0.0", spec: { template: { spec: { hostNetwork: true } } } }),
    );
    others.push(resource("aws:ec2/vpc:Vpc", { spec: 1 }), resource("eks:index:Cluster", {}));
    expect(await complaining(others)).to.deep.equal([]);
  });

  it("is found below a chart, where the engine has the objects that are missing offline", async () => {
    const child = pod({ hostNetwork: true });
    child.urn =
      "urn:pulumi:test::platform::platform:Addon$kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1:Deployment::api";
    expect(await complaining([child])).to.deep.equal(["no-host-namespaces"]);
  });
});

describe("probes", () => {
  const noProbes = {
    startupProbe: undefined,
    livenessProbe: undefined,
    readinessProbe: undefined,
  };
  const without = Object.fromEntries(
    ["containers.0", "initContainers.1"].flatMap((at) =>
      Object.keys(noProbes).map((key) => [`${at}.${key}`, undefined]),
    ),
  );

  it("aren't asked of Jobs, of pods that end, of init and of ephemeral containers", async () => {
    expect(await complaining([pod(without, "batch/v1:Job")])).to.deep.equal([]);
    expect(await complaining([pod(without, "batch/v1:CronJob")])).to.deep.equal([]);
    expect(await complaining([pod({ ...without, restartPolicy: "OnFailure" }, "core/v1:Pod")])).to.deep.equal([]);
    expect(await complaining([pod(without)])).to.deep.equal(["readiness-probe", "liveness-probe"]);
  });

  it("that are the same for liveness and readiness must differ in patience", async () => {
    const probe = { httpGet: { path: "/health", port: "http" }, periodSeconds: 10, failureThreshold: 3 };
    const both = (liveness: object) =>
      pod({ "containers.0.readinessProbe": probe, "containers.0.livenessProbe": { ...probe, ...liveness } });
    expect(await complaining([both({})])).to.deep.equal(["probes-differ"]);
    expect(await complaining([both({ failureThreshold: 6 })])).to.deep.equal([]);
    expect(await complaining([both({ httpGet: { path: "/live", port: "http" } })])).to.deep.equal([]);
  });

  it("leave time to start by themselves where there is no startup probe", async () => {
    const start = (delay: number) =>
      pod({ "containers.0.startupProbe": undefined, "containers.0.livenessProbe.initialDelaySeconds": delay });
    expect(await complaining([start(29)])).to.deep.equal(["start-allowance"]);
    expect(await complaining([start(30)])).to.deep.equal([]);
  });

  it("may ask a declared port by number or name", async () => {
    expect(await complaining([pod({ "containers.0.readinessProbe.httpGet.port": 8000 })])).to.deep.equal([]);
    expect(await complaining([pod({ "containers.0.readinessProbe": { grpc: { port: 9 } } })])).to.deep.equal([
      "probe-ports",
    ]);
    const nameless = pod({
      "containers.0.ports": [{ containerPort: 8000 }],
      "containers.0.readinessProbe.tcpSocket": {},
    });
    expect(await complaining([nameless])).to.include("probe-ports");
  });

  it("count a preStop that sleeps in a shell", async () => {
    const hook = (seconds: number) =>
      pod({ "containers.0.lifecycle.preStop": { exec: { command: ["sh", "-c", `nginx -s quit; sleep ${seconds}`] } } });
    expect(await complaining([hook(55)])).to.deep.equal([]);
    expect(await complaining([hook(56)])).to.deep.equal(["grace-period"]);
  });

  it("take their thresholds from the config", async () => {
    expect(await complaining([pod({})], { "liveness-patience": { minSeconds: 31 } })).to.deep.equal([
      "liveness-patience",
    ]);
  });
});

describe("AppArmor by annotation", () => {
  it("is judged on the pod's own annotations", async () => {
    const set_ = (value: unknown) =>
      workload("apps/v1:Deployment", {
        "spec.template.metadata.annotations": { "container.apparmor.security.beta.kubernetes.io/api": value },
      });
    expect(await complaining([set_("unconfined")])).to.deep.equal(["apparmor-profile"]);
    expect(await complaining([set_("localhost/x")])).to.deep.equal([]);
    const service = resource("kubernetes:core/v1:Service", {});
    set(service.inputs, "metadata.annotations", 3);
    expect(await complaining([service])).to.deep.equal(["waivers-are-valid"]);
  });
});
