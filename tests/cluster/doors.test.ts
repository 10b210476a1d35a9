import { expect } from "chai";
import { Doors } from "../../components/doors/doors";
import { crdBundles, defaultKubernetesVersion } from "../../stacks/versions";
import { doorsArgs, doorsOf } from "../components/doors/builders";
import { recorded } from "../support/record";
import type { KubeObject } from "./support/api";
import type { ControlPlane } from "./support/control-plane";
import { define, definitionsOf, unavailable } from "./support/definitions";
import { controlPlaneOrSkip, print } from "./support/mocha";

const proxies = { namespace: "envoy-gateway-system", nodeSelector: {}, tolerations: [] };
const limited = { rateLimit: { requestsPerSecond: 100 } };

/** Objects of a door of each kind that has proxies, in program order. */
async function doorObjects(): Promise<KubeObject[]> {
  const settings = doorsOf({ edge: { type: "alb-gateway", ...limited }, public: { type: "nlb", ...limited } });
  const program = await recorded(() => new Doors("doors", doorsArgs({ settings, proxies })));
  return program.resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => program.inputs(type, name) as KubeObject);
}

describe("a control plane judges doors with proxies", function () {
  this.timeout(60_000);
  let plane: ControlPlane;

  before(async function () {
    this.timeout(0);
    plane = await controlPlaneOrSkip(this, defaultKubernetesVersion);
    for (const name of ["gateway-api", "cert-manager", "envoy-gateway"] as const) {
      const brought = definitionsOf({ name, files: [...crdBundles[name].manifests] });
      const why = Object.values(brought?.missing ?? {})[0];
      if (why !== undefined) {
        print("skipped:", [why]);
        this.skip();
      }
      await define(plane.api, brought?.definitions ?? []);
    }
    for (const name of ["doors", proxies.namespace]) {
      await plane.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
  });

  after(() => plane?.stop());

  it("VC-26, TB-20: accepts every object of which a definition can be had, with strict field validation", async () => {
    const judged = (await doorObjects()).filter((object) => unavailable(object) === undefined);
    for (const object of judged) await plane.api.apply(object);
    expect([...new Set(judged.map(({ kind }) => kind))]).to.have.members([
      ...["GatewayClass", "Gateway", "HTTPRoute", "ReferenceGrant", "Certificate"],
      ...["EnvoyProxy", "ClientTrafficPolicy", "BackendTrafficPolicy"],
    ]);
  });
});
