import { expect } from "chai";
import { built, kind } from "./builders";

describe("routes of services", () => {
  it("VC-30, MP-14: attach a host to its door, the longest path first", async () => {
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
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "public", namespace: "doors" }],
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
});
