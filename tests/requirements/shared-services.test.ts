import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const iam = "arn:aws:iam::123456789012:role/shared-services-production-";
const zoneIds = ["Z0123456789ABCDEFGHIJ", "Z1123456789ABCDEFGHIJ"];

describe("examples/shared-services: network, cluster, namespaces, ingress and names", () => {
  const platform = new Platform("shared-services");
  const { of, spec, values, pool } = platform;

  const balancer = (gateway: string) =>
    spec("kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration", `gateways-${gateway}-load-balancer`);
  const issuer = (name: string) =>
    spec("kubernetes:cert-manager.io/v1:ClusterIssuer", `addons-cert-manager-clusterissuer-${name}`);
  const level = (namespace: string) =>
    of(kube.namespace, `namespaces-${namespace}`)["metadata"].labels["pod-security.kubernetes.io/enforce"] as string;
  /** Actions that a role of IAM may take. */
  const actions = (role: string) => {
    const { Statement } = JSON.parse(of("aws:iam/rolePolicy:RolePolicy", role)["policy"] as string) as Json;
    return (Statement as Json[]).flatMap(({ Action }) => Action as string[]);
  };
  const lives = (namespace: string, type: string, ...charts: string[]) => {
    expect(of(kube.namespace, `namespaces-${namespace}`)["metadata"].name).to.equal(namespace);
    for (const chart of charts) expect(of(type, chart)["namespace"], chart).to.equal(namespace);
  };
  const takesRole = (serviceAccount: Json, role: string) => {
    expect(serviceAccount["annotations"]).to.include({ "eks.amazonaws.com/role-arn": `${iam}${role}` });
  };

  platform.succeeded(
    "SS-1 user, HTTPS, Route 53, ALB, target group, pod: for a route of Gateway API instead of an Ingress",
    "the controller makes the same ALB of either, and Gateway API is what is developed further",
    () => {
      expect(values("addons-external-dns")["sources"]).to.include("gateway-httproute");
      expect(spec(kube.gateway, "gateways-public-gateway")["gatewayClassName"]).to.equal("alb");
      expect(spec("kubernetes:gateway.networking.k8s.io/v1:GatewayClass")["controllerName"]).to.equal(
        "gateway.k8s.aws/alb",
      );
      const ports = (balancer("public")["listenerConfigurations"] as Json[]).map(
        ({ protocolPort }) => protocolPort as string,
      );
      expect(ports).to.deep.equal(["HTTP:80", "HTTPS:443"]);
      const { parentRefs, rules } = spec(kube.route, "app.public.app.example.com");
      expect([parentRefs[0].name, rules[0].backendRefs[0].name]).to.deep.equal(["public", "app"]);
      expect(values("addons-aws-load-balancer-controller")["defaultTargetType"]).to.equal("ip");
    },
  );
  platform.met(
    "SS-2 the ALBs' security groups let in: everybody at the public gateway, the VPC at the internal one",
    () => {
      expect([balancer("public")["sourceRanges"], balancer("internal")["sourceRanges"]]).to.deep.equal([
        ["0.0.0.0/0"],
        ["10.0.0.0/16"],
      ]);
    },
  );
  platform.met("SS-3 the nodes' security group lets out: HTTPS to anywhere, and what is the platform's own", () => {
    const rules = platform.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    const ofNodes = rules.filter(({ name }) => name.startsWith("network-nodes-"));
    expect(
      ofNodes.map(
        ({ inputs: { cidrIpv4, ipProtocol, fromPort, toPort } }) => [cidrIpv4, ipProtocol, fromPort, toPort] as unknown,
      ),
    ).to.have.deep.members([
      ["0.0.0.0/0", "tcp", 443, 443],
      ["0.0.0.0/0", "tcp", 53, 53], // cert-manager checks names itself, by DNS and by HTTP
      ["0.0.0.0/0", "udp", 53, 53],
      ["0.0.0.0/0", "tcp", 80, 80],
      [undefined, "-1", undefined, undefined], // other nodes
      [undefined, "tcp", 443, 443], // the API server
      [undefined, "tcp", 5432, 5432],
      [undefined, "tcp", 6379, 6379],
    ]);
  });
  platform.met("SS-4 one EKS cluster", () => {
    expect(of("eks:index:Cluster")).to.include({ name: "shared-services-production", version: "1.36" });
  });
  platform.met("SS-5 Route 53, Secrets Manager, CloudWatch Logs, IAM, ALB, NLB and ACM are in use", () => {
    expect(platform.types()).to.include.members([
      "aws:route53/record:Record",
      "aws:secretsmanager/secret:Secret",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:iam/role:Role",
      "aws:acm/certificate:Certificate",
    ]);
    const { featureGates } = values("addons-aws-load-balancer-controller")["controllerConfig"];
    expect(featureGates).to.include({ ALBGatewayAPI: true, NLBGatewayAPI: true });
  });
  platform.met("SS-6 secrets in etcd are encrypted, with a key of the cluster that is rotated", () => {
    expect(of("eks:index:Cluster")["encryptionConfigKeyArn"]).to.equal("[unknown]");
    expect(of("aws:kms/key:Key", "cluster-secrets")["enableKeyRotation"]).to.equal(true);
  });
  platform.met("SS-7 the cluster autoscaler adds and removes nodes by demand: 2 to 10, and 0 to 10", () => {
    expect(of(kube.chart, "addons-cluster-autoscaler")["chart"]).to.equal("cluster-autoscaler");
    expect(values("addons-cluster-autoscaler")["autoDiscovery"].clusterName).to.equal("shared-services-production");
    const bounds = ["general", "spot"].map((name) => {
      const { minSize, maxSize } = pool(name)["scalingConfig"];
      return [minSize, maxSize] as number[];
    });
    expect(bounds).to.deep.equal([
      [2, 10],
      [0, 10],
    ]);
  });
  platform.met("SS-8 spot nodes, for what names their pool", () => {
    const { capacityType, labels, taints } = pool("spot");
    expect([capacityType, labels]).to.deep.equal(["SPOT", { "platform/pool": "spot" }]);
    expect(taints).to.deep.equal([{ key: "platform/pool", value: "spot", effect: "NO_SCHEDULE" }]);
  });

  platform.met("SS-12 ingress-system: the AWS Load Balancer Controller, with a role that makes ALBs", () => {
    lives("ingress-system", kube.chart, "addons-aws-load-balancer-controller");
    takesRole(
      values("addons-aws-load-balancer-controller")["serviceAccount"] as Json,
      "ingress-system-aws-load-bala-13732f97",
    );
    expect(actions("addons-aws-load-balancer-controller-role")).to.include("elasticloadbalancing:CreateLoadBalancer");
  });
  platform.met("SS-13 cert-manager: the controller and the ClusterIssuers", () => {
    lives("cert-manager", kube.release, "addons-cert-manager");
    const issuers = platform.all("kubernetes:cert-manager.io/v1:ClusterIssuer");
    expect(issuers.map(({ inputs }) => inputs["metadata"].name as string)).to.have.members([
      "letsencrypt-prod",
      "letsencrypt-staging",
      "selfsigned",
    ]);
  });
  platform.met("SS-14 external-dns: the controller, with a role for Route 53", () => {
    lives("external-dns", kube.chart, "addons-external-dns");
    takesRole(values("addons-external-dns")["serviceAccount"] as Json, "external-dns-external-dns");
    expect(actions("addons-external-dns-role")).to.include("route53:ChangeResourceRecordSets");
  });
  platform.met(
    "SS-15 secrets-management: CSI driver, AWS provider, Sealed Secrets; the pod's role reads Secrets Manager",
    () => {
      const csi = ["addons-secrets-store-csi-driver", "addons-secrets-store-csi-driver-provider-aws"];
      lives("secrets-management", kube.chart, ...csi, "addons-sealed-secrets");
      expect(actions("app-identity")).to.include("secretsmanager:GetSecretValue");
    },
  );
  platform.succeeded(
    "SS-16 monitoring: operator, Prometheus, Grafana, Alertmanager and kube-state-metrics; node-exporter beside it",
    "node-exporter reads its host, which a restricted namespace forbids (SS-N8)",
    () => {
      lives("monitoring", kube.chart, "observability-kube-prometheus-stack");
      const stack = values("observability-kube-prometheus-stack");
      const homes = ["prometheusOperator", "prometheus", "grafana", "alertmanager", "kube-state-metrics"].map(
        (part) => [part, stack[part].namespaceOverride] as unknown[],
      );
      expect(homes.filter(([, home]) => home !== undefined)).to.deep.equal([]);
      expect(stack["prometheus-node-exporter"].namespaceOverride).to.equal("monitoring-host");
      expect([level("monitoring"), level("monitoring-host")]).to.deep.equal(["restricted", "privileged"]);
    },
  );
  platform.succeeded(
    "SS-17 logging: what collects events; Fluent Bit on the nodes beside it, with a role for CloudWatch Logs",
    "Fluent Bit reads its host, which a restricted namespace forbids (SS-N8)",
    () => {
      lives("logging", kube.chart, "observability-fluent-bit-events");
      lives("logging-host", kube.chart, "observability-fluent-bit");
      expect([level("logging"), level("logging-host")]).to.deep.equal(["restricted", "privileged"]);
      takesRole(values("observability-fluent-bit")["serviceAccount"] as Json, "logging-host-fluent-bit");
      expect(actions("observability-fluent-bit-role")).to.deep.equal(["logs:CreateLogStream", "logs:PutLogEvents"]);
    },
  );
  platform.met("SS-18 application namespaces staging, production and application", () => {
    for (const name of ["staging", "production", "application"]) lives(name, kube.chart);
  });

  platform.met(
    "SS-19 the controller makes ALBs, NLBs, target groups and security groups, by a role for ELB and EC2",
    () => {
      const { featureGates } = values("addons-aws-load-balancer-controller")["controllerConfig"];
      expect(featureGates).to.include({ ALBGatewayAPI: true, NLBGatewayAPI: true });
      expect(actions("addons-aws-load-balancer-controller-role")).to.include.members([
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
        "ec2:CreateSecurityGroup",
        "ec2:AuthorizeSecurityGroupIngress",
      ]);
    },
  );
  platform.met("SS-20 a web ACL of WAF is attached to the public gateway", () => {
    expect(balancer("public")["wafV2"]).to.deep.equal({ webACL: "[unknown]" });
    const [rule] = of("aws:wafv2/webAcl:WebAcl")["rules"];
    expect(rule.statement.rateBasedStatement).to.include({ limit: 6000, evaluationWindowSec: 60 });
  });
  platform.met("SS-21 Shield Advanced is attached to the public gateway, and the controller may do so", () => {
    expect(balancer("public")["shieldConfiguration"]).to.deep.equal({ enabled: true });
    expect(values("addons-aws-load-balancer-controller")["enableShield"]).to.equal(true);
    expect(actions("addons-aws-load-balancer-controller-role")).to.include.members([
      "shield:CreateProtection",
      "shield:DeleteProtection",
      "shield:GetSubscriptionState",
    ]);
    const beside = platform.cost.notPriced.find(({ what }) => what === "Shield Advanced of gateway public");
    expect(beside?.why).to.contain("3000 USD a month");
  });
  platform.met("SS-22 certificates by ACME of Let's Encrypt: DNS01 in each hosted zone, HTTP01 for other names", () => {
    const byDns = (dnsZone: string, hostedZoneID?: string) => ({
      dns01: { route53: { hostedZoneID, region: "us-east-1" } },
      selector: { dnsZones: [dnsZone] },
    });
    const parent = { kind: "Gateway", name: "public", namespace: "gateways", sectionName: "http" };
    expect(issuer("letsencrypt-prod")["acme"].solvers).to.deep.equal([
      byDns("example.com", zoneIds[0]),
      byDns("example.org", zoneIds[1]),
      { http01: { gatewayHTTPRoute: { parentRefs: [parent], serviceType: "ClusterIP" } } },
    ]);
  });
  const servers = { "SS-23": ["letsencrypt-prod", "acme-v02"], "SS-24": ["letsencrypt-staging", "acme-staging-v02"] };
  for (const [id, [name = "", server = ""]] of Object.entries(servers))
    platform.met(`${id} the ClusterIssuer ${name}`, () => {
      expect(issuer(name)["acme"].server).to.equal(`https://${server}.api.letsencrypt.org/directory`);
    });
  platform.met("SS-25 the ClusterIssuer selfsigned", () => {
    expect(issuer("selfsigned")).to.deep.equal({ selfSigned: {} });
  });
  platform.succeeded(
    "SS-26 the ALB ends TLS with a certificate of ACM",
    "an ALB takes certificates of ACM or IAM only, none of a Kubernetes Secret (SS-N1)",
    () => {
      const { domainName, validationMethod } = of("aws:acm/certificate:Certificate");
      expect([domainName, validationMethod]).to.deep.equal(["example.com", "DNS"]);
      const [, https] = balancer("public")["listenerConfigurations"];
      expect([https.protocolPort, https.defaultCertificate]).to.deep.equal(["HTTPS:443", "[unknown]"]);
    },
  );
  platform.met("SS-27 plain HTTP is redirected to HTTPS at each gateway, and nothing below TLS 1.2 is spoken", () => {
    for (const gateway of ["public", "internal"]) {
      const [rule] = spec(kube.route, `gateways-${gateway}-redirect`)["rules"];
      expect(rule.filters[0].requestRedirect).to.deep.equal({ scheme: "https", port: 443, statusCode: 301 });
      const [, https] = balancer(gateway)["listenerConfigurations"];
      expect(https.sslPolicy).to.equal("ELBSecurityPolicy-TLS13-1-2-2021-06");
    }
  });
  platform.met("SS-28 external-dns: in sync, marked by TXT, from routes, Services and Ingresses, in two zones", () => {
    const { policy, registry, txtOwnerId, sources, domainFilters } = values("addons-external-dns");
    expect([policy, registry, txtOwnerId]).to.deep.equal(["sync", "txt", "shared-services-production"]);
    expect(sources).to.deep.equal(["gateway-httproute", "service", "ingress"]);
    expect(domainFilters).to.deep.equal(["example.com", "example.org"]);
  });
  platform.met("SS-29 the host app.example.com", () => {
    expect(spec(kube.route, "app.public.app.example.com")["hostnames"]).to.deep.equal(["app.example.com"]);
  });
  platform.met("SS-30 two load balancers", () => {
    const schemes = ["public", "internal"].map((gateway) => balancer(gateway)["scheme"] as string);
    expect(schemes).to.deep.equal(["internet-facing", "internal"]);
  });
});
