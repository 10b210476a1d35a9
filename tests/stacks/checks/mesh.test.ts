import { expect } from "chai";
import { tiers } from "../../../stacks/tiers";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { checkMesh } from "../../../stacks/checks/mesh";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

interface Given {
  addons?: Record<string, unknown>;
  namespaces?: Record<string, unknown>;
  gateways?: Record<string, unknown>;
  services?: Record<string, unknown>;
}

/** A config of two services in the mesh behind a gateway of it, unless a test deviates. */
function problems(given: Given = {}) {
  const result = checkMesh(
    followed({
      addons: addonsSettings({ replicas: 2 }).parse(given.addons ?? { istiod: {} }),
      gateways: gatewaysSettings(tiers.production.gateways).parse(given.gateways ?? { mesh: { type: "istio" } }),
      namespaces: namespacesSettings(namespaceBounds.production).parse(
        given.namespaces ?? { production: { mesh: "istio" } },
      ),
      services: services(
        given.services ?? { api: service(), web: service({ calls: ["api"], routes: [{ host: "www" }] }) },
      ),
    }),
  );
  return (result.problems ?? []).map(({ path, set }) => [path, set]);
}

describe("the mesh against what would call into it", () => {
  it("services of the mesh behind its own gateway are well", () => {
    expect(problems()).to.deep.equal([]);
  });

  it("MP-12, MP-37: a namespace of the mesh needs istiod", () => {
    expect(problems({ addons: {} })).to.deep.equal([
      ["namespaces.production.mesh", "addons: { istio-base: {}, istio-cni: {}, istiod: {} }, or none"],
    ]);
  });

  it("MP-47: an ALB and Envoy Gateway call without the mesh's TLS, and can't be the gateway of a service of it", () => {
    for (const type of ["alb", "nlb", "alb-gateway"]) {
      expect(problems({ gateways: { public: { type } } })).to.deep.equal([
        ["services.web.routes[0].gateway", "a gateway of type istio"],
      ]);
    }
    const routes = [{ host: "www", gateway: "public" }];
    const both = { public: { type: "alb" }, mesh: { type: "istio" } };
    expect(problems({ gateways: both, services: { web: service({ routes }) } })).to.deep.equal([
      ["services.web.routes[0].gateway", "one of mesh"],
    ]);
  });

  it("MP-48: a caller outside the mesh has no certificate; one inside may call out", () => {
    const namespaces = { production: { mesh: "istio" }, legacy: {} };
    const inside = service({ namespace: "production" });
    const outside = service({ namespace: "legacy" });
    expect(problems({ namespaces, services: { api: inside, old: { ...outside, calls: ["api"] } } })).to.deep.equal([
      ["services.old.calls[0]", "mesh: istio of the namespace of old as well"],
    ]);
    expect(problems({ namespaces, services: { api: { ...inside, calls: ["old"] }, old: outside } })).to.deep.equal([]);
  });

  it("is spoken of by services of the mesh only, of callers that there are", () => {
    const api = (mesh: object) => ({ api: service({ mesh }), web: service({ calls: ["api"] }) });
    expect(problems({ services: api({ methods: { web: ["GET"] } }) })).to.deep.equal([]);
    expect(problems({ services: { ...api({ methods: { admin: ["GET"] } }), admin: service() } })).to.deep.equal([
      ["services.api.mesh.methods.admin", "calls: [api] of services.admin, or remove it"],
    ]);
    expect(problems({ namespaces: { production: {} }, services: api({}) })).to.deep.equal([
      ["services.api.mesh", "mesh: istio of its namespace, or remove it"],
    ]);
  });

  it("KP-33: the other version is a service of the same namespace and port", () => {
    const split = (other: string, port = 8000) => ({
      api: service({ mesh: { split: { service: other, weight: 10 } } }),
      "api-v2": service({ port }),
    });
    expect(problems({ services: split("api-v2") })).to.deep.equal([]);
    expect(problems({ services: split("api") })).to.deep.equal([["services.api.mesh.split.service", "one of api-v2"]]);
    expect(problems({ services: split("api-v2", 9000) })).to.deep.equal([
      ["services.api.mesh.split.service", "a service with the image of the other version"],
    ]);
  });

  it("MP-57: Prometheus is not in the mesh and needs a port of its own", () => {
    expect(problems({ services: { api: service({ metrics: {} }) } })).to.deep.equal([
      ["services.api.metrics.port", "a port that only serves metrics"],
    ]);
    expect(problems({ services: { api: service({ metrics: { port: 9090 } }) } })).to.deep.equal([]);
  });
});
