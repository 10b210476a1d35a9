import { expect } from "chai";
import type { Recorded } from "../../../support/record";
import { builtAll, kind } from "../builders";
import { type Row, rowOf } from "./row";

const probes = {
  liveness: { path: "/health", initialDelaySeconds: 30, periodSeconds: 10 },
  readiness: { path: "/ready", initialDelaySeconds: 5, periodSeconds: 5 },
};
const image = (repository: string) => ({ repository, tag: "1.0.0" });
const speeds = { scaleUp: { pods: 1, periodSeconds: 30 }, scaleDown: { pods: 1, periodSeconds: 300 } };

/** The services as the rows say them; where a row states nothing, nothing is said. */
const services = {
  "api-service": {
    image: image("api"),
    port: 8000,
    routes: [{ host: "api.ytvideocreator.com" }],
    resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2000m", memory: "4Gi" } },
    scaling: { min: 3, max: 10, cpu: 70, ...speeds },
    disruption: { minAvailable: 2 },
    probes,
  },
  "frontend-service": {
    image: image("frontend"),
    port: 3000,
    routes: [{ host: "app.ytvideocreator.com" }],
    calls: ["api-service"],
    disruption: { minAvailable: 2 },
    probes,
  },
  "admin-service": {
    image: image("admin"),
    port: 8000,
    routes: [{ host: "admin.ytvideocreator.com", allowFrom: ["203.0.113.0/24"] }],
    disruption: { minAvailable: 2 },
    probes,
  },
  worker: {
    image: image("worker"),
    pool: "compute",
    resources: { requests: { cpu: "1000m", memory: "2Gi" }, limits: { cpu: "4000m", memory: "8Gi" } },
    scaling: { min: 2, max: 50, queues: [{ queue: "jobs" }] },
    volumes: { videos: { path: "/var/videos", size: "100Gi" } },
    probes,
  },
  scheduler: { image: image("scheduler"), singleton: true, probes },
  jobs: { image: image("worker"), cron: { schedule: "0 3 * * *" } },
};

describe("VC: services of the video creator", () => {
  let program: Recorded;
  let row: (name: string) => Row;
  before(async () => {
    program = await builtAll(services);
    row = (name) => rowOf(program, name);
  });

  const probed = {
    liveness: { path: "/health", first: 30, every: 10, failures: 3 },
    readiness: { path: "/ready", first: 5, every: 5, failures: 3 },
  };

  it("VC-34, VC-30: the API at 8000, 500m to 2000m, 1Gi to 4Gi, 3 to 10 pods", () => {
    const { requests, limits, ...api } = row("api-service");
    expect(requests).to.deep.include({ cpu: "500m", memory: "1Gi" });
    expect(limits).to.deep.include({ cpu: "2000m", memory: "4Gi" });
    expect(api).to.deep.include({ port: 8000, replicas: [3, 10], by: "HPA", ...probed });
    expect(api.hosts).to.deep.equal(["api.ytvideocreator.com"]);
  });

  it("VC-35, VC-31: the front end at 3000, probed, spread and budgeted like the others", () => {
    expect(row("frontend-service")).to.deep.include({ port: 3000, hosts: ["app.ytvideocreator.com"], ...probed });
  });

  it("VC-36, VC-32: the admin site at 8000, for the office alone", () => {
    expect(row("admin-service")).to.deep.include({ port: 8000, hosts: ["admin.ytvideocreator.com"], ...probed });
    const rule = program.inputs("kubernetes:gateway.k8s.aws/v1:ListenerRuleConfiguration");
    expect(rule.spec.conditions[0].sourceIPConfig.values).to.deep.equal(["203.0.113.0/24"]);
  });

  it("VC-37, VC-50: the worker on its pool, 1000m to 4000m, 2Gi to 8Gi, 2 to 50 pods by its queue, with the videos", () => {
    const { requests, limits, ...worker } = row("worker");
    expect(requests).to.deep.include({ cpu: "1000m", memory: "2Gi" });
    expect(limits).to.deep.include({ cpu: "4000m", memory: "8Gi" });
    expect(worker).to.deep.include({ pool: "compute", by: "KEDA", replicas: [2, 50], ...probed });
    expect(Object.keys(worker.targets)).to.deep.equal(["aws-sqs-queue"]);
    expect(worker.volumes).to.have.property("/var/videos");
    expect(program.inputs(kind.claim).spec).to.deep.include({
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs",
    });
  });

  it("VC-38: the scheduler is one pod, which ends before the next one starts", () => {
    expect(row("scheduler")).to.deep.include({
      by: "nobody",
      replicas: [1, 1],
      budget: undefined,
      strategy: { type: "Recreate" },
    });
  });

  it("VC-39: background jobs run by a schedule and end", () => {
    expect(program.inputs(kind.cronJob).spec).to.deep.include({ schedule: "0 3 * * *", concurrencyPolicy: "Forbid" });
  });

  it("VC-41, VC-42: every service is asked /health after 30 s each 10 s, and /ready after 5 s each 5 s", () => {
    for (const name of ["api-service", "frontend-service", "admin-service", "worker", "scheduler"]) {
      expect(row(name), name).to.deep.include(probed);
    }
  });

  it("VC-43, VC-44: replicas keep apart by nodes and zones", () => {
    for (const name of ["api-service", "frontend-service", "admin-service", "worker"]) {
      expect(row(name), name).to.deep.include({ apart: "preferred", over: [["topology.kubernetes.io/zone", 1]] });
    }
  });

  it("VC-45, VC-N3: two pods stay where there are three; of a worker at its minimum of two, one may go", () => {
    for (const name of ["api-service", "frontend-service", "admin-service"]) {
      expect(row(name).budget, name).to.deep.equal({ minAvailable: 2, maxUnavailable: undefined });
    }
    expect(row("worker").budget).to.deep.equal({ minAvailable: undefined, maxUnavailable: "25%" });
  });

  it("VC-46, VC-48, VC-49: at 70 % CPU, a pod more each 30 s, one less each 5 minutes", () => {
    expect(row("api-service").targets).to.deep.equal({ cpu: 70 });
    const { behavior } = program.inputs(kind.autoscaler, "api-service").spec;
    expect(behavior.scaleUp.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 30 }]);
    expect(behavior.scaleDown.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 300 }]);
  });

  it("VC-47: the bounds in general are 2 and 50, where a service says them", async () => {
    const { api } = { api: { ...services["api-service"], scaling: { min: 2, max: 50 }, disruption: {} } };
    expect(rowOf(await builtAll({ api }), "api").replicas).to.deep.equal([2, 50]);
  });

  it("VC-82: versions are kept for a rollback by kubectl", () => {
    expect(row("frontend-service").history).to.equal(5);
  });
});
