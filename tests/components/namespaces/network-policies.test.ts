import { expect } from "chai";
import { networkPolicies, type PolicySurroundings } from "../../../components/namespaces/network-policies";
import { application, platform, surroundings } from "./builders";

function policies(settings: object = {}, deviation: Partial<PolicySurroundings> = {}): Record<string, any> {
  return networkPolicies(application(settings), { ...surroundings, ...deviation });
}

const fromNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});

describe("network policies", () => {
  it("TB-2, KP-10: every application namespace has them, and these four at least", () => {
    expect(Object.keys(policies())).to.deep.equal([
      "default-deny-all",
      "allow-dns",
      "allow-pod-identity",
      "allow-scraping",
    ]);
  });

  it("KP-38, VC-55, TB-42: deny everything first, both ways, for every pod", () => {
    expect(policies()["default-deny-all"]).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("TB-46, KP-N4: let pods ask the cluster's DNS, by UDP and TCP, and the cache on the node", () => {
    expect(policies()["allow-dns"].egress).to.deep.equal([
      {
        to: [
          { ...fromNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } },
          { ipBlock: { cidr: "169.254.20.10/32" } },
        ],
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
    ]);
  });

  it("let pods get their AWS credentials, and nothing else of the link-local range", () => {
    expect(policies()["allow-pod-identity"].egress).to.deep.equal([
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ port: 80, protocol: "TCP" }] },
    ]);
  });

  it("VC-56: let pods out to the internet, but neither into the VPC nor to instance metadata", () => {
    const { egress, policyTypes } = policies({ egress: "internet" })["allow-internet"];
    expect(policyTypes).to.deep.equal(["Egress"]);
    expect(egress).to.deep.equal([
      {
        to: [
          {
            ipBlock: {
              cidr: "0.0.0.0/0",
              except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
            },
          },
        ],
      },
    ]);
  });

  it("leave out a VPC of public addresses too", () => {
    const { egress } = policies({ egress: "internet" }, { vpcCidr: "198.18.0.0/16" })["allow-internet"];
    expect(egress[0].to[0].ipBlock.except).to.include("198.18.0.0/16");
  });

  it("open 443 to the private subnets when the AWS API is there", () => {
    expect(policies({ egress: "internet" })).not.to.have.property("allow-aws-endpoints");
    expect(policies({}, { interfaceEndpoints: true })).not.to.have.property("allow-aws-endpoints");
    const { egress } = policies({ egress: "internet" }, { interfaceEndpoints: true })["allow-aws-endpoints"];
    expect(egress).to.deep.equal([
      {
        to: [{ ipBlock: { cidr: "10.0.11.0/24" } }, { ipBlock: { cidr: "10.0.12.0/24" } }],
        ports: [{ port: 443, protocol: "TCP" }],
      },
    ]);
  });

  it("VC-57: let pods of one namespace talk to each other, where the stack says so", () => {
    expect(policies()).not.to.have.property("allow-same-namespace");
    expect(policies({ sameNamespace: "allow" })["allow-same-namespace"]).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    });
  });

  it("VC-58, TB-44: admit the ingress controller on its ports", () => {
    const ingressFrom = { gateway: { namespace: "envoy-gateway-system", ports: [80, 443] } };
    expect(policies({ ingressFrom })["allow-from-gateway"]).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [fromNamespace("envoy-gateway-system")],
          ports: [
            { port: 80, protocol: "TCP" },
            { port: 443, protocol: "TCP" },
          ],
        },
      ],
    });
  });

  it("TB-45, VC-N9: admit monitoring on the ports that it scrapes, by number or name", () => {
    const ports = (settings: object) => policies(settings)["allow-scraping"].ingress;
    expect(ports({ scrapePorts: [8080, 9090] })).to.deep.equal([
      {
        from: [fromNamespace("monitoring")],
        ports: [
          { port: 8080, protocol: "TCP" },
          { port: 9090, protocol: "TCP" },
        ],
      },
    ]);
    expect(ports({})[0].ports).to.deep.equal([{ port: "metrics", protocol: "TCP" }]);
    expect(policies({ scrapePorts: [] })).not.to.have.property("allow-scraping");
  });

  it("KP-39: open one port from some pods to others", () => {
    const egressTo = { identity: { pods: { app: "api-gateway" }, peers: { app: "identity-service" }, ports: [8080] } };
    expect(policies({ egressTo })["allow-to-identity"]).to.deep.equal({
      podSelector: { matchLabels: { app: "api-gateway" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ podSelector: { matchLabels: { app: "identity-service" } } }],
          ports: [{ port: 8080, protocol: "TCP" }],
        },
      ],
    });
  });

  it("TB-43, TB-47, TB-48: open a range or a database on its port and protocol only", () => {
    const egressTo = {
      https: { cidr: "203.0.113.0/24", ports: [443] },
      database: { peers: { "platform/tier": "database" }, ports: [5432] },
      syslog: { cidr: "203.0.113.7/32", ports: [514], protocol: "UDP" },
    };
    const made = policies({ egressTo });
    expect(made["allow-to-https"].egress).to.deep.equal([
      { to: [{ ipBlock: { cidr: "203.0.113.0/24" } }], ports: [{ port: 443, protocol: "TCP" }] },
    ]);
    expect(made["allow-to-database"].egress[0].ports).to.deep.equal([{ port: 5432, protocol: "TCP" }]);
    expect(made["allow-to-syslog"].egress[0].ports).to.deep.equal([{ port: 514, protocol: "UDP" }]);
  });

  it("KP-N4: let sidecars reach istiod, and Prometheus their metrics", () => {
    const { egress, ingress } = policies({ mesh: "istio" })["allow-mesh"];
    expect(egress).to.deep.equal([
      {
        to: [{ ...fromNamespace("istio-system"), podSelector: { matchLabels: { app: "istiod" } } }],
        ports: [{ port: 15012, protocol: "TCP" }],
      },
    ]);
    expect(ingress).to.deep.equal([{ from: [fromNamespace("monitoring")], ports: [{ port: 15090, protocol: "TCP" }] }]);
    expect(policies({})).not.to.have.property("allow-mesh");
  });

  it("are none where a namespace asks for none", () => {
    expect(networkPolicies(platform(), surroundings)).to.deep.equal({});
  });
});
