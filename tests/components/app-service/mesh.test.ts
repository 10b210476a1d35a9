import { expect } from "chai";
import { edgesOf } from "../../../components/app-service/traffic/peers";
import { built, builtAll, istioGateway, kind, namespaceRef, problems, service, services } from "./builders";
import { inNamespace } from "../../support/followed";

const namespace = namespaceRef({ mesh: "istio" });
const gateways = { mesh: istioGateway };
const caller = { name: "frontend", namespace: "production", port: undefined };

const meshed = (settings: Record<string, unknown> = {}, deviation = {}) =>
  built(settings, { namespace, gateways, ...deviation });
const destination = async (mesh = {}) => (await meshed({ mesh })).inputs(kind.destinationRule).spec;
const virtual = async (mesh = {}) => (await meshed({ mesh })).inputs(kind.virtualService).spec;

describe("a service of the mesh", () => {
  it("MP-46, MP-49: admits its declared callers by their identity, at its port only", async () => {
    const edges = { calls: [], calledBy: [caller] };
    const { spec } = (await meshed({}, { edges })).inputs(kind.authorization);
    expect(spec).to.deep.equal({
      selector: { matchLabels: { "app.kubernetes.io/name": "api" } },
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals: ["cluster.local/ns/production/sa/frontend"] } }],
          to: [{ operation: { ports: ["8000"] } }],
        },
      ],
    });
  });

  it("KP-36, KP-N5: a caller may use GET and POST only, said in one rule with who it is", async () => {
    const edges = { calls: [], calledBy: [caller, { ...caller, name: "admin" }] };
    const settings = { mesh: { methods: { frontend: ["GET", "POST"] } } };
    const { rules } = (await meshed(settings, { edges })).inputs(kind.authorization).spec;
    expect(rules).to.deep.equal([
      {
        from: [{ source: { principals: ["cluster.local/ns/production/sa/admin"] } }],
        to: [{ operation: { ports: ["8000"] } }],
      },
      {
        from: [{ source: { principals: ["cluster.local/ns/production/sa/frontend"] } }],
        to: [{ operation: { ports: ["8000"], methods: ["GET", "POST"] } }],
      },
    ]);
  });

  it("admits a run before a caller's rollout as the caller, whose identity it has", async () => {
    const given = { api: service(), web: service({ calls: ["api"], beforeRollout: { command: ["migrate"] } }) };
    const [{ inputs }] = (await builtAll(given, { mesh: "istio" })).ofType(kind.authorization) as [any];
    expect(inputs.spec.rules[0].from[0].source.principals).to.deep.equal(["cluster.local/ns/production/sa/web"]);
  });

  it("MP-47: admits the gateway of its routes, by the identity of the gateway's proxies", async () => {
    const { rules } = (await meshed({ routes: [{ host: "api" }] })).inputs(kind.authorization).spec;
    expect(rules[0].from[0].source.principals).to.deep.equal(["cluster.local/ns/gateways/sa/mesh-istio"]);
  });

  it("admits its neighbours where the network policies of the namespace do", async () => {
    const open = namespaceRef({ mesh: "istio", sameNamespace: "allow" });
    const { rules } = (await meshed({}, { namespace: open })).inputs(kind.authorization).spec;
    expect(rules).to.deep.equal([{ from: [{ source: { namespaces: ["production"] } }] }]);
  });

  it("that nobody calls has no policy of its own: that of the namespace denies", async () => {
    expect((await meshed()).ofType(kind.authorization)).to.deep.equal([]);
  });

  it("MP-40, MP-39: a pod with 5 errors in a row leaves the load balancing, at most half of them", async () => {
    const { host, trafficPolicy } = await destination();
    expect(host).to.equal("api.production.svc.cluster.local");
    expect(trafficPolicy.outlierDetection).to.deep.equal({
      consecutive5xxErrors: 5,
      interval: "10s",
      baseEjectionTime: "30s",
      maxEjectionPercent: 50,
    });
    expect(trafficPolicy.loadBalancer).to.deep.equal({ simple: "LEAST_REQUEST" });
  });

  it("MP-44, MP-1: connections are kept, shared and bounded, and HTTP/2 stays HTTP/2", async () => {
    const { connectionPool } = (await destination({ connections: { max: 100, idleSeconds: 60 } })).trafficPolicy;
    expect(connectionPool).to.deep.equal({
      tcp: { maxConnections: 100, connectTimeout: "5s" },
      http: { http1MaxPendingRequests: 256, http2MaxRequests: 1024, idleTimeout: "60s", useClientProtocol: true },
    });
  });

  it("MP-48: is called with mutual TLS only", async () => {
    expect((await destination()).trafficPolicy.tls).to.deep.equal({ mode: "ISTIO_MUTUAL" });
  });

  it("MP-41, MP-42, MP-N7: 3 retries with growing waits, each try with its share of the 30 seconds", async () => {
    const [all] = (await virtual()).http;
    expect(all.timeout).to.equal("30s");
    expect(all.retries).to.deep.equal({
      attempts: 3,
      perTryTimeout: "7500ms",
      backoff: "25ms",
      retryOn: "connect-failure,refused-stream,reset-before-request,unavailable,cancelled",
    });
  });

  it("MP-43: media processing may take 300 seconds, with tries of its own choice or none", async () => {
    const [slow] = (await virtual({ timeoutSeconds: 300, retries: { perTrySeconds: 60 } })).http;
    expect([slow.timeout, slow.retries.perTryTimeout]).to.deep.equal(["300s", "60s"]);
    const [once] = (await virtual({ timeoutSeconds: 300, retries: { attempts: 0 } })).http;
    expect(once.retries).to.deep.equal({ attempts: 0 });
  });

  it("KP-33, KP-34: requests with a header go to the other version, of the others 90 stay and 10 go", async () => {
    const split = { service: "api-v2", weight: 10, header: { name: "canary", value: "true" } };
    const [canary, all] = (await virtual({ split })).http;
    const host = (name: string) => ({ host: `${name}.production.svc.cluster.local` });
    expect(canary.match).to.deep.equal([{ headers: { canary: { exact: "true" } } }]);
    expect(canary.route).to.deep.equal([{ destination: host("api-v2"), weight: 100 }]);
    expect(all.route).to.deep.equal([
      { destination: host("api"), weight: 90 },
      { destination: host("api-v2"), weight: 10 },
    ]);
  });

  it("KP-33: who may call a service may call its other version", () => {
    const given = services({
      api: service({ mesh: { split: { service: "api-v2", weight: 10 } } }),
      "api-v2": service(),
      web: service({ calls: ["api"] }),
    });
    const edges = edgesOf(inNamespace(given));
    expect(edges("web").calls.map(({ name }) => name)).to.deep.equal(["api", "api-v2"]);
    expect(edges("api-v2").calledBy.map(({ name }) => name)).to.deep.equal(["web"]);
  });

  it("KP-33: beside a canary a header leads to its new version, or to another service", async () => {
    const header = { name: "canary", value: "true" };
    const hosts = async (split: object) => {
      const given = { metrics: { port: 9090 }, rollout: { canary: {} }, mesh: { split: { header, ...split } } };
      const { http } = (await meshed(given)).inputs(kind.virtualService).spec;
      return http.map(({ name, route }: any) => [name, ...route.map((one: any) => one.destination.host.split(".")[0])]);
    };
    expect(await hosts({})).to.deep.equal([
      ["header", "api-canary"],
      ["all", "api", "api-canary"],
    ]);
    expect((await hosts({ service: "api-v2" }))[0]).to.deep.equal(["header", "api-v2"]);
  });

  it("KP-56: a canary moves the weights of its callers' proxies, and those of its gateway's route", async () => {
    const canary = { metrics: { port: 9090 }, rollout: { canary: {} } };
    const program = await meshed(canary);
    const { trafficRouting, stableService, canaryService } = program.inputs(kind.rollout).spec.strategy.canary;
    const istio = { virtualService: { name: "api", routes: ["all"] } };
    expect([stableService, canaryService, trafficRouting]).to.deep.equal(["api", "api-canary", { istio }]);
    const [all] = program.inputs(kind.virtualService).spec.http;
    expect(all.route.map(({ destination: { host }, weight }: any) => [host, weight])).to.deep.equal([
      ["api.production.svc.cluster.local", 100],
      ["api-canary.production.svc.cluster.local", 0],
    ]);
    const hosts = program
      .ofType(kind.destinationRule)
      .map(({ name }) => program.inputs(kind.destinationRule, name).spec);
    expect(hosts.map(({ host }) => host)).to.have.members(all.route.map((one: any) => one.destination.host));
    const routed = (await meshed({ ...canary, routes: [{ host: "api" }] })).inputs(kind.rollout).spec;
    const httpRoutes = [{ name: "api.mesh.api.example.com" }];
    expect(routed.strategy.canary.trafficRouting).to.deep.equal({
      plugins: { "argoproj-labs/gatewayAPI": { namespace: "production", httpRoutes } },
      istio,
    });
  });

  it("its pods say what their sidecars ask for, and leave the port of metrics to Prometheus", async () => {
    const { spec } = (await meshed({ metrics: { port: 9090 } })).inputs(kind.deployment);
    expect(spec.template.metadata.annotations).to.deep.equal({
      "sidecar.istio.io/proxyCPU": "100m",
      "sidecar.istio.io/proxyMemory": "128Mi",
      "sidecar.istio.io/proxyCPULimit": "500m",
      "sidecar.istio.io/proxyMemoryLimit": "256Mi",
      "traffic.sidecar.istio.io/excludeInboundPorts": "9090",
    });
  });

  it("a worker that nothing calls is in the mesh, without rules about calls to it", async () => {
    const program = await meshed({ port: "none", probes: { liveness: { exec: ["alive"] } } });
    expect(program.ofType(kind.destinationRule)).to.deep.equal([]);
    expect(program.inputs(kind.deployment).spec.template.metadata.annotations).to.have.property(
      "sidecar.istio.io/proxyCPU",
    );
  });

  it("a service outside the mesh has none of it", async () => {
    const program = await builtAll({ api: service() });
    for (const type of [kind.authorization, kind.destinationRule, kind.virtualService]) {
      expect(program.ofType(type)).to.deep.equal([]);
    }
    expect(program.inputs(kind.deployment).spec.template.metadata).not.to.have.property("annotations");
  });

  it("refuses a split that sends nothing anywhere", () => {
    expect(problems({ mesh: { split: { service: "api-v2" } } }).map(({ path }) => path)).to.deep.equal([
      "api.mesh.split.weight",
    ]);
  });
});
