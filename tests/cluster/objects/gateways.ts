import { expect } from "chai";
import { Gateways } from "../../../components/gateways/gateways";
import { gatewaysArgs, gatewaysOf } from "../../components/gateways/builders";
import { recorded } from "../../support/record";
import type { ControlPlane } from "../support/control-plane";
import { unavailable } from "../support/definitions";
import { createNamespaces, defineOrSkip, objectsOf } from "../support/objects";

const proxies = { namespace: "envoy-gateway-system", nodeSelector: {}, tolerations: [] };
const limited = { rateLimit: { requestsPerSecond: 100 } };

/** A gateway of each kind that has proxies. */
export function gateways(plane: () => ControlPlane): void {
  before(async function () {
    await defineOrSkip(this, plane().api, ["gateway-api", "cert-manager", "envoy-gateway"]);
    await createNamespaces(plane().api, ["gateways", proxies.namespace]);
  });

  it("VC-26, TB-20: accepts every object of which a definition can be had, with strict field validation", async () => {
    const settings = gatewaysOf({ edge: { type: "alb-gateway", ...limited }, public: { type: "nlb", ...limited } });
    const program = await recorded(() => new Gateways("gateways", gatewaysArgs({ settings, proxies })));
    const judged = objectsOf(program).filter((object) => unavailable(object) === undefined);
    for (const object of judged) await plane().api.apply(object);
    expect([...new Set(judged.map(({ kind }) => kind))]).to.have.members([
      ...["GatewayClass", "Gateway", "HTTPRoute", "ReferenceGrant", "Certificate"],
      ...["EnvoyProxy", "ClientTrafficPolicy", "BackendTrafficPolicy"],
    ]);
  });
}
