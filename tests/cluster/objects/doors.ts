import { expect } from "chai";
import { Doors } from "../../../components/doors/doors";
import { doorsArgs, doorsOf } from "../../components/doors/builders";
import { recorded } from "../../support/record";
import type { ControlPlane } from "../support/control-plane";
import { unavailable } from "../support/definitions";
import { createNamespaces, defineOrSkip, objectsOf } from "../support/objects";

const proxies = { namespace: "envoy-gateway-system", nodeSelector: {}, tolerations: [] };
const limited = { rateLimit: { requestsPerSecond: 100 } };

/** A door of each kind that has proxies. */
export function doors(plane: () => ControlPlane): void {
  before(async function () {
    await defineOrSkip(this, plane().api, ["gateway-api", "cert-manager", "envoy-gateway"]);
    await createNamespaces(plane().api, ["doors", proxies.namespace]);
  });

  it("VC-26, TB-20: accepts every object of which a definition can be had, with strict field validation", async () => {
    const settings = doorsOf({ edge: { type: "alb-gateway", ...limited }, public: { type: "nlb", ...limited } });
    const program = await recorded(() => new Doors("doors", doorsArgs({ settings, proxies })));
    const judged = objectsOf(program).filter((object) => unavailable(object) === undefined);
    for (const object of judged) await plane().api.apply(object);
    expect([...new Set(judged.map(({ kind }) => kind))]).to.have.members([
      ...["GatewayClass", "Gateway", "HTTPRoute", "ReferenceGrant", "Certificate"],
      ...["EnvoyProxy", "ClientTrafficPolicy", "BackendTrafficPolicy"],
    ]);
  });
}
