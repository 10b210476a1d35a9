import { expect } from "chai";
import { albGateway, built, kind } from "./builders";

describe("routes of services", () => {
  it("VC-30, MP-14: attach a host to its gateway, the longest path first", async () => {
    const program = await built({ routes: [{ host: "api" }, { host: "api", path: "/v2" }] });
    const route = program.inputs(kind.route);
    expect(program.one(kind.route).name).to.equal("api.public.api.example.com");
    expect([route.apiVersion, route.kind, route.metadata.name]).to.deep.equal([
      "gateway.networking.k8s.io/v1",
      "HTTPRoute",
      "api.public.api.example.com",
    ]);
    const backendRefs = [{ group: "", kind: "Service", name: "api", port: 8000, weight: 1 }];
    expect(route.spec).to.deep.equal({
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "public", namespace: "gateways" }],
      hostnames: ["api.example.com"],
      rules: [
        { matches: [{ path: { type: "PathPrefix", value: "/v2" } }], backendRefs },
        { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs },
      ],
    });
  });

  it("are an object for each host, named by it and not by its place", async () => {
    const program = await built({ routes: [{ host: "www.example.org" }, { host: "*.example.net" }] });
    expect(program.ofType(kind.route).map(({ name }) => name)).to.deep.equal([
      "api.public.wildcard.example.net",
      "api.public.www.example.org",
    ]);
  });

  it("have the load balancer ask what the kubelet asks for readiness", async () => {
    const program = await built({ routes: [{ host: "api" }], probes: { readiness: { path: "/health/ready" } } });
    expect(program.inputs(kind.targetHealth).spec).to.deep.equal({
      targetReference: { group: "", kind: "Service", name: "api" },
      defaultConfiguration: {
        healthCheckConfig: {
          healthCheckPath: "/health/ready",
          matcher: { httpCode: "200-399" },
          // The gateway's own are gone where a service says its check.
          healthCheckInterval: 15,
          healthCheckTimeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 2,
        },
      },
    });
    const route = program.one(kind.route);
    expect(route.dependencies).to.include(program.one(kind.targetHealth).urn);
  });

  it("take any answer but a server error where readiness is a command", async () => {
    const program = await built({ routes: [{ host: "api" }], probes: { readiness: { exec: ["/bin/ready"] } } });
    const { healthCheckConfig } = program.inputs(kind.targetHealth).spec.defaultConfiguration;
    expect(healthCheckConfig).to.deep.include({ healthCheckPath: "/", matcher: { httpCode: "200-499" } });
  });

  it("leave health checks to a gateway whose load balancer reaches no pod", async () => {
    const gateway = { ...albGateway, targetsPodIps: false };
    const program = await built({ routes: [{ host: "api" }] }, { gateways: { public: gateway } });
    expect(program.ofType(kind.targetHealth)).to.deep.equal([]);
  });
});
