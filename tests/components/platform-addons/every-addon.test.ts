import { expect } from "chai";
import { platformNamespaceSpecs } from "../../../components/platform-addons/namespaces";
import type { ResolvedAddon } from "../../../components/platform-addons/resolve";
import { mostNodes } from "../../../stacks/resolve/system-demand";
import { parseStack } from "../../../stacks/config";
import { alternates, together } from "../../support/addon-stacks";

/** Every add-on of the catalog and every part of the monitoring, in the production tier. */
function everyAddon(): ResolvedAddon[] {
  const all = [alternates, together].flatMap(
    (set) => parseStack("production", set("production")).config.resolvedAddons,
  );
  return [...new Map(all.map((one) => [one.addon.name, one])).values()].filter(({ pods }) => pods.length > 0);
}

/** What stands at keys of that name anywhere in values. */
function at(values: unknown, key: RegExp): unknown[] {
  if (typeof values !== "object" || values === null) return [];
  return Object.entries(values).flatMap(([name, value]) => [...(key.test(name) ? [value] : []), ...at(value, key)]);
}

const isOn = (value: unknown): boolean =>
  value === true ||
  (typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => /enabled|create/i.test(key) && isOn(inner)));

const workloads = (count: (copies: number | "node") => boolean) => (one: ResolvedAddon) =>
  one.pods.some(({ workload, copies }) => /^(Deployment|StatefulSet)\//.test(workload) && count(copies));
const replicated = workloads((copies) => copies !== "node" && copies > 1);
const single = workloads((copies) => copies === 1);
const named = (addons: ResolvedAddon[]) => addons.map(({ addon }) => addon.name).sort();

/** Each with the reason; its chart, its maker or its task forbids more. */
const exceptions = {
  /** One writer, one lease or one volume. */
  alone: [
    "alloy-events", // reads the events of the cluster once
    "argo-cd", // its application controller takes a shard for each copy
    "barman-cloud", // its chart replaces the old pod before the new one starts
    "calico", // its operator, and kube-controllers, which upstream runs once
    "envoy-gateway", // the Redis of its limiter, which forgets in a second
    "external-dns", // SS-33: one replica
    "fluent-bit-events",
    "jaeger", // Badger's volume has one owner
    "kube-prometheus-stack", // operator, Grafana with its volume, kube-state-metrics
    "opencost", // aggregates in memory
    "sealed-secrets", // its controller has no lease
    "trivy-operator", // scans once
    "velero", // its server has no lease
  ],
  /** The chart has no key for it; that of istio-cni says system-node-critical itself. */
  noPriority: ["istio-cni", "jaeger"],
  /** Nothing to scrape: what calls nobody and is called by a socket, or has no metrics. */
  noMetrics: [
    "barman-cloud", // its pods have no port for metrics; those of databases are the databases' own
    "jaeger", // by annotation
    "kube-prometheus-stack", // its chart's monitors are on
    "secrets-store-csi-driver-provider-aws",
    "vault-csi-provider",
  ],
} as const;

describe("what every add-on has in production", () => {
  const addons = everyAddon();

  it("is asked of more than thirty", () => {
    expect(addons.length).to.be.greaterThan(30);
  });

  it("SS-43: two copies or more, but for those that can't", () => {
    expect(named(addons.filter(single))).to.deep.equal([...exceptions.alone].sort());
  });

  it("SS-42: requests and a bound of memory in every container that it says", () => {
    const silent = addons.flatMap(({ pods }) => pods).filter(({ cpuMillis, memoryMiB }) => !cpuMillis || !memoryMiB);
    expect(silent.map(({ workload }) => workload)).to.deep.equal([]);
    const bounds = (one: ResolvedAddon) =>
      at(one.values, /^limits$/).filter((limits) => at(limits, /^memory$/).length > 0);
    expect(named(addons.filter((one) => bounds(one).length === 0))).to.deep.equal([]);
  });

  it("SS-44: copies are spread over nodes, by constraints or by keeping apart", () => {
    const spread = ({ values }: ResolvedAddon) =>
      [
        ...at(values, /^topologySpreadConstraints$/),
        ...at(values, /odAntiAffinity$/),
        ...at(values, /^redis-ha$/),
      ].some((one) => (Array.isArray(one) ? one.length > 0 : Boolean(one)));
    const inCharts = ["calico"]; // its operator keeps the copies that it makes apart
    expect(named(addons.filter(replicated).filter((one) => !spread(one)))).to.deep.equal(inCharts);
  });

  it("SS-31: of several copies one may be disrupted", () => {
    const budget = (one: ResolvedAddon) =>
      at(one.values, /^(pdb|podDisruptionBudget|disruptionBudget|poddisruptionbudget)$/i).length > 0 ||
      one.objects.some(({ kind }) => kind === "PodDisruptionBudget");
    expect(named(addons.filter(replicated).filter((one) => !budget(one)))).to.deep.equal(["calico"]);
  });

  it("a priority class, and the system pool for what isn't on every node", () => {
    const priority = ({ values }: ResolvedAddon) => at(values, /priorityClass(Name)?$/i).some(Boolean);
    expect(named(addons.filter((one) => !priority(one)))).to.deep.equal(exceptions.noPriority);
    const onPool = ({ values }: ResolvedAddon) => JSON.stringify(values).includes('"platform/pool":"system"');
    const elsewhere = addons.filter((one) => one.pods.some(({ copies }) => copies !== "node") && !onPool(one));
    expect(named(elsewhere)).to.deep.equal([]);
  });

  it("TB-67: metrics that Prometheus asks for, by a monitor of its chart or of ours", () => {
    const monitored = ({ values, objects }: ResolvedAddon) =>
      at(values, /(service|pod)_?monitor(Enabled)?s?$/i).some(isOn) ||
      objects.some(({ kind }) => kind.endsWith("Monitor"));
    expect(named(addons.filter((one) => !monitored(one)))).to.deep.equal(exceptions.noMetrics);
  });

  it("SS-48, SS-56: a network policy, in a namespace with a quota, a limit range and default deny", () => {
    const { config } = parseStack("production", alternates("production"));
    const demand = { pods: config.systemDemand, nodes: mostNodes(config) };
    const specs = platformNamespaceSpecs(config.addonSet, demand);
    const bare = specs.filter(
      ({ quota, limitRange, network }) => !quota || !limitRange || network?.sameNamespace !== "deny",
    );
    expect(bare.map(({ name }) => name)).to.deep.equal([]);
    const policy = ({ values, objects }: ResolvedAddon) =>
      objects.some(({ kind }) => kind === "NetworkPolicy") || at(values, /^networkPolic(y|ies)$/).some(isOn);
    const onHosts = ["calico"];
    expect(named(addons.filter((one) => !policy(one)))).to.deep.equal(onHosts);
  });
});
