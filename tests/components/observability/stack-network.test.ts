import { expect } from "chai";
import { platformNamespaceSpecs } from "../../../components/platform-addons/namespaces";
import { observabilityAddon } from "../../../components/observability/stack-addon";
import { observabilityOf, resolvedStack } from "./builders";

type Json = Record<string, any>;

/** Spec of a network policy of the chart, by the last part of its name. */
function traffic(part: string, raw: Record<string, unknown> = {}, addons: Record<string, unknown> = {}): Json {
  const stack = resolvedStack(raw, addons).find(({ addon }) => addon.name === "kube-prometheus-stack");
  const found = stack?.objects.find(({ metadata }) => metadata.name === `kube-prometheus-stack-${part}`);
  if (found?.kind !== "NetworkPolicy") throw new Error(`no policy of ${part}`);
  return found.body["spec"] as Json;
}

const ports = (rule: Json): unknown[] => (rule["ports"] as { port: number }[]).map(({ port }) => port);
const namespaces = (peers: Json[]): string[] =>
  peers.map(({ namespaceSelector }) => namespaceSelector.matchLabels["kubernetes.io/metadata.name"] as string);
const heard = (spec: Json) =>
  (spec["ingress"] as Json[]).map((rule) => [
    rule["from"] ? namespaces(rule["from"] as Json[]) : "anyone",
    ports(rule),
  ]);

describe("who talks with the monitoring stack", () => {
  it("SS-48, SS-56, TB-67: its namespaces deny everything that no policy allows", () => {
    const specs = platformNamespaceSpecs([observabilityAddon(observabilityOf({}))], { pods: [], nodes: 3 });
    expect(specs.map(({ name, network }) => [name, network?.sameNamespace, network?.egress])).to.deep.equal([
      ["monitoring", "deny", "none"],
      ["monitoring-host", "deny", "none"],
    ]);
  });

  it("Prometheus hears its own namespace and the add-ons that ask it, which a stack may not have", () => {
    const addons = { keda: {}, "metrics-server": {}, "gateway-api-crds": {}, opencost: {} };
    expect(heard(traffic("prometheus", {}, addons))).to.deep.equal([
      [["monitoring"], [9090, 8080]],
      [["keda", "opencost"], [9090]],
    ]);
    expect(heard(traffic("prometheus"))).to.deep.equal([[["monitoring"], [9090, 8080]]]);
  });

  it("Prometheus calls every pod, the kubelet and exporters of nodes, and where it writes samples", () => {
    const remoteWrite = [{ url: "http://mimir.metrics.svc:9009/api/v1/push" }, { url: "https://aps.example.com" }];
    const { egress } = traffic("prometheus", { prometheus: { remoteWrite } });
    expect(ports(egress[0])).to.deep.equal([53, 53, 443, 10250, 9100, 9009]);
    expect(egress.at(-1)).to.deep.equal({ to: [{ namespaceSelector: {} }] });
    const { egress: beside } = traffic("prometheus", {}, { calico: {} });
    expect(ports(beside[0])).to.deep.equal([53, 53, 443, 10250, 9100, 9091]);
  });

  it("Alertmanager gossips among its copies, and calls HTTPS and the mail server", () => {
    const spec = traffic("alertmanager", {
      alertmanager: { smtp: { host: "mail.example.com:587", from: "a@b.example" } },
    });
    const gossip = [
      { port: 9094, protocol: "TCP" },
      { port: 9094, protocol: "UDP" },
    ];
    expect(spec["ingress"][1].ports).to.deep.equal(gossip);
    expect(spec["egress"].at(-1)).to.deep.equal({ to: spec["ingress"][1].from, ports: gossip });
    expect(ports(spec["egress"][0])).to.deep.equal([53, 53, 443, 587]);
    expect(heard({ ingress: [spec["ingress"][0]] })).to.deep.equal([[["monitoring"], [9093, 8080]]]);
  });

  it("Grafana hears its own namespace, and behind a gateway whoever comes; it calls the stores that there are", () => {
    expect(heard(traffic("grafana"))).to.deep.equal([[["monitoring"], [3000]]]);
    const url = "https://grafana.example.com";
    expect(heard(traffic("grafana", { grafana: { url } }))).to.deep.equal([["anyone", [3000]]]);
    const called = (raw: Record<string, unknown>) =>
      (traffic("grafana", raw)["egress"] as Json[])
        .slice(2)
        .map((rule) => [namespaces(rule["to"] as Json[]), ports(rule)]);
    expect(called({})).to.deep.equal([[["monitoring"], [9090, 9093]]]);
    const all = { logs: { loki: {} }, traces: { tempo: { retentionDays: 7 } } };
    expect(called(all).map(([, port]) => port)).to.deep.equal([[9090, 9093], [3100], [3200]]);
  });

  it("the operator hears the API server at its webhook, the exporter of objects the scrapes", () => {
    expect(heard(traffic("operator", {}, { "gateway-api-crds": {}, "cert-manager": {} }))).to.deep.equal([
      ["anyone", [10250]],
    ]);
    expect(heard(traffic("operator"))).to.deep.equal([["anyone", [8080]]]);
    expect(heard(traffic("kube-state-metrics"))).to.deep.equal([[["monitoring"], [8080, 8081]]]);
  });
});
