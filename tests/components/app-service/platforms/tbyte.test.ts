import { expect } from "chai";
import type { Recorded } from "../../../support/record";
import { builtAll, kind } from "../builders";
import { type Row, rowOf } from "./row";

/** What both tiers have alike. */
const common = {
  resources: {
    requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "1Gi" },
    limits: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "2Gi" },
  },
  scaling: { min: 2, max: 10, cpu: 70, memory: 80, queries: [{ query: "sum(rate(requests_total[1m]))", perPod: 100 }] },
  probes: {
    startup: { path: "/startup", periodSeconds: 10, failureThreshold: 30 },
    liveness: { path: "/health", initialDelaySeconds: 30 },
    readiness: { path: "/ready", initialDelaySeconds: 5 },
  },
  disruption: { minAvailable: "50%" },
  metrics: { port: 9090 },
};

const services = {
  frontend: {
    ...common,
    image: { repository: "frontend", tag: "1.0.0" },
    tier: "frontend",
    routes: [{ host: "tbyte.example.com" }],
    calls: ["backend"],
    config: { env: { LOG_LEVEL: "info" } },
  },
  backend: {
    ...common,
    image: { repository: "backend", tag: "1.0.0" },
    tier: "backend",
    config: { files: { "app.yaml": "cache: true" } },
    egress: ["https", "postgres"],
  },
};

describe("TB: services of the three-tier application", () => {
  let program: Recorded;
  let row: (name: string) => Row;
  before(async () => {
    program = await builtAll(services);
    row = (name) => rowOf(program, name);
  });
  const both = (check: (row: Row) => void) => ["frontend", "backend"].forEach((name) => check(row(name)));

  it("TB-23, TB-24: frontend and backend are tiers of one namespace, each behind a ClusterIP Service", () => {
    for (const name of ["frontend", "backend"]) {
      const { metadata, spec } = program.inputs(kind.service, name);
      expect([metadata.namespace, spec.type, spec.ports[0].port]).to.deep.equal(["production", "ClusterIP", 8080]);
      expect(row(name).labels["platform/tier"]).to.equal(name);
    }
  });

  it("TB-26, TB-27, TB-28: 100m to 500m, 128Mi to 512Mi, and 1Gi to 2Gi of local disk", () => {
    both(({ requests, limits }) => {
      expect(requests).to.deep.equal({ cpu: "100m", memory: "128Mi", "ephemeral-storage": "1Gi" });
      expect(limits).to.deep.equal({ cpu: "500m", memory: "512Mi", "ephemeral-storage": "2Gi" });
    });
  });

  it("TB-29, TB-30, TB-31, TB-N12: /health after 30 s, /ready after 5 s, 300 s to start", () => {
    both(({ liveness, readiness, startup }) => {
      expect([liveness?.path, liveness?.first]).to.deep.equal(["/health", 30]);
      expect([readiness?.path, readiness?.first]).to.deep.equal(["/ready", 5]);
      expect(startup).to.deep.equal({ path: "/startup", every: 10, failures: 30 });
    });
  });

  it("TB-32, TB-N3: half of the pods stay; the other field can't stand beside it", () => {
    both(({ budget }) => expect(budget).to.deep.equal({ minAvailable: "50%", maxUnavailable: undefined }));
  });

  it("TB-36, TB-37, TB-38, TB-39, TB-35, TB-N1: one ScaledObject each, by CPU, memory and a query, 2 to 10 pods", () => {
    both(({ by, replicas, targets }) => {
      expect([by, replicas]).to.deep.equal(["KEDA", [2, 10]]);
      expect(targets).to.deep.equal({ cpu: "70", memory: "80", prometheus: "100" });
    });
    expect(program.ofType(kind.autoscaler)).to.deep.equal([]);
  });

  it("TB-33, TB-34, TB-N2: an HPA has the same targets and bounds, where KEDA is not asked for", async () => {
    const scaling = { ...services.backend.scaling, queries: [] };
    const alone = rowOf(await builtAll({ backend: { ...services.backend, scaling } }), "backend");
    expect(alone).to.deep.include({ by: "HPA", replicas: [2, 10], targets: { cpu: 70, memory: 80 } });
  });

  it("TB-65: plain settings are in ConfigMaps, as variables and as files", () => {
    const maps = program.ofType(kind.configMap).map(({ inputs }) => (inputs as Record<string, any>)["data"]);
    expect(maps).to.have.deep.members([{ LOG_LEVEL: "info" }, { "app.yaml": "cache: true" }]);
  });

  it("TB-92: a new version adds a quarter and misses a quarter at most", () => {
    const rollingUpdate = { maxSurge: "25%", maxUnavailable: "25%" };
    both(({ strategy }) => expect(strategy).to.deep.equal({ type: "RollingUpdate", rollingUpdate }));
  });

  it("TB-46, TB-47, TB-48, TB-N7: the backend may ask DNS, HTTPS and the database, and hears the frontend alone", () => {
    const { ingress, egress } = program.inputs(kind.networkPolicy, "backend").spec;
    const ports = egress.flatMap((rule: any) => rule.ports.map(({ port }: any) => port));
    expect([...new Set(ports)].sort((a, b) => Number(a) - Number(b))).to.deep.equal([53, 443, 5432]);
    expect(ingress.map((rule: any) => rule.ports[0].port)).to.deep.equal([8080, 9090]);
    expect(ingress[0].from[0].podSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": "frontend" });
  });
});
