import { expect } from "chai";
import { Admission } from "../../../components/admission/admission";
import { admissionRules } from "../../../components/admission/policies";
import type { AdmissionMode } from "../../../components/admission/settings";
import { settingsOf } from "../../../stacks/pack-config";
import type { RecordedResource } from "../../../preview/recorded";
import { kinds, resource, runStrictly } from "../../policies/support/workloads";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import type { KubeObject } from "../support/api";
import { asked, inPod, objectCases, podCases, posted } from "../support/admission-cases";
import type { ControlPlane } from "../support/control-plane";
import { defineOrSkip } from "../support/objects";
import { each, until } from "../support/wait";
import { dryRunner, type Verdict } from "../support/warned";

const names = new Set(admissionRules.map(({ name }) => name));

const plain = {
  "required-labels": { labels: ["platform/team", "platform/cost-center"] },
  "image-registry": { registries: ["docker.io/*", "quay.io/org/*", "localhost:5000/*"] },
};
const strict = {
  ...plain,
  "cpu-limit": { cpuLimit: "required" },
  "memory-ratio": { maxRatio: 2 },
  "image-digest": { digest: "required" },
  "priority-class": { priorityClass: "required", allowed: ["batch"] },
  "liveness-patience": { minSeconds: 31 },
  "start-allowance": { minSeconds: 121 },
  "grace-period": { drainSeconds: 46 },
  "job-limits": { maxSeconds: 3599 },
  "no-default-namespace": { forbidden: ["shop"] },
};

/** Rules of the pack that complain of each object, and have a twin in the cluster. */
async function packSays(objects: RecordedResource[], config: unknown): Promise<string[][]> {
  const named = objects.map((one, index) => ({ ...one, urn: `${one.urn}-${index}` }));
  const { findings, problems } = await runStrictly(named, config);
  expect(problems).to.deep.equal([]);
  const said = new Map(named.map(({ urn }) => [urn, new Set<string>()]));
  for (const { urn, policy } of findings) if (names.has(policy)) said.get(urn)?.add(policy);
  return [...said.values()].map((rules) => [...rules].sort());
}

/** Rules of which the API server warned: `Validation failed for … with binding '…': <rule>: …`. It warns of more. */
function clusterSays({ warnings }: Verdict): string[] {
  const named = warnings.flatMap((text) => /with binding '[\w-]+': ([\w-]+)/.exec(text)?.[1] ?? []);
  return [...new Set(named)].sort();
}

/** The platform's admission policies, and that they say what the policy pack says. */
export function admission(plane: () => ControlPlane): void {
  let tryOut: ReturnType<typeof dryRunner>;

  before(async function () {
    const { api } = plane();
    await defineOrSkip(this, api, ["argo-rollouts"]);
    tryOut = dryRunner(plane(), "admin");
    for (const name of ["shop", "cert-manager", "host"]) {
      const level = name === "host" ? { "pod-security.kubernetes.io/enforce": "privileged" } : {};
      await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: level } });
      await api.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "api", namespace: name } });
    }
  });

  /** Puts the component's objects in place and waits until the API server judges by them. */
  async function hold(config: Record<string, unknown>, mode: AdmissionMode, probe: (one: Verdict) => boolean) {
    const settings = { mode, exempt: {} };
    const program = await recorded(
      () =>
        new Admission("admission", {
          context: platformContext(),
          settings,
          pack: settingsOf(config),
          addonNamespaces: ["cert-manager"],
          makers: [],
        }),
    );
    for (const { type, name } of program.resources.filter((one) => one.type.startsWith("kubernetes:"))) {
      await plane().api.apply(program.inputs(type, name) as KubeObject);
    }
    const bad = posted("apps/v1:Deployment", asked("apps/v1:Deployment", inPod("apps/v1:Deployment", canary)));
    await until("the policies are in force", 30, async () =>
      probe(await post(bad)) ? undefined : "another verdict than expected",
    );
  }

  const post = (object: KubeObject) => tryOut(collectionOf(object), object);

  /** Where the pack and the cluster differ about workloads; the empty list is what is wanted. */
  async function differences(config: Record<string, unknown>): Promise<string[]> {
    const cases = [
      ...kinds.flatMap((kind) => podCases.map(({ what, changes }) => ({ what, kind, changes: inPod(kind, changes) }))),
      ...objectCases.map(([what, kind, changes]) => ({ what, kind, changes })),
    ];
    const objects = cases.map(({ kind, changes }) => asked(kind, changes));
    const pack = await packSays(objects, config);
    const verdicts = await each(objects, (one) => post(posted(one.type.replace("kubernetes:", ""), one)));
    return cases.flatMap(({ what, kind }, index) => {
      const [said = [], verdict] = [pack[index], verdicts[index]];
      const cluster = verdict ? clusterSays(verdict) : [];
      return verdict?.status === 201 && said.join() === cluster.join()
        ? []
        : [`${kind}, ${what}: pack [${said.join()}], cluster [${cluster.join()}] ${JSON.stringify(verdict)}`];
    });
  }

  it("KP-46: says the same as the policy pack about every kind of workload", async () => {
    await hold(plain, "warn", (one) => clusterSays(one).join() === "image-tag");
    expect((await differences(plain)).join("\n")).to.equal("");
  });

  it("KP-46: has expressions that the API server finds nothing wrong with", async () => {
    await until("the policies are checked", 30, async () => {
      const policies = await plane().api.list("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy");
      expect(policies).to.have.length.greaterThan(2);
      return policies
        .filter(({ status, metadata }) => status?.observedGeneration !== metadata.generation)
        .map(({ metadata }) => metadata.name);
    });
    const policies = await plane().api.list("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy");
    expect(policies.map(({ status }) => status.typeChecking.expressionWarnings ?? [])).to.deep.equal(
      policies.map(() => []),
    );
  });

  it("KP-46: says the same about namespaces and ConfigMaps", async () => {
    const level = "pod-security.kubernetes.io/enforce";
    const labels = { "platform/team": "shop", "platform/cost-center": "shop", [level]: "restricted" };
    const namespaces: Record<string, unknown>[] = [
      { labels },
      { labels: { ...labels, [level]: undefined } },
      { labels: { ...labels, [level]: "lax" } },
      { labels: { ...labels, [level]: "baseline" } },
      { labels: { ...labels, [level]: "baseline" }, annotations: { "platform/reason": " " } },
      { labels: { ...labels, [level]: "privileged" }, annotations: { "platform/reason": "it reads its host" } },
      { labels: { ...labels, "platform/team": undefined } },
    ];
    const data = [{ LOG_LEVEL: "info" }, { "db.password": "correct horse" }, { key: "-----BEGIN PRIVATE KEY-----" }];
    const objects = [
      ...namespaces.map((metadata, index) =>
        resource("kubernetes:core/v1:Namespace", { metadata: { name: `one-${index}`, ...metadata } }),
      ),
      ...data.map((values) =>
        resource("kubernetes:core/v1:ConfigMap", { metadata: { name: "one", namespace: "shop" }, data: values }),
      ),
    ];
    const pack = await packSays(objects, plain);
    for (const [index, one] of objects.entries()) {
      const kind = one.type.replace("kubernetes:core/v1:", "");
      const object = JSON.parse(JSON.stringify({ apiVersion: "v1", kind, ...one.inputs })) as KubeObject;
      // The API server itself refuses a level that is none.
      const known = object.metadata.labels?.[level] !== "lax";
      if (known) expect(clusterSays(await post(object)), JSON.stringify(one.inputs)).to.deep.equal(pack[index]);
    }
  });

  it("KP-46: follows levels, figures and exemptions of the pack's config", async () => {
    const waivers = {
      "Deployment/shop/api": "as a test until 2027-01-31",
      "Job@services.*": "as a test until 2027-01-31",
    };
    const config = { ...strict, "readiness-probe": { waivers } };
    await hold(config, "warn", (one) => clusterSays(one).length > 1);
    expect((await differences(config)).join("\n")).to.equal("");
  });

  it("KP-46: refuses what breaks a mandatory rule, warns of the rest, and leaves add-ons and hosts alone", async () => {
    await hold(plain, "deny", ({ status }) => status === 403);
    const kind = "apps/v1:Deployment";
    const verdict = (changes: Record<string, unknown>) => post(posted(kind, asked(kind, changes)));
    const writable = inPod(kind, { "containers.0.securityContext.readOnlyRootFilesystem": false });
    const refused = await verdict(writable);
    expect(refused.message).to.contain(
      "read-only-root: container api: set securityContext.readOnlyRootFilesystem to true",
    );
    expect((await verdict({})).status).to.equal(201);
    const advice = await verdict(inPod(kind, { "containers.0.envFrom": [{ secretRef: { name: "a" } }] }));
    expect([advice.status, clusterSays(advice)]).to.deep.equal([201, ["secrets-as-files"]]);
    expect((await verdict({ ...writable, "metadata.namespace": "cert-manager" })).status).to.equal(201);
    expect((await verdict({ ...writable, "metadata.namespace": "host" })).status).to.equal(201);
    const tagless = inPod(kind, { "containers.0.image": "api" });
    expect((await verdict({ ...tagless, "metadata.namespace": "host" })).status).to.equal(403);
  });

  it("KP-46: a controller's pods are those of the template that was judged", async () => {
    const kind = "core/v1:Pod";
    const bad = posted(kind, asked(kind, inPod(kind, canary)));
    const controllers = dryRunner(plane(), "system:kube-controller-manager");
    const path = collectionOf(bad);
    expect((await tryOut(path, bad)).status).to.equal(403);
    // That user may not make pods here, which is said after admission would have refused.
    expect((await controllers(path, bad)).message).not.to.contain("ValidatingAdmissionPolicy");
  });
}

const canary = { "containers.0.image": "api:latest" };

function collectionOf({ apiVersion, kind, metadata }: KubeObject): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
  return `${root}${namespace}/${kind.toLowerCase()}s`;
}
