import { expect } from "chai";
import { parseQuantity, showQuantity } from "../../policies/support/quantity";
import { complaining, findings, pod, resource, set, unknown, workload } from "./support/workloads";

const namespace = (changes: Record<string, unknown> = {}) =>
  object("core/v1:Namespace", "shop", {
    metadata: {
      name: "shop",
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
      annotations: { "platform/config-path": "namespaces.shop" },
    },
    ...changes,
  });
const quota = (hard: Record<string, unknown>) =>
  object("core/v1:ResourceQuota", "shop", {
    metadata: { name: "shop", namespace: "shop", annotations: { "platform/config-path": "namespaces.shop" } },
    spec: { hard },
  });
const limitRange = (limits: unknown[] = []) =>
  object("core/v1:LimitRange", "shop", { metadata: { name: "shop", namespace: "shop" }, spec: { limits } });
const hpa = (maxReplicas: unknown) =>
  object("autoscaling/v2:HorizontalPodAutoscaler", "api", {
    metadata: { name: "api", namespace: "shop" },
    spec: { scaleTargetRef: { kind: "Deployment", name: "api" }, maxReplicas },
  });

function object(kind: string, name: string, inputs: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  const copy = JSON.parse(JSON.stringify(inputs)) as Record<string, unknown>;
  Object.entries(changes).forEach(([path, value]) => {
    set(copy, path, value);
  });
  return resource(`kubernetes:${kind}`, copy, name);
}

const complete = [namespace(), quota({ "requests.cpu": "20" }), limitRange()];

describe("quota and limit range of a namespace", () => {
  it("are there", async () => {
    expect(await complaining(complete)).to.deep.equal([]);
  });

  it("are missed, with the key that makes them", async () => {
    const found = await findings([namespace()]);
    expect(found.map(({ policy, path, message }) => [policy, path, message])).to.deep.equal([
      [
        "namespace-has-quota",
        "namespaces.shop",
        'Namespace "shop" (namespaces.shop): it has no ResourceQuota: one team\'s mistake could take the whole cluster. Set namespaces.shop.quota.',
      ],
      [
        "namespace-has-limit-range",
        "namespaces.shop",
        'Namespace "shop" (namespaces.shop): it has no LimitRange: beside a quota every pod without requests is refused, unless a LimitRange gives it some. Set namespaces.shop.limitRange.',
      ],
    ]);
  });

  it("of another namespace don't count", async () => {
    const other = object("core/v1:ResourceQuota", "b", { metadata: { name: "b", namespace: "b" }, spec: { hard: {} } });
    expect(await complaining([namespace(), limitRange(), other])).to.deep.equal(["namespace-has-quota"]);
  });

  it("aren't asked of Kubernetes' own namespaces, or of one with a waiver in the config, by name or by origin", async () => {
    const config = {
      "namespace-has-quota": { waivers: { "Namespace/sh*": "a reason until 2026-12-31" } },
      "namespace-has-limit-range": { waivers: { "Namespace@namespaces.*": "a reason until 2026-12-31" } },
    };
    expect(await complaining([namespace()], config)).to.deep.equal([]);
  });

  it("of a namespace that isn't known yet are said to be unknown", async () => {
    const some = object("core/v1:ResourceQuota", "shop", { metadata: { namespace: unknown }, spec: { hard: {} } });
    const found = await findings([namespace(), some, limitRange()]);
    expect(found.map(({ policy, kind, level }) => [policy, kind, level])).to.deep.include([
      "namespace-has-quota",
      "unknown",
      "advisory",
    ]);
  });
});

describe("the maximum of a namespace", () => {
  const small = { ephemeralContainers: [], initContainers: [] };
  const api = (replicas: number, extra: Record<string, unknown> = {}) =>
    workload("apps/v1:Deployment", {
      "spec.replicas": replicas,
      "spec.template.spec.initContainers": [],
      "spec.template.spec.containers.0.resources.requests": { cpu: "1", memory: "1Gi" },
      "spec.template.spec.containers.0.resources.limits": { memory: "2Gi" },
      ...extra,
    });
  const over = async (hard: Record<string, unknown>, ...others: ReturnType<typeof resource>[]) =>
    (await findings([namespace(), quota(hard), limitRange(), ...others]))
      .filter(({ policy }) => policy === "quota-fits-maximum")
      .map(({ message }) => message.replace(/^[^:]*: /, ""));

  it("fits to the last core, with the surge of a rolling update", async () => {
    expect(await over({ "requests.cpu": "5" }, api(4))).to.deep.equal([]);
  });

  it("is shown as a sum when it doesn't fit", async () => {
    expect(await over({ "requests.cpu": "4" }, api(4))).to.deep.equal([
      'at their most its pods ask for 5 of requests.cpu, the quota allows "4": api (4 + 1 while rolling) x 1 = 5: ' +
        "the last pods are refused just when they are needed. " +
        'Set namespaces.shop.quota["requests.cpu"] to 5 or more, or lower what services.api asks for.',
    ]);
  });

  it("counts memory, limits and pods too", async () => {
    expect(await over({ "requests.memory": "4Gi" }, api(4))).to.have.length(1);
    expect(await over({ "limits.memory": "9Gi" }, api(4))).to.have.length(1);
    expect(await over({ "limits.memory": "10Gi" }, api(4))).to.have.length(0);
    expect(await over({ memory: "4Gi" }, api(4))).to.have.length(1);
    expect(await over({ pods: "4" }, api(4))).to.have.length(1);
    expect(await over({ pods: 5 }, api(4))).to.have.length(0);
  });

  it("takes the autoscaler's maximum instead of the replicas", async () => {
    expect(await over({ pods: "9" }, api(2), hpa(7))).to.deep.equal([]);
    expect((await over({ pods: "8" }, api(2), hpa(7)))[0]).to.contain("api (7 + 2 while rolling) = 9");
  });

  it("takes maxSurge as it is set, and none for Recreate or by config", async () => {
    const rolling = (maxSurge: unknown) => ({ "spec.strategy.rollingUpdate.maxSurge": maxSurge });
    expect(await over({ pods: "5" }, api(4, rolling(1)))).to.have.length(0);
    expect(await over({ pods: "7" }, api(4, rolling("100%")))).to.have.length(1);
    expect(await over({ pods: "4" }, api(4, { "spec.strategy.type": "Recreate" }))).to.have.length(0);
    const config = { "quota-fits-maximum": { surge: false } };
    expect(await complaining([namespace(), quota({ pods: "4" }), limitRange(), api(4)], config)).to.deep.equal([]);
  });

  it("counts an init container where it asks for more than the rest, and sidecars beside the containers", async () => {
    const init = (restartPolicy?: string) => ({
      "spec.template.spec.initContainers": [
        { name: "a", restartPolicy, securityContext: {}, resources: { requests: { cpu: "3" } } },
      ],
    });
    expect((await over({ "requests.cpu": "3" }, api(1, init())))[0]).to.contain("api (1 + 1 while rolling) x 3 = 6");
    expect((await over({ "requests.cpu": "3" }, api(1, init("Always"))))[0]).to.contain("x 4 = 8");
  });

  it("counts an init container beside the sidecars that started before it", async () => {
    const container = (name: string, cpu: string, more = {}) => ({ name, resources: { requests: { cpu } }, ...more });
    const start = {
      "spec.template.spec.initContainers": [container("a", "1", { restartPolicy: "Always" }), container("b", "2")],
    };
    expect((await over({ "requests.cpu": "3" }, api(1, start)))[0]).to.contain("x 3 = 6");
  });

  it("takes KEDA's maximum, 100 where it says none", async () => {
    const scaled = object("keda.sh/v1alpha1:ScaledObject", "api", {
      metadata: { name: "api", namespace: "shop" },
      spec: { scaleTargetRef: { name: "api" } },
    });
    expect((await over({ pods: "9" }, api(2), scaled))[0]).to.contain("api (100 + 25 while rolling) = 125");
  });

  it("takes what a LimitRange gives to a container that says nothing, and a limit for a missing request", async () => {
    const bare = { "spec.template.spec.containers.0.resources": {} };
    const range = limitRange([{ type: "Container", default: { cpu: "3" }, defaultRequest: { cpu: "2" } }]);
    const sum = async (deployment: ReturnType<typeof workload>) =>
      (await findings([namespace(), quota({ "requests.cpu": "1" }), range, deployment])).find(
        ({ policy }) => policy === "quota-fits-maximum",
      )?.message;
    expect(await sum(api(1, bare))).to.contain("x 2 = 4");
    expect(await sum(api(1, { "spec.template.spec.containers.0.resources": { limits: { cpu: "5" } } }))).to.contain(
      "x 5",
    );
  });

  it("names what isn't known, and still judges the rest", async () => {
    const second = { ...api(9), urn: "urn:b" };
    const found = await findings([namespace(), quota({ pods: "4" }), limitRange(), api(4), hpa(unknown), second]);
    const own = found.filter(({ policy }) => policy === "quota-fits-maximum");
    expect(own.map(({ kind, level }) => [kind, level])).to.deep.include(["unknown", "advisory"]);
  });

  it("is never right with a number that is none", async () => {
    for (const value of ["lots", -1, true, [], {}]) {
      expect(await over({ pods: value }, api(1)), JSON.stringify(value)).to.have.length(1);
      expect(await over({ pods: "9" }, api(1, { "spec.replicas": value })), JSON.stringify(value)).to.have.length(1);
    }
  });

  it("leaves out quotas of a scope, and other namespaces", async () => {
    const scoped = object("core/v1:ResourceQuota", "low", {
      metadata: { name: "low", namespace: "shop" },
      spec: { hard: { pods: "1" }, scopes: ["BestEffort"] },
    });
    const elsewhere = pod(small, "apps/v1:Deployment");
    set(elsewhere.inputs, "metadata.namespace", "else");
    expect(await over({ pods: "1" }, scoped, elsewhere)).to.deep.equal([]);
  });
});

describe("CPU limits", () => {
  const limited = pod({ "containers.0.resources.limits.cpu": "1" });

  it("are required, forbidden or neither, as the config says", async () => {
    expect(await complaining([pod({})], { "cpu-limit": { cpuLimit: "required" } })).to.deep.equal(["cpu-limit"]);
    expect(await complaining([limited], { "cpu-limit": { cpuLimit: "forbidden" } })).to.deep.equal(["cpu-limit"]);
    expect(await complaining([pod({}), limited])).to.deep.equal([]);
  });
});

describe("the words for a missing setting", () => {
  it("are the YAML's own", async () => {
    const [finding] = await findings([pod({ "containers.0.resources.limits": undefined })]);
    expect(finding?.message).to.equal(
      'Deployment "api" (services.api): container "api" has no memory limit: a leak takes the memory of the whole node. ' +
        "Set services.api.resources.limits.memory.",
    );
  });

  it("are the object's own where no YAML made it", async () => {
    const plain = pod({ "containers.0.resources.limits": undefined });
    set(plain.inputs, "metadata.annotations", undefined);
    const [finding] = await findings([plain]);
    expect(finding?.message).to.match(
      /^Deployment "api" \(namespace shop\): .* Set spec\.template\.spec\.containers\["api"\]\.resources\.limits\.memory\.$/,
    );
    expect(finding).not.to.have.property("path");
  });
});

describe("quantities", () => {
  it("are read as the API server reads them", () => {
    const read = { "100m": 0.1, "1.5": 1.5, "2Gi": 2 ** 31, "1k": 1000, "1e3": 1000, "12E": 12e18, ".5": 0.5 };
    for (const [text, number] of Object.entries(read)) {
      expect(parseQuantity(text), text).to.equal(number);
    }
    for (const wrong of ["", "1 Gi", "Gi", "0x10", "1GB", "-1", null, true, Number.NaN]) {
      expect(parseQuantity(wrong), String(wrong)).to.equal(undefined);
    }
  });

  it("are shown as people write them", () => {
    expect(showQuantity(1.2000000001, "requests.cpu")).to.equal("1.2");
    expect(showQuantity(1.5 * 2 ** 30, "limits.memory")).to.equal("1.5Gi");
    expect(showQuantity(2 ** 27, "memory")).to.equal("128Mi");
  });
});
