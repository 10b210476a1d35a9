import { expect } from "chai";
import { built, kind } from "./builders";

const telemetry = { endpoint: "http://otel-collector.tracing.svc:4317", namespace: "tracing", port: 4317 };

describe("what is seen of services", () => {
  it("MP-57, MP-59, VC-69, TB-69: a ServiceMonitor for /metrics on the port of the metrics", async () => {
    const program = await built({ metrics: { port: 9090 } });
    expect(program.inputs(kind.serviceMonitor).spec).to.deep.equal({
      selector: { matchLabels: { "app.kubernetes.io/name": "api" } },
      jobLabel: "app.kubernetes.io/name",
      podTargetLabels: ["platform/team", "platform/cost-center", "platform/tier"],
      endpoints: [{ port: "metrics", path: "/metrics" }],
    });
    const ports = program.inputs(kind.service).spec.ports as { name: string }[];
    expect(ports.map(({ name }) => name)).to.include("metrics");
  });

  it("MP-57: of the service's own port where it has no other, and of none where it has no metrics", async () => {
    const { endpoints } = (await built({ metrics: { path: "/stats" } })).inputs(kind.serviceMonitor).spec;
    expect(endpoints).to.deep.equal([{ port: "http", path: "/stats" }]);
    expect((await built()).ofType(kind.serviceMonitor)).to.deep.equal([]);
  });

  it("MP-58: a Rollout's pods are found by themselves, both versions once", async () => {
    const program = await built({ metrics: {}, rollout: { canary: {} } });
    expect(program.ofType(kind.serviceMonitor)).to.deep.equal([]);
    expect(program.inputs(kind.podMonitor).spec.podMetricsEndpoints).to.deep.equal([
      { port: "http", path: "/metrics" },
    ]);
  });

  it("TB-76: the OpenTelemetry SDK is told where the collector is and who the service is, and may reach it", async () => {
    const program = await built({}, { telemetry });
    const { env } = program.inputs(kind.deployment).spec.template.spec.containers[0];
    expect(Object.fromEntries(env.map(({ name, value }: any) => [name, value]))).to.deep.equal({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-collector.tracing.svc:4317",
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_RESOURCE_ATTRIBUTES: "service.namespace=production,k8s.namespace.name=production",
      OTEL_SERVICE_NAME: "api",
    });
    expect(program.inputs(kind.networkPolicy).spec.egress).to.deep.include({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "tracing" } } }],
      ports: [{ protocol: "TCP", port: 4317 }],
    });
  });

  it("TB-76: what a service says itself stands, and it may send no traces at all", async () => {
    const env = { OTEL_SERVICE_NAME: "public-api" };
    const said = (await built({ env }, { telemetry })).inputs(kind.deployment).spec.template.spec.containers[0].env;
    expect(said.filter(({ name }: any) => name === "OTEL_SERVICE_NAME")).to.deep.equal([
      { name: "OTEL_SERVICE_NAME", value: "public-api" },
    ]);
    const silent = await built({ traces: false }, { telemetry });
    expect(silent.inputs(kind.deployment).spec.template.spec.containers[0]).not.to.have.property("env");
    expect(JSON.stringify(silent.inputs(kind.networkPolicy))).not.to.contain("tracing");
  });
});
