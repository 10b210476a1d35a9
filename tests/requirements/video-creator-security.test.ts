import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";
import { missing } from "./support/text";

const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
/** What runs images of the platform's own, by the repository of the image. */
const images = [
  [kube.rollout, "api-service", "api"],
  [kube.deployment, "frontend-service", "frontend"],
  [kube.rollout, "admin-service", "admin"],
  [kube.deployment, "worker", "worker"],
  [kube.deployment, "scheduler", "scheduler"],
] as const;
/** Services that gateways lead to, with their port. */
const routed = { "api-service": 8000, "frontend-service": 3000, "admin-service": 8000 };

describe("the video creator platform: gateways, network policies, rights and secrets", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pod, container, values } = ask;
  const envoy = (kind: string) => spec(`kubernetes:gateway.envoyproxy.io/v1alpha1:${kind}`);
  const gateway = () => spec(kube.gateway);
  const guard = (name: string) => spec(kube.policy, `namespaces-production-policy-${name}`);
  const target = (service: string, host: string) => {
    const { hostnames, parentRefs, rules } = spec(kube.route, `${service}.public.${host}`);
    const [{ name, port }] = rules[0].backendRefs;
    return { hostnames, gateway: parentRefs[0].name, service: name, port } as unknown;
  };

  ask.succeeded(
    "VC-26 a Service of type LoadBalancer makes an NLB before the ingress controller",
    "ingress-nginx was retired in March 2026; the controller is Envoy Gateway",
    () => {
      expect(of(kube.release, "addons-envoy-gateway")["chart"]).to.match(/\/gateway-helm$/);
      expect(envoy("EnvoyProxy")["provider"].kubernetes.envoyService).to.include({
        type: "LoadBalancer",
        loadBalancerClass: "service.k8s.aws/nlb",
      });
      expect(gateway()["gatewayClassName"]).to.equal("envoy");
    },
  );
  ask.met("VC-27 TLS ends at the ingress controller, with a certificate of Let's Encrypt by cert-manager", () => {
    const { issuerRef, secretName, dnsNames } = spec("kubernetes:cert-manager.io/v1:Certificate");
    expect([issuerRef.kind, issuerRef.name]).to.deep.equal(["ClusterIssuer", "letsencrypt-prod"]);
    expect(dnsNames).to.include("*.ytvideocreator.com");
    const issuer = spec(
      "kubernetes:cert-manager.io/v1:ClusterIssuer",
      "addons-cert-manager-clusterissuer-letsencrypt-prod",
    );
    expect(issuer["acme"].server).to.equal("https://acme-v02.api.letsencrypt.org/directory");
    const [, https] = gateway()["listeners"];
    expect([https.port, https.protocol, https.tls.mode]).to.deep.equal([443, "HTTPS", "Terminate"]);
    expect([secretName, https.tls.certificateRefs[0].name]).to.deep.equal(["public-tls", "public-tls"]);
  });
  ask.met("VC-28 100 requests a second for each client, whose address the NLB hands on", () => {
    const [rule] = envoy("BackendTrafficPolicy")["rateLimit"].global.rules;
    expect(rule.limit).to.deep.equal({ requests: 100, unit: "Second" });
    expect(rule.clientSelectors).to.deep.equal([{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }]);
    const { annotations } = envoy("EnvoyProxy")["provider"].kubernetes.envoyService;
    expect(annotations["service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"]).to.contain(
      "preserve_client_ip.enabled=true",
    );
  });
  ask.met("VC-29 60 seconds for a request to arrive, and 60 for its answer", () => {
    expect(envoy("BackendTrafficPolicy")["timeout"].http.requestTimeout).to.equal("60s");
    expect(envoy("ClientTrafficPolicy")["timeout"].http).to.deep.equal({
      requestReceivedTimeout: "60s",
      idleTimeout: "60s",
    });
  });
  const hosts = {
    "VC-30": ["api", "api-service"],
    "VC-31": ["app", "frontend-service"],
    "VC-32": ["admin", "admin-service"],
  };
  for (const [id, [name = "", service = ""]] of Object.entries(hosts)) {
    const host = `${name}.ytvideocreator.com`;
    const port = routed[service as keyof typeof routed];
    ask.met(`${id} ${host} goes to ${service}:${port.toString()}`, () => {
      expect(target(service, host)).to.deep.equal({ hostnames: [host], gateway: "public", service, port });
    });
  }
  ask.met("VC-33 external-dns writes the routes' hosts into the zone of ytvideocreator.com", () => {
    const { domainFilters, sources } = values("addons-external-dns");
    expect([domainFilters, sources]).to.deep.equal([["ytvideocreator.com"], ["gateway-httproute"]]);
    const { policy } = of("aws:iam/rolePolicy:RolePolicy", "addons-external-dns-role");
    expect(policy).to.contain("arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ");
  });

  ask.met("VC-55 ingress is denied by default", () => {
    expect(guard("default-deny-all")).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });
  ask.met("VC-56 egress to the internet is permitted, to private ranges it is not", () => {
    expect(guard("allow-internet")).to.deep.equal({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
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
      ],
    });
  });
  ask.met("VC-57 pods of the namespace may talk to each other", () => {
    expect(guard("allow-same-namespace")).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    });
  });
  ask.met("VC-58 ingress from the ingress controller, to the ports of the services that it leads to", () => {
    const owner = "gateway.envoyproxy.io/owning-gateway";
    const proxies = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "system" } },
      podSelector: { matchLabels: { [`${owner}-name`]: "public", [`${owner}-namespace`]: "gateways" } },
    };
    for (const [name, port] of Object.entries(routed))
      expect(spec(kube.policy, name)["ingress"], name).to.deep.include({
        from: [proxies],
        ports: [{ port, protocol: "TCP" }],
      });
  });

  ask.met("VC-59 pods have roles of IAM through their service accounts: IRSA", () => {
    for (const [type, name] of images.filter(([, one]) => one !== "frontend-service")) {
      expect(pod(type, name)["serviceAccountName"], name).to.equal(name);
      const { annotations } = of("kubernetes:core/v1:ServiceAccount", name)["metadata"];
      expect(annotations["eks.amazonaws.com/role-arn"], name).to.equal(
        `arn:aws:iam::123456789012:role/video-creator-production-${name}`,
      );
      expect(of("aws:iam/role:Role", `${name}-identity`)["name"]).to.equal(`video-creator-production-${name}`);
    }
    expect(ask.all("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).to.have.length(1);
  });
  ask.met("VC-60 rights are given by namespace", () => {
    const binding = of(
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      "namespaces-production-binding-operators",
    );
    expect([binding["metadata"].namespace, binding["roleRef"].name]).to.deep.equal(["production", "view"]);
    expect(binding["subjects"].map(({ name }: Json) => name as string)).to.deep.equal(["video-creator-operators"]);
    const { operators } = of("eks:index:Cluster")["accessEntries"];
    expect(operators.kubernetesGroups).to.deep.equal(["video-creator-operators"]);
    expect(operators.accessPolicies).to.equal(undefined);
  });
  ask.met("VC-61 database credentials and API keys are in Secrets Manager, and the API reads these two", () => {
    const names = { "databases-postgres-credentials": "databases/postgres", "secrets-jwt": "secrets/jwt" };
    for (const [name, path] of Object.entries(names)) {
      expect(of("aws:secretsmanager/secret:Secret", name)["name"]).to.equal(`video-creator/${path}`);
      expect(of("aws:iam/rolePolicy:RolePolicy", "api-service-identity")["policy"]).to.contain(
        `arn:aws:secretsmanager:us-east-1:123456789012:secret:video-creator/${path}-`,
      );
    }
  });
  ask.met("VC-62 Sealed Secrets, with a new key each 30 days", () => {
    expect(of(kube.chart, "addons-sealed-secrets")["chart"]).to.equal("sealed-secrets");
    expect(values("addons-sealed-secrets")["keyrenewperiod"]).to.equal("720h");
  });
  ask.met(
    "VC-63 secrets are mounted files, and none is a variable",
    () => {
      const { env, volumeMounts } = container(kube.rollout, "api-service");
      const mounts = volumeMounts.filter(({ name }: Json) => (name as string).startsWith("secret-"));
      expect(mounts).to.deep.equal([
        { name: "secret-postgres", mountPath: "/mnt/secrets/postgres", readOnly: true },
        { name: "secret-jwt", mountPath: "/mnt/secrets/jwt", readOnly: true },
      ]);
      for (const [type, name] of images)
        expect(
          container(type, name)["env"].filter((one: Json) => "valueFrom" in one),
          name,
        ).to.deep.equal([]);
      expect(env).to.deep.include({ name: "JWT_SIGNING_KEY_FILE", value: "/mnt/secrets/jwt/signing-key" });
    },
    [{ name: "KEY", valueFrom: { secretKeyRef: { name: "jwt", key: "signing-key" } } }],
  );
  ask.met("VC-64 Trivy scans an image before it is pushed, and again while it runs", () => {
    const parts = [
      /aquasecurity\/trivy-action@[0-9a-f]{40}/,
      /severity: CRITICAL,HIGH\s+ignore-unfixed: true\s+exit-code: "1"/,
      "trivy image --severity CRITICAL,HIGH --ignore-unfixed --exit-code 1",
    ];
    expect(missing(ask.file("docs/images.md"), ...parts)).to.deep.equal([]);
    expect(of(kube.chart, "addons-trivy-operator")["chart"]).to.equal("trivy-operator");
    expect(values("addons-trivy-operator")["trivy"].severity).to.equal("HIGH,CRITICAL");
  });
  ask.met("VC-65 Cosign signs images, and those of the own registry run with its signature only", () => {
    expect(ask.file("docs/images.md")).to.match(/cosign sign --yes .*"\$IMAGE@\$digest"/);
    const { images: of_, authorities, mode } = spec("kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy");
    expect([mode, of_]).to.deep.equal(["enforce", [{ glob: `${registry}/**` }]]);
    expect(authorities[0].keyless.identities).to.deep.equal([
      {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "https://github.com/your-organization/video-creator/.github/workflows/release.yml@refs/heads/main",
      },
    ]);
    const { failurePolicy, namespaceSelector } = of(kube.release, "addons-policy-controller")["values"].webhook;
    expect(failurePolicy).to.equal("Fail");
    expect(namespaceSelector.matchExpressions).to.deep.equal([
      { key: "kubernetes.io/metadata.name", operator: "In", values: ["production"] },
    ]);
  });
  ask.met("VC-66 images are in private repositories of ECR", () => {
    for (const [type, name, repository] of images) {
      expect(of("aws:ecr/repository:Repository", `images-${repository}`)["name"]).to.equal(repository);
      expect(container(type, name)["image"], name).to.equal(`${registry}/${repository}:1.0.0`);
    }
  });
});
