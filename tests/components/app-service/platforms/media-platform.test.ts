import { expect } from "chai";
import type { Recorded } from "../../../support/record";
import { builtAll, computePool, istioGateway, kind } from "../builders";
import { type Row, rowOf } from "./row";

const probes = {
  startup: { path: "/health", periodSeconds: 5, failureThreshold: 60 },
  liveness: { path: "/health" },
  readiness: { path: "/health/ready" },
};
const speeds = {
  scaleUp: { percent: 50, pods: 10, periodSeconds: 60, select: "min" },
  scaleDown: { percent: 10, periodSeconds: 60, stabilizationSeconds: 300 },
};
const worker = (max: number, min: number, more: object = {}) => ({
  image: { repository: "worker-service", tag: "1.1.0" },
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
  metrics: { port: 9090 },
  probes,
  ...more,
  scaling: { min, max, cpu: 70, memory: 80, ...speeds, ...(more as { scaling?: object }).scaling },
});

/** Limits are demanded and not stated (MP-N1): twice the requests here. */
const services = {
  "api-service": {
    image: { repository: "api-service", tag: "v1.1.0" },
    resources: { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    scaling: { min: 3, max: 100, cpu: 70, memory: 80, ...speeds },
    disruption: { minAvailable: 2 },
    scratch: [{ path: "/var/tmp/api", size: "1Gi" }],
    routes: [{ host: "api.company.com" }],
    metrics: { port: 9090 },
    mesh: { timeoutSeconds: 30 },
    recommend: {},
    probes,
  },
  "media-service": {
    image: { repository: "media-service", tag: "1.1.0" },
    resources: { requests: { cpu: "1000m", memory: "2Gi" }, limits: { cpu: "2", memory: "4Gi" } },
    scaling: { min: 2, max: 50, cpu: 70, memory: 80, ...speeds },
    disruption: { minAvailable: 1 },
    pool: "media-processing",
    scratch: [{ path: "/var/tmp/media", size: "10Gi" }],
    routes: [{ host: "media.company.com", timeoutSeconds: 300 }],
    metrics: { port: 9090 },
    mesh: { timeoutSeconds: 300 },
    probes,
  },
  "media-processor": worker(100, 2, {
    disruption: { minAvailable: 1 },
    scaling: { queues: [{ queue: "media", perPod: 10 }] },
  }),
  "outbox-processor": worker(20, 2, { disruption: { minAvailable: 1 } }),
  "data-export": worker(10, 1),
};

const pool = { "media-processing": { ...computePool, labels: { "platform/pool": "media-processing" } } };

describe("MP: services of the API and media platform", () => {
  let program: Recorded;
  let row: (name: string) => Row;
  before(async () => {
    program = await builtAll(services, { mesh: "istio" }, { mesh: istioGateway }, pool);
    row = (name) => rowOf(program, name);
  });
  const all = Object.keys(services);

  it("MP-18, MP-14: the API asks for 500m and 512Mi, has 3 to 100 pods of which two stay, and its own host", () => {
    const { requests, limits, ...api } = row("api-service");
    expect(requests).to.deep.include({ cpu: "500m", memory: "512Mi" });
    expect(limits).to.deep.include({ cpu: "1", memory: "1Gi" });
    expect(api.image).to.match(/\/api-service:v1\.1\.0$/);
    expect(api).to.deep.include({ replicas: [3, 100], hosts: ["api.company.com"] });
    expect(api.budget?.minAvailable).to.equal(2);
  });

  it("MP-19, MP-5, MP-15: media asks for 1000m and 2Gi, has 2 to 50 pods on its tainted pool, one of which stays", () => {
    const media = row("media-service");
    expect(media.requests).to.deep.include({ cpu: "1000m", memory: "2Gi" });
    expect(media).to.deep.include({ replicas: [2, 50], pool: "media-processing", hosts: ["media.company.com"] });
    expect(media.budget?.minAvailable).to.equal(1);
  });

  it("MP-20: the media processor has 2 to 100 pods by its queue, one of which stays", () => {
    const { by, replicas, targets, budget } = row("media-processor");
    expect([by, replicas, budget?.minAvailable]).to.deep.equal(["KEDA", [2, 100], 1]);
    expect(targets).to.deep.equal({ cpu: "70", memory: "80", "aws-sqs-queue": "10" });
  });

  it("MP-21: the outbox processor has 2 to 20 pods, one of which stays", () => {
    const { by, replicas, budget } = row("outbox-processor");
    expect([by, replicas, budget?.minAvailable]).to.deep.equal(["HPA", [2, 20], 1]);
  });

  it("MP-22, MP-N4: data export has 1 to 10 pods, and a budget that lets a node be drained", () => {
    const { replicas, budget } = row("data-export");
    expect([replicas, budget?.minAvailable]).to.deep.equal([[1, 10], undefined]);
  });

  it("MP-23: each has an autoscaler, a budget, requests and limits, mesh objects and a monitor", () => {
    for (const name of all) {
      const { by, budget, requests, limits } = row(name);
      expect(["HPA", "KEDA"], name).to.include(by);
      expect(budget, name).to.not.equal(undefined);
      expect([requests.memory, limits.memory].includes(undefined), name).to.equal(false);
      expect(program.inputs(kind.destinationRule, name).spec.trafficPolicy.tls.mode).to.equal("ISTIO_MUTUAL");
      expect(program.inputs(kind.virtualService, name).spec.http[0].retries.attempts).to.equal(3);
      expect(program.inputs(kind.serviceMonitor, `${name}-monitor`).spec.endpoints[0].path).to.equal("/metrics");
    }
  });

  it("MP-24, MP-25, MP-26: asked /health and /health/ready, with five minutes to start", () => {
    for (const name of all) {
      const { liveness, readiness, startup } = row(name);
      expect([liveness?.path, readiness?.path]).to.deep.equal(["/health", "/health/ready"]);
      expect(startup).to.deep.equal({ path: "/health", every: 5, failures: 60 });
    }
  });

  it("MP-27, MP-28: keep apart by nodes as a wish, and even over zones", () => {
    for (const name of all) {
      expect(row(name)).to.deep.include({ apart: "preferred", over: [["topology.kubernetes.io/zone", 1]] });
    }
  });

  it("MP-7, MP-8: write to directories with an end, their root read-only", () => {
    expect(row("media-service").volumes).to.have.keys("/tmp", "/var/tmp/media");
    const { containers } = program.inputs(kind.deployment, "media-service").spec.template.spec;
    expect(containers[0].securityContext.readOnlyRootFilesystem).to.equal(true);
  });

  it("MP-33, MP-34, MP-35, MP-32: 70 % CPU and 80 % memory, half more but ten at most, a tenth less after five minutes", () => {
    expect(row("api-service").targets).to.deep.equal({ cpu: 70, memory: 80 });
    const { scaleUp, scaleDown } = program.inputs(kind.autoscaler, "api-service").spec.behavior;
    expect(scaleUp).to.deep.include({ selectPolicy: "Min" });
    expect(scaleUp.policies).to.have.deep.members([
      { type: "Percent", value: 50, periodSeconds: 60 },
      { type: "Pods", value: 10, periodSeconds: 60 },
    ]);
    expect(scaleDown.policies).to.deep.equal([{ type: "Percent", value: 10, periodSeconds: 60 }]);
    expect(scaleDown.stabilizationWindowSeconds).to.equal(300);
  });

  it("MP-36, MP-N6: a VPA recommends and changes nothing", () => {
    expect(program.inputs(kind.recommendation).spec.updatePolicy).to.deep.equal({ updateMode: "Off" });
  });

  it("MP-42, MP-43: 30 s for the API, 300 s for media, in the mesh and at the gateway", () => {
    const timeout = (name: string) => program.inputs(kind.virtualService, name).spec.http[0].timeout as string;
    expect(["api-service", "media-service"].map(timeout)).to.deep.equal(["30s", "300s"]);
    const media = program.ofType(kind.route).find(({ name }) => name.startsWith("media-service"));
    expect(program.inputs(kind.route, media?.name).spec.rules[0].timeouts).to.deep.equal({ request: "300s" });
  });

  it("MP-67: no pod goes before its successor is ready, where a service says so", async () => {
    const { "api-service": api } = services;
    const rolled = await builtAll({ api: { ...api, mesh: undefined, rollout: { maxUnavailable: 0 } } });
    expect(rowOf(rolled, "api").strategy.rollingUpdate).to.deep.equal({ maxSurge: "25%", maxUnavailable: 0 });
  });
});
