import { expect } from "chai";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { problemsOf } from "../../../stacks/problems";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { anAddon, selection, surroundings } from "./builders";

function autoscaler(settings = {}, beside = {}) {
  const [found] = resolveAddons(selection({ "cluster-autoscaler": settings, ...beside }), surroundings()).filter(
    ({ addon }) => addon.name === "cluster-autoscaler",
  );
  if (!found) throw new Error("no autoscaler");
  return { ...found, values: found.values as Record<string, any> };
}

const flags = (settings = {}) => autoscaler(settings).values.extraArgs as Record<string, unknown>;

describe("cluster-autoscaler", () => {
  it("VC-51, VC-54, KP-31, SS-7: grows the pools that EKS tagged with this cluster", () => {
    const { cloudProvider, autoDiscovery, awsRegion } = autoscaler().values;
    expect({ cloudProvider, autoDiscovery, awsRegion }).to.deep.equal({
      cloudProvider: "aws",
      autoDiscovery: { clusterName: "acme" },
      awsRegion: "us-east-1",
    });
  });

  it("VC-52: removes a node that stays below 50 % for 10 minutes", () => {
    expect(flags()).to.include({ "scale-down-utilization-threshold": 0.5, "scale-down-unneeded-time": "10m" });
    expect(flags({ scaleDown: { utilizationThreshold: 0.4, unneededTime: "5m" } })).to.include({
      "scale-down-utilization-threshold": 0.4,
      "scale-down-unneeded-time": "5m",
    });
  });

  it("VC-52: a pod's emptyDir does not keep its node", () => {
    expect(flags()["skip-nodes-with-local-storage"]).to.equal(false);
  });

  it("VC-53: adds none beyond maxNodesTotal; without one the pools' own sizes decide", () => {
    expect(flags({ maxNodesTotal: 10 })["max-nodes-total"]).to.equal(10);
    expect(flags()).not.to.have.property("max-nodes-total");
  });

  it("is of the cluster's Kubernetes minor, whatever the chart comes with", () => {
    expect(autoscaler().values.image).to.deep.equal({ tag: "v1.36.1" });
  });

  it("two copies on two nodes of the system pool, with requests, in a restricted namespace", () => {
    const { addon, values } = autoscaler();
    expect(values.replicaCount).to.equal(2);
    expect(values.podDisruptionBudget).to.deep.equal({ maxUnavailable: 1 });
    expect(values.topologySpreadConstraints[0]).to.deep.include({
      topologyKey: "kubernetes.io/hostname",
      labelSelector: {
        matchLabels: {
          "app.kubernetes.io/name": "aws-cluster-autoscaler",
          "app.kubernetes.io/instance": "cluster-autoscaler",
        },
      },
    });
    expect(values.nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(values.tolerations).to.have.length(1);
    expect(values.resources.requests).to.deep.equal({ cpu: "100m", memory: "600Mi" });
    const [namespace] = addon.namespaces?.({ namespace: "system", replicas: 2, values: {} }) ?? [];
    expect(namespace).to.deep.equal({ name: "system", podSecurity: "restricted" });
  });

  it("has a monitor in its own namespace where the kind is installed", () => {
    expect(autoscaler().values.serviceMonitor.enabled).to.equal(false);
    expect(autoscaler({}, { "prometheus-operator-crds": {} }).values.serviceMonitor).to.deep.include({
      enabled: true,
      namespace: "system",
    });
  });

  it("its pods offer metrics alone, and reach DNS, the API server and AWS", () => {
    const [policy, ...others] = autoscaler().objects;
    expect(others).to.deep.equal([]);
    const spec = policy?.body.spec as Record<string, any>;
    expect(spec.podSelector.matchLabels).to.include({ "app.kubernetes.io/name": "aws-cluster-autoscaler" });
    expect(spec.ingress).to.deep.equal([{ ports: [{ port: 8085, protocol: "TCP" }] }]);
  });

  it("TB-40: can't be together with Karpenter", () => {
    const problems = addonProblems([...selection({ "cluster-autoscaler": {} }), anAddon({ name: "karpenter" })]);
    expect(problems.map(({ set }) => set)).to.deep.equal(["only one of cluster-autoscaler and karpenter"]);
  });

  for (const scaleDown of [{ utilizationThreshold: 50 }, { unneededTime: "10" }, { unneededTime: "soon" }]) {
    it(`scaleDown ${JSON.stringify(scaleDown)} is refused`, () => {
      const schema = addonsSettings({ replicas: 2 });
      const raw = { "cluster-autoscaler": { scaleDown } };
      const parsed = schema.safeParse(raw);
      const problems = parsed.success ? [] : problemsOf(parsed.error, raw, schema);
      expect(problems.map(({ path }) => path)).to.deep.equal([
        `cluster-autoscaler.scaleDown.${Object.keys(scaleDown)[0]}`,
      ]);
    });
  }
});
