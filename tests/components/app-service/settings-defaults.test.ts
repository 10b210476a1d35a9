import { expect } from "chai";
import { durationSeconds } from "../../../components/shared/duration";
import { schema, settingsOf } from "./builders";

describe("defaults of service settings", () => {
  it("fill in everything from an image", () => {
    const { worker } = schema.parse({ worker: { image: { repository: "worker", tag: "1.0.0" } } });
    expect(worker).to.deep.include({ port: 8080, size: "small", singleton: false, calls: [], egress: [], routes: [] });
    expect(worker?.scaling).to.deep.include({ min: 3, max: 6, cpu: 70 });
    expect(worker?.resources).to.deep.equal({
      requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "256Mi" },
      limits: { cpu: "400m", memory: "256Mi", "ephemeral-storage": "256Mi" },
    });
  });

  it("let the other bound follow the one that is given", () => {
    expect(settingsOf({ scaling: { min: 8 } }).scaling).to.deep.include({ min: 8, max: 8 });
    expect(settingsOf({ scaling: { max: 2 } }).scaling).to.deep.include({ min: 2, max: 2 });
    expect(settingsOf({ scaling: { max: 10 } }).scaling).to.deep.include({ min: 3, max: 10 });
  });

  it("let a limit follow a request that is above the size's", () => {
    const { requests, limits } = settingsOf({ resources: { requests: { memory: "1Gi", cpu: "200m" } } }).resources;
    expect([requests.memory, limits.memory, requests.cpu, limits.cpu]).to.deep.equal(["1Gi", "1Gi", "200m", "400m"]);
  });

  it("let a request follow a limit that is below the size's", () => {
    const { requests, limits } = settingsOf({ resources: { limits: { memory: "128Mi" } } }).resources;
    expect([requests.memory, limits.memory]).to.deep.equal(["128Mi", "128Mi"]);
  });

  it("leave the CPU limit out where the stack says none", () => {
    expect(settingsOf({ resources: { limits: { cpu: "none" } } }).resources.limits).not.to.have.property("cpu");
  });

  it("VC-34, VC-37, TB-26, TB-27, TB-28, KP-26: take the figures as stated", () => {
    const figures = {
      requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "1Gi" },
      limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "2Gi" },
    };
    expect(settingsOf({ resources: figures }).resources).to.deep.equal(figures);
    expect(settingsOf({ scaling: { min: 3, max: 10 } }).scaling).to.deep.include({ min: 3, max: 10 });
  });

  it("VC-97, VC-101: keep objectives as stated, measured on OpenTelemetry's histogram", () => {
    const { slo, metrics } = settingsOf({ metrics: {}, slo: { availability: 99.9, latency: { p99: "200ms" } } });
    expect(slo).to.deep.equal({ availability: 99.9, latency: { p99: "200ms" } });
    expect(metrics?.requests).to.deep.equal({
      histogram: "http_server_request_duration_seconds",
      statusLabel: "http_response_status_code",
    });
    expect(durationSeconds("200ms")).to.equal(0.2);
  });

  it("count scratch volumes into local storage, with /tmp always among them", () => {
    const { scratch, resources } = settingsOf({ scratch: [{ path: "/work", size: "1Gi" }] });
    expect(scratch.map(({ path, size }) => [path, size])).to.deep.equal([
      ["/tmp", "128Mi"],
      ["/work", "1Gi"],
    ]);
    expect(resources.limits["ephemeral-storage"]).to.equal("1280Mi");
  });
});
