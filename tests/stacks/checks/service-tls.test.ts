import { expect } from "chai";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { checkServiceTls } from "../../../stacks/checks/service-tls";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { tiers } from "../../../stacks/tiers";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

interface Given {
  addons?: object;
  gateway?: object;
  namespace?: object;
}

function problems(given: Record<string, unknown>, { addons, gateway, namespace }: Given = {}) {
  const { problems: found } = checkServiceTls(
    followed({
      addons: addonsSettings({ replicas: 2 }).parse(addons ?? { "cert-manager": {} }),
      gateways: gatewaysSettings(tiers.production.gateways).parse({ public: gateway ?? { type: "alb" } }),
      namespaces: namespacesSettings(namespaceBounds.production).parse({ production: namespace ?? {} }),
      services: services(given),
    }),
  );
  return (found ?? []).map(({ path, set }) => [path, set]);
}

const api = service({ tls: {} });

describe("TLS of services against the rest of the config", () => {
  it("TB-21: caller and called with certificates of one authority are well", () => {
    expect(problems({ api, web: service({ tls: {}, calls: ["api"] }) })).to.deep.equal([]);
  });

  it("TB-21: a caller without a certificate has no root to check with", () => {
    expect(problems({ api, web: service({ calls: ["api"] }) })).to.deep.equal([
      ["services.web.calls[0]", "services.web.tls: {}"],
    ]);
  });

  it("needs cert-manager, and an authority of the cluster's own", () => {
    expect(problems({ api }, { addons: {} })).to.deep.equal([["services.api.tls", "addons: { cert-manager: {} }"]]);
    expect(problems({ api: service({ tls: { issuer: "selfsigned" } }) })).to.deep.equal([
      ["services.api.tls.issuer", "one of internal"],
    ]);
    const own = { "cert-manager": { issuers: { own: { type: "ca" } } } };
    expect(problems({ api: service({ tls: { issuer: "own" } }) }, { addons: own })).to.deep.equal([]);
  });

  it("is the mesh's own work there, and nothing that a gateway of Istio could check", () => {
    expect(problems({ api }, { namespace: { mesh: "istio" } })).to.deep.equal([["services.api.tls", "remove it"]]);
    const routed = { api: service({ tls: {}, routes: [{ host: "api" }] }) };
    expect(problems(routed, { gateway: { type: "istio" } }).map(([path]) => path)).to.deep.equal([
      "services.api.routes[0].gateway",
    ]);
  });
});
