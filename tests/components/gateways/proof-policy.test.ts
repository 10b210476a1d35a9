import { expect } from "chai";
import { Gateways } from "../../../components/gateways/gateways";
import { type Recorded, recorded } from "../../support/record";
import { gatewaysArgs, gatewaysOf } from "./builders";

const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const placed = { nodeSelector: { "platform/pool": "system" }, tolerations: [] };

/** A gateway of each type, of which one answers an authority. */
function build(proofGateway?: string): Promise<Recorded> {
  const settings = gatewaysOf({ load: { type: "alb" }, network: { type: "nlb" }, mesh: { type: "istio" } });
  const proxies = { namespace: "envoy-gateway-system", ...placed };
  const mesh = { namespace: "istio-system", ...placed };
  return recorded(() => new Gateways("gateways", gatewaysArgs({ settings, proxies, mesh, proofGateway })));
}

const proofs = async (gateway: string) => (await build(gateway)).inputs(policyType, "gateways-http01-proofs").spec;
const port = [{ port: 8089, protocol: "TCP" }];

describe("names proven by HTTP at a gateway", () => {
  it("SS-22: the answering pods hear the proxies of the gateway on 8089 and nobody else", async () => {
    expect(await proofs("network")).to.deep.equal({
      podSelector: { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "envoy-gateway-system" } },
              podSelector: {
                matchLabels: {
                  "gateway.envoyproxy.io/owning-gateway-name": "network",
                  "gateway.envoyproxy.io/owning-gateway-namespace": "gateways",
                },
              },
            },
          ],
          ports: port,
        },
      ],
    });
  });

  it("SS-22: of an ALB, they hear the subnets that its addresses are in", async () => {
    const blocks = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"].map((cidr) => ({ ipBlock: { cidr } }));
    expect((await proofs("load")).ingress).to.deep.equal([{ from: blocks, ports: port }]);
  });

  it("SS-22: proxies of Istio, which may call named pods only, may call these", async () => {
    const program = await build("mesh");
    const { egress } = program.inputs(policyType, "gateways-mesh-proxies-network-policy").spec;
    expect(egress.at(-1)).to.deep.equal({
      to: [{ podSelector: { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } } }],
      ports: port,
    });
    const [{ from }] = program.inputs(policyType, "gateways-http01-proofs").spec.ingress;
    expect(from[0].podSelector.matchLabels).to.deep.equal({ "gateway.networking.k8s.io/gateway-name": "mesh" });
  });

  it("without a gateway for it nothing is opened", async () => {
    const program = await build();
    expect(program.ofType(policyType).map(({ name }) => name)).to.deep.equal(["gateways-mesh-proxies-network-policy"]);
    const { egress } = program.inputs(policyType).spec;
    expect(JSON.stringify(egress)).not.to.contain("http01");
  });
});
