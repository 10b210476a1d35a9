import { expect } from "chai";
import { built, builtAll, kind } from "../builders";
import { rowOf } from "./row";

const gateway = {
  image: { repository: "api-gateway", tag: "v2.0.0" },
  port: 8080,
  resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
  scaling: { min: 3, max: 50, cpu: 70, memory: 80 },
  probes: {
    liveness: { path: "/health", initialDelaySeconds: 30, periodSeconds: 10 },
    readiness: { path: "/ready", initialDelaySeconds: 5, periodSeconds: 5 },
  },
  calls: ["identity-service"],
};
const services = {
  "api-gateway": gateway,
  "identity-service": { image: { repository: "identity", tag: "1.0.0" }, port: 8080 },
};

describe("KP, SS: services of the general platform and of the layer under it", () => {
  it("KP-26, KP-29, KP-N11: the gateway at 8080, 250m to 500m, 256Mi to 512Mi, 3 to 50 pods, a version and not latest", async () => {
    const { requests, limits, ...row } = rowOf(await builtAll(services), "api-gateway");
    expect(requests).to.deep.include({ cpu: "250m", memory: "256Mi" });
    expect(limits).to.deep.include({ cpu: "500m", memory: "512Mi" });
    expect(row).to.deep.include({ port: 8080, by: "HPA", replicas: [3, 50], targets: { cpu: 70, memory: 80 } });
    expect(row.image).to.match(/:v2\.0\.0$/);
    expect(row.liveness).to.deep.equal({ path: "/health", first: 30, every: 10, failures: 3 });
    expect(row.readiness).to.deep.equal({ path: "/ready", first: 5, every: 5, failures: 3 });
  });

  it("KP-27, KP-39, KP-N4: the identity service at 8080 hears the gateway alone, which may ask it and DNS", async () => {
    const program = await builtAll(services);
    expect(rowOf(program, "identity-service").port).to.equal(8080);
    const { ingress } = program.inputs(kind.networkPolicy, "identity-service").spec;
    const from = ingress.map((rule: any) => [rule.from[0].podSelector.matchLabels, rule.ports]);
    expect(from).to.deep.equal([[{ "app.kubernetes.io/name": "api-gateway" }, [{ protocol: "TCP", port: 8080 }]]]);
    const { egress } = program.inputs(kind.networkPolicy, "api-gateway").spec;
    const ports = egress.map((rule: any) => rule.ports.map(({ port }: any) => port));
    expect(ports).to.deep.equal([[53, 53], [8080]]);
  });

  it("KP-51, MP-67: rolls a quarter at a time", async () => {
    const { strategy } = rowOf(await builtAll(services), "api-gateway");
    expect(strategy.rollingUpdate).to.deep.equal({ maxSurge: "25%", maxUnavailable: "25%" });
  });

  it("KP-55: the old version goes as soon after the switch as it may", async () => {
    const rollout = { blueGreen: { keepOldSeconds: 30, promote: "automatic" } };
    const { blueGreen } = (await built({ metrics: {}, rollout })).inputs(kind.rollout).spec.strategy;
    expect(blueGreen.scaleDownDelaySeconds).to.equal(30);
  });

  it("SS-45, SS-46: an application may have an HPA, and a VPA that recommends", async () => {
    const program = await built({ scaling: { min: 2, max: 4 }, recommend: {} });
    expect(program.ofType(kind.autoscaler)).to.have.length(1);
    expect(program.inputs(kind.recommendation).spec.updatePolicy.updateMode).to.equal("Off");
  });

  it("SS-29: the sample host, with the gateway of the stack", async () => {
    const program = await built({ routes: [{ host: "app.example.com" }] });
    expect(program.inputs(kind.route).spec.hostnames).to.deep.equal(["app.example.com"]);
  });
});
