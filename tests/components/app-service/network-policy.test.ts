import { expect } from "chai";
import { built, builtAll, kind, service } from "./builders";

async function policyOf(deviation: Record<string, unknown> = {}, args: object = {}): Promise<Record<string, any>> {
  return (await built(deviation, args)).inputs(kind.networkPolicy).spec;
}

const tcp = (port: number) => ({ protocol: "TCP", port });
const pods = (namespace: string, name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: { "app.kubernetes.io/name": name } },
});
const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
};
const anywhere = { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } };

describe("network policies of services", () => {
  it("TB-42, TB-46, VC-55, MP-46: deny everything but DNS", async () => {
    expect(await policyOf()).to.deep.equal({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [dns],
    });
  });

  it("TB-N7: open both ends of a call, over namespaces, at the port of the called one", async () => {
    const program = await builtAll({
      web: service({ port: 3000, calls: ["api"] }),
      api: service({ namespace: "backend" }),
    });
    const [web, api] = ["web", "api"].map((name) => program.inputs(kind.networkPolicy, name).spec);
    expect(web?.egress).to.deep.equal([dns, { to: [pods("backend", "api")], ports: [tcp(8000)] }]);
    expect(web).not.to.have.property("ingress");
    expect(api?.ingress).to.deep.equal([{ from: [pods("production", "web")], ports: [tcp(8000)] }]);
    expect(api?.egress).to.deep.equal([dns]);
  });

  it("VC-58, TB-44, MP-47: admit the gateway only where there is a route", async () => {
    const { ingress } = await policyOf({ routes: [{ host: "api" }, { host: "other" }] });
    const from = [{ ipBlock: { cidr: "10.0.1.0/24" } }, { ipBlock: { cidr: "10.0.2.0/24" } }];
    expect(ingress).to.deep.equal([{ from, ports: [tcp(8000)] }]);
  });

  it("VC-N9, TB-45: admit scraping on the port of the metrics", async () => {
    const from = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }];
    expect((await policyOf({ metrics: {} })).ingress).to.deep.equal([{ from, ports: [tcp(8000)] }]);
    expect((await policyOf({ metrics: { port: 9090 } })).ingress).to.deep.equal([{ from, ports: [tcp(9090)] }]);
  });

  it("TB-47, TB-48: open named destinations and ranges", async () => {
    const egress = ["https", "postgres", "redis", "smtp", { cidr: "192.0.2.0/24", port: 514, protocol: "UDP" }];
    expect((await policyOf({ egress })).egress).to.deep.equal([
      dns,
      { to: [anywhere], ports: [tcp(443)] },
      { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [tcp(5432)] },
      { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [tcp(6379)] },
      { to: [anywhere], ports: [tcp(587), tcp(465)] },
      { to: [{ ipBlock: { cidr: "192.0.2.0/24" } }], ports: [{ protocol: "UDP", port: 514 }] },
    ]);
  });

  it("open the way to credentials and APIs with an AWS identity, once", async () => {
    const aws = { policy: [{ actions: ["s3:GetObject"], resources: ["*"] }] };
    const agent = { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [tcp(80)] };
    const https = { to: [anywhere], ports: [tcp(443)] };
    expect((await policyOf({ aws, egress: ["https"] })).egress).to.deep.equal([dns, agent, https]);
    const irsa = { ...aws, mode: "irsa" };
    expect((await policyOf({ aws: irsa }, { oidcIssuer: "oidc.example.com" })).egress).to.deep.equal([dns, https]);
  });
});
