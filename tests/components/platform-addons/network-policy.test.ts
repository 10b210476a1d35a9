import { expect } from "chai";
import { peerPolicy } from "../../../components/platform-addons/peer-policy";
import { controllerPolicy } from "../../../components/platform-addons/network-policy";

const pods = { namespace: "addons", name: "a", selector: { app: "a" } };
const specOf = ({ body }: { body: object }) => (body as { spec: Record<string, unknown> }).spec;

describe("network policies of add-ons", () => {
  const silent = {
    "a controller": controllerPolicy({ ...pods, ingressPorts: [] }),
    "a store or collector": peerPolicy({ ...pods, ingressFrom: [] }),
  };
  for (const [what, policy] of Object.entries(silent)) {
    it(`${what} without ingress has no list of rules, which the API server would drop, and admits none`, () => {
      const spec = specOf(policy);
      expect(spec).to.not.have.property("ingress");
      expect(spec["policyTypes"]).to.deep.equal(["Ingress", "Egress"]);
    });
  }

  it("a store that hears a namespace admits its pods on their port, and nobody else", () => {
    const { ingress } = specOf(peerPolicy({ ...pods, ingressFrom: [{ namespaces: ["logging"], ports: [3100] }] }));
    const from = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "logging" } } }];
    expect(ingress).to.deep.equal([{ from, ports: [{ port: 3100, protocol: "TCP" }] }]);
  });

  it("pods of a store that speak to each other need no caller beside them", () => {
    const { ingress } = specOf(peerPolicy({ ...pods, ingressFrom: [], among: [7946] }));
    const from = [{ podSelector: { matchLabels: { app: "a" } } }];
    expect(ingress).to.deep.equal([{ from, ports: [{ port: 7946, protocol: "TCP" }] }]);
  });
});
