import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

/** Namespace of each component: its charts by the name of their resource. */
const homes: Record<string, [string, string[]]> = {
  "SS-12": ["ingress-system", ["addons-aws-load-balancer-controller"]],
  "SS-14": ["external-dns", ["addons-external-dns"]],
  "SS-15": [
    "secrets-management",
    ["addons-secrets-store-csi-driver", "addons-secrets-store-csi-driver-provider-aws", "addons-sealed-secrets"],
  ],
  "SS-16": ["monitoring", ["observability-kube-prometheus-stack"]],
};

describe("examples/shared-services: ingress, names, secrets and access", () => {
  const platform = new Platform("shared-services");

  const balancer = (door: string) =>
    platform.spec("kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration", `doors-${door}-load-balancer`);
  const issuer = (name: string) =>
    platform.spec("kubernetes:cert-manager.io/v1:ClusterIssuer", `addons-cert-manager-clusterissuer-${name}`);
  const entry = (name: string) => platform.of("eks:index:Cluster")["accessEntries"][name] as Json;
  const subject = (type: string, name: string) => {
    const { roleRef, subjects } = platform.of(`kubernetes:rbac.authorization.k8s.io/v1:${type}`, name);
    return [roleRef.name, subjects[0].name] as string[];
  };

  platform.met("SS-1 an ALB calls the pods of the service that its route names", () => {
    const { spec } = platform.of(kube.route, "app.public.app.example.com");
    expect([spec.parentRefs[0].name, spec.rules[0].backendRefs[0].name]).to.deep.equal(["public", "app"]);
    expect(platform.spec(kube.gateway, "doors-public-gateway")["gatewayClassName"]).to.equal("alb");
    expect(platform.values("addons-aws-load-balancer-controller")["defaultTargetType"]).to.equal("ip");
  });

  platform.met("SS-2 what may come in, by door", () => {
    expect([balancer("public")["sourceRanges"], balancer("internal")["sourceRanges"]]).to.deep.equal([
      ["0.0.0.0/0"],
      ["10.0.0.0/16"],
    ]);
  });

  platform.met("SS-3 what may go out: from the nodes to anywhere, HTTPS alone", () => {
    const rules = platform.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    const wide = rules.map(({ inputs }) => inputs as Json).filter(({ cidrIpv4 }) => cidrIpv4 === "0.0.0.0/0");
    expect(wide.map(({ ipProtocol, fromPort, toPort }) => [ipProtocol, fromPort, toPort] as unknown)).to.deep.equal([
      ["tcp", 443, 443],
    ]);
  });

  platform.met("SS-4 one cluster", () => {
    expect(platform.of("eks:index:Cluster")).to.include({ name: "shared-services-production", version: "1.36" });
  });

  platform.met("SS-6 secrets in etcd are encrypted with a key of the cluster", () => {
    const { enableKeyRotation } = platform.of("aws:kms/key:Key", "cluster-secrets");
    expect([platform.of("eks:index:Cluster")["encryptionConfigKeyArn"], enableKeyRotation]).to.deep.equal([
      "[unknown]",
      true,
    ]);
  });

  for (const [id, [namespace, charts]] of Object.entries(homes))
    platform.met(`${id} ${namespace}: ${charts.join(", ")}`, () => {
      expect(platform.of(kube.namespace, `namespaces-${namespace}`)["metadata"].name).to.equal(namespace);
      for (const chart of charts) expect(platform.of(kube.chart, chart)["namespace"], chart).to.equal(namespace);
    });

  platform.met("SS-13 cert-manager in its namespace, with three ClusterIssuers", () => {
    expect(platform.of(kube.release, "addons-cert-manager")["namespace"]).to.equal("cert-manager");
    expect(platform.all("kubernetes:cert-manager.io/v1:ClusterIssuer")).to.have.length(3);
  });

  platform.met("SS-18 staging, production and application", () => {
    for (const name of ["staging", "production", "application"])
      expect(platform.of(kube.namespace, `namespaces-${name}`)["metadata"].name).to.equal(name);
  });

  platform.met("SS-19 the controller makes ALBs and NLBs, by a role of its own", () => {
    const { controllerConfig } = platform.values("addons-aws-load-balancer-controller");
    expect(controllerConfig.featureGates).to.include({ ALBGatewayAPI: true, NLBGatewayAPI: true });
    const role = platform.of("aws:iam/role:Role", "addons-aws-load-balancer-controller-role");
    expect(role["name"]).to.match(/^shared-services-production-ingress-system-/);
  });

  platform.met("SS-20 a web ACL is attached to the public door", () => {
    expect(balancer("public")).to.include.keys("wafV2");
    const [rule] = platform.of("aws:wafv2/webAcl:WebAcl")["rules"];
    expect(rule.statement.rateBasedStatement).to.include({ limit: 6000, evaluationWindowSec: 60 });
  });

  platform.met("SS-22 certificates by ACME of Let's Encrypt: DNS01 in each hosted zone, HTTP01 for other names", () => {
    const byDns = (dnsZone: string, hostedZoneID: string) => ({
      dns01: { route53: { hostedZoneID, region: "us-east-1" } },
      selector: { dnsZones: [dnsZone] },
    });
    const parent = { kind: "Gateway", name: "public", namespace: "doors", sectionName: "http" };
    expect(issuer("letsencrypt-prod")["acme"].solvers).to.deep.equal([
      byDns("example.com", "Z0123456789ABCDEFGHIJ"),
      byDns("example.org", "Z1123456789ABCDEFGHIJ"),
      { http01: { gatewayHTTPRoute: { parentRefs: [parent], serviceType: "ClusterIP" } } },
    ]);
  });

  const servers = { "SS-23": ["letsencrypt-prod", "acme-v02"], "SS-24": ["letsencrypt-staging", "acme-staging-v02"] };
  for (const [id, [name = "", server = ""]] of Object.entries(servers))
    platform.met(`${id} the issuer ${name}`, () => {
      expect(issuer(name)["acme"].server).to.equal(`https://${server}.api.letsencrypt.org/directory`);
    });

  platform.met("SS-25 the issuer selfsigned", () => {
    expect(issuer("selfsigned")).to.deep.equal({ selfSigned: {} });
  });

  platform.met("SS-26 the ALB ends TLS with a certificate of ACM, as it takes no other (SS-N1)", () => {
    expect(platform.of("aws:acm/certificate:Certificate")).to.include({ domainName: "example.com" });
    const [, https] = balancer("public")["listenerConfigurations"];
    expect([https.protocolPort, https.defaultCertificate]).to.deep.equal(["HTTPS:443", "[unknown]"]);
  });

  platform.met("SS-27 plain HTTP is redirected at each door", () => {
    for (const door of ["public", "internal"]) {
      const [rule] = platform.spec(kube.route, `doors-${door}-redirect`)["rules"];
      expect(rule.filters[0].requestRedirect).to.deep.equal({ scheme: "https", port: 443, statusCode: 301 });
    }
  });

  platform.met("SS-28 external-dns: in sync, marked by TXT, from routes, Services and Ingresses, in two zones", () => {
    const values = platform.values("addons-external-dns");
    expect(values).to.include({ policy: "sync", registry: "txt", txtOwnerId: "shared-services-production" });
    expect(values["sources"]).to.deep.equal(["gateway-httproute", "service", "ingress"]);
    expect(values["domainFilters"]).to.deep.equal(["example.com", "example.org"]);
  });

  platform.met("SS-29 the host app.example.com", () => {
    expect(platform.spec(kube.route, "app.public.app.example.com")["hostnames"]).to.deep.equal(["app.example.com"]);
  });

  platform.met("SS-30 two load balancers", () => {
    expect([balancer("public")["scheme"], balancer("internal")["scheme"]]).to.deep.equal([
      "internet-facing",
      "internal",
    ]);
  });

  platform.met("SS-48 pods talk to nobody that no policy opens", () => {
    for (const name of ["staging", "production", "application"])
      expect(platform.spec(kube.policy, `namespaces-${name}-policy-default-deny-all`)).to.deep.equal({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
  });

  platform.met("SS-49 platform-admin is administrator of the cluster", () => {
    const [policy] = Object.values<Json>(entry("admins")["accessPolicies"]);
    expect(policy?.["policyArn"]).to.match(/\/AmazonEKSClusterAdminPolicy$/);
    expect(policy?.["accessScope"]).to.deep.equal({ type: "cluster" });
  });

  platform.met("SS-50 platform-developer works in the three namespaces of applications", () => {
    expect(entry("developers")["kubernetesGroups"]).to.deep.equal(["platform-developer"]);
    for (const name of ["staging", "production", "application"])
      expect(subject("RoleBinding", `roles-platform-developer-binding-${name}`)).to.deep.equal([
        "platform-developer",
        "platform-developer",
      ]);
  });

  const readers = { "SS-51": "platform-viewer", "SS-52": "monitoring-reader" };
  for (const [id, role] of Object.entries(readers))
    platform.met(`${id} ${role} reads, and nothing else`, () => {
      const { rules } = platform.of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", `roles-${role}`);
      const verbs = rules.flatMap(({ verbs: own }: Json) => own as string[]);
      expect([...new Set<string>(verbs)].filter((verb) => !["get", "list", "watch"].includes(verb))).to.deep.equal([]);
      expect(subject("ClusterRoleBinding", `roles-${role}-binding`)).to.deep.equal([role, role]);
    });

  platform.met("SS-54 roles of AWS are taken by IRSA", () => {
    const { annotations } = platform.values("addons-external-dns")["serviceAccount"];
    const role = "arn:aws:iam::123456789012:role/shared-services-production-external-dns-external-dns";
    expect(annotations).to.include({ "eks.amazonaws.com/role-arn": role });
    expect(platform.all("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).to.have.length(1);
  });
});
