import { expect } from "chai";
import { platformNamespaceSpecs, podMakers } from "../../../components/platform-addons/namespaces";
import { type PodDemand, podDemand, totalDemand } from "../../../components/platform-addons/pods";
import { type AddonName, type AnyAddon, catalog } from "../../../components/platform-addons/registry";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { anAddon, leastSettings, selection, surroundings } from "./builders";

const demandOf = (raw: Record<string, unknown>): PodDemand[] =>
  resolveAddons(selection(raw), surroundings()).flatMap(({ pods }) => pods);

const figures = (demand: PodDemand[]) =>
  demand.map(({ workload, copies, cpuMillis, memoryMiB }) => [workload, copies, cpuMillis, memoryMiB]);

describe("what pods of add-ons ask for", () => {
  const names = (Object.keys(catalog) as AddonName[]).filter((name) => (catalog[name] as AnyAddon).namespaces);

  for (const name of names) {
    it(`SS-44: ${name} says its pods, and each asks for CPU and memory`, () => {
      const demand = demandOf({ [name]: leastSettings[name] ?? {} });
      expect(demand).not.to.deep.equal([]);
      for (const one of demand) {
        expect(one.cpuMillis, one.workload).to.be.greaterThan(0);
        expect(one.memoryMiB, one.workload).to.be.greaterThan(0);
      }
    });
  }

  it("SS-44: copies come from the settings, requests from the values that the chart gets", () => {
    expect(figures(demandOf({ "metrics-server": {} }))).to.deep.equal([["Deployment/metrics-server", 2, 100, 200]]);
    const values = { resources: { requests: { cpu: "1", memory: "1Gi" } } };
    expect(figures(demandOf({ "metrics-server": { replicas: 3, values } }))).to.deep.equal([
      ["Deployment/metrics-server", 3, 1000, 1024],
    ]);
  });

  it("containers are added up, and what runs on every node counts once for each", () => {
    expect(figures(demandOf({ falco: {} }))).to.deep.equal([["DaemonSet/falco", "node", 110, 576]]);
    const demand = demandOf({ falco: {}, "metrics-server": {} });
    expect(totalDemand(demand, 3)).to.deep.equal({ pods: 5, cpuMillis: 530, memoryMiB: 2128 });
  });

  it("a path that the values don't have asks for nothing, what the chart has itself is said beside", () => {
    const pods = [
      { workload: "Deployment/one", copies: 1, resourcesAt: ["a.b"], chartRequests: [{ cpu: "5m", memory: "8Mi" }] },
    ];
    const [found] = podDemand({ addon: "one", namespace: "system" }, pods, { a: {} });
    expect([found?.cpuMillis, found?.memoryMiB]).to.deep.equal([5, 8]);
  });
});

describe("bounds of the add-ons' namespaces", () => {
  const specs = (raw: Record<string, unknown>, nodes = 3) =>
    platformNamespaceSpecs(selection(raw), { pods: demandOf(raw), nodes });

  it("SS-44: a quota of twice what the pods ask for and some room, and requests for what says none", () => {
    const [system] = specs({ "metrics-server": {} });
    expect(system?.quota).to.deep.equal({ "requests.cpu": "2", "requests.memory": "3Gi", pods: "14" });
    expect(system?.limitRange).to.deep.equal({ default: {}, defaultRequest: { cpu: "10m", memory: "32Mi" } });
  });

  it("what runs on every node has room on as many nodes as the stack may have", () => {
    expect(specs({ falco: {} }, 10)[0]?.quota).to.deep.equal({
      "requests.cpu": "4",
      "requests.memory": "14Gi",
      pods: "30",
    });
  });

  it("SS-48, SS-56: nothing comes in or goes out but names, credentials, HTTPS and what a policy says", () => {
    expect(specs({ "metrics-server": {} })[0]?.network).to.deep.equal({
      egress: "none",
      sameNamespace: "deny",
      scrapePorts: [],
      ingressFrom: {},
      egressTo: { https: { cidr: "0.0.0.0/0", ports: [443], protocol: "TCP" } },
    });
  });

  it("an add-on that doesn't say its pods leaves its namespace without a quota", () => {
    const [spec] = platformNamespaceSpecs([anAddon({ name: "silent" })], { pods: [], nodes: 3 });
    expect(spec?.quota).to.equal(undefined);
  });
});

describe("who makes pods in the namespaces of others", () => {
  it("is known to admission by the service account of its chart: nobody could mend what it writes", () => {
    const all = { "argo-rollouts": {}, "cert-manager": {}, "cloudnative-pg": {}, istiod: {}, keda: {}, velero: {} };
    expect(podMakers(selection(all))).to.deep.equal([
      "system:serviceaccount:argo-rollouts:argo-rollouts", // ReplicaSets of Rollouts
      "system:serviceaccount:cert-manager:cert-manager", // what answers an authority where names are proven by HTTP
      "system:serviceaccount:cnpg-system:cloudnative-pg", // instances of a Cluster, and their jobs
      "system:serviceaccount:istio-system:istiod", // the Deployment of a Gateway
    ]);
  });
});
