import { expect } from "./support/mutations";
import { lacking } from "./support/pages";
import { type Json, kube, Platform } from "./support/platform";

const services = ["frontend", "backend"];
const providerClass = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const account = "kubernetes:core/v1:ServiceAccount";

describe("examples/tbyte: network policies, security and secrets", () => {
  const platform = new Platform("tbyte");
  const { of, spec, pod, container } = platform;

  const level = (name: string) =>
    of(kube.namespace, `namespaces-${name}`)["metadata"].labels["pod-security.kubernetes.io/enforce"] as string;
  const policy = (name: string) => spec(kube.policy, name);
  const ports = (rules: Json[]) => rules.flatMap((rule) => rule["ports"].map(({ port }: Json) => port as number));
  const security = (name: string) => container(kube.deployment, name)["securityContext"] as Json;
  const apps = (): Json =>
    spec("kubernetes:argoproj.io/v1alpha1:Application")["source"].helm.valuesObject.applications as Json;
  const home = (name: string) => apps()[name].destination.namespace as string;
  const values = (name: string): Json => apps()[name].source.helm.valuesObject as Json;
  const env = (name: string) => container(kube.deployment, name)["env"] as Json[];
  const files = (name: string) =>
    env(name)
      .filter(({ value }) => String(value).startsWith("/mnt/secrets/"))
      .map(({ name: variable, value }) => [variable, value] as [string, string]);

  platform.met("TB-2 each namespace denies by itself; who may call is said by namespace", () => {
    const denying = platform
      .all(kube.policy)
      .filter(({ inputs }) => inputs["metadata"].name === "default-deny-all")
      .map(({ inputs }) => inputs["metadata"].namespace as string);
    const open = platform
      .all(kube.namespace)
      .map(({ inputs }) => inputs["metadata"].name as string)
      .filter((name) => !denying.includes(name));
    expect(open).to.deep.equal([]);
    for (const name of services)
      for (const { from } of policy(name)["ingress"])
        expect(from[0].namespaceSelector.matchLabels).to.have.all.keys("kubernetes.io/metadata.name");
  });

  platform.met("TB-42 the namespace begins with deny-all; what is not listed stays blocked", () => {
    const denied = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
    expect(policy("namespaces-tbyte-policy-default-deny-all")).to.deep.equal(denied);
  });

  platform.met("TB-43 only the ports that a service needs are open, by TCP, and UDP for DNS", () => {
    expect(ports(policy("frontend")["ingress"])).to.deep.equal([443, 9090]);
    expect(ports(policy("backend")["ingress"])).to.deep.equal([8080, 8080]);
    expect(ports(policy("frontend")["egress"])).to.deep.equal([53, 53, 8080, 4317, 443]);
    expect(ports(policy("backend")["egress"])).to.deep.equal([53, 53, 4317, 5432, 443]);
  });

  platform.succeeded(
    "TB-44 the ingress controller may call 443",
    "its 80 stays closed, because TB-21 leaves nothing without TLS",
    () => {
      const [{ from, ports: open }] = policy("frontend")["ingress"];
      expect(from[0].namespaceSelector.matchLabels).to.deep.equal({
        "kubernetes.io/metadata.name": "envoy-gateway-system",
      });
      expect(open).to.deep.equal([{ port: 443, protocol: "TCP" }]);
    },
  );

  platform.met("TB-45 monitoring may call 8080 and 9090", () => {
    const [{ from, ports: open }] = policy("namespaces-tbyte-policy-allow-scraping")["ingress"];
    expect(from[0].namespaceSelector.matchLabels).to.deep.equal({ "kubernetes.io/metadata.name": "monitoring" });
    expect(open.map(({ port }: Json) => port as number)).to.deep.equal([8080, 9090]);
  });

  platform.met("TB-46 DNS at 53, UDP and TCP", () => {
    for (const name of services)
      expect(policy(name)["egress"][0].ports, name).to.deep.equal([
        { port: 53, protocol: "UDP" },
        { port: 53, protocol: "TCP" },
      ]);
  });

  platform.met("TB-47 HTTPS out at 443", () => {
    for (const name of services)
      expect(policy(name)["egress"].at(-1).ports, name).to.deep.equal([{ port: 443, protocol: "TCP" }]);
  });

  platform.met(
    "TB-48 the backend may call the database at 5432, and the frontend may not",
    () => {
      expect(ports(policy("backend")["egress"])).to.include(5432);
      expect(ports(policy("frontend")["egress"])).not.to.include(5432);
    },
    [5432],
  );

  platform.succeeded("TB-49 runAsNonRoot: true and runAsUser: 1000", "runAsNonUser is no field (TB-N4)", () => {
    for (const name of services)
      expect(pod(kube.deployment, name)["securityContext"], name).to.include({ runAsNonRoot: true, runAsUser: 1000 });
  });

  const hardening: Record<string, [string, unknown]> = {
    "TB-50": ["readOnlyRootFilesystem", true],
    "TB-51": ["allowPrivilegeEscalation", false],
    "TB-52": ["capabilities", { drop: ["ALL"], add: ["NET_BIND_SERVICE"] }],
  };
  for (const [id, [key, value]] of Object.entries(hardening))
    platform.met(`${id} ${key}: ${JSON.stringify(value)}`, () => {
      for (const name of services) expect(security(name)[key], name).to.deep.equal(value);
    });

  platform.met("TB-53 restricted for the pods of applications", () => {
    expect(level("tbyte")).to.equal("restricted");
  });

  platform.succeeded(
    "TB-54 monitoring and logging are restricted, which is stricter than baseline",
    "what reads the host is in monitoring-host and logging-host, privileged: baseline forbids it (TB-N8)",
    () => {
      expect([level("monitoring"), level("logging")]).to.deep.equal(["restricted", "restricted"]);
      expect([level("monitoring-host"), level("logging-host")]).to.deep.equal(["privileged", "privileged"]);
    },
  );

  platform.met("TB-55 privileged for CSI drivers", () => {
    expect(home("secrets-store-csi-driver")).to.equal("secrets-management");
    expect(level("secrets-management")).to.equal("privileged");
  });

  platform.met("TB-56 Role app-reader: get, list and watch pods, services and configmaps", () => {
    const { rules, metadata } = of("kubernetes:rbac.authorization.k8s.io/v1:Role");
    expect(metadata.name).to.equal("app-reader");
    expect(rules).to.deep.equal([
      { apiGroups: [""], resources: ["pods", "services", "configmaps"], verbs: ["get", "list", "watch"] },
    ]);
  });

  platform.succeeded(
    "TB-57 the pipeline takes its AWS roles from DEPLOY_ROLE_ARN and PREVIEW_ROLE_ARN_<STACK> of GitHub",
    "as variables: an ARN is no secret, and who may take the role is said by its trust policy",
    () => {
      const roles = "role-to-assume: ${{ vars.DEPLOY_ROLE_ARN }}";
      expect(lacking(platform.file(".github/workflows/up-stack.yml"), [roles, "id-token: write"])).to.deep.equal([]);
      const preview = "role-to-assume: ${{ vars[format('PREVIEW_ROLE_ARN_{0}', matrix.stack)] }}";
      expect(lacking(platform.file(".github/workflows/preview.yml"), [preview])).to.deep.equal([]);
      const set =
        "gh variable set DEPLOY_ROLE_ARN --env production --body arn:aws:iam::123456789012:role/platform-deploy";
      expect(lacking(platform.file("docs/going-live.md"), [set])).to.deep.equal([]);
    },
  );

  platform.met("TB-58 the database's credentials are in Secrets Manager, and change by themselves", () => {
    expect(of("aws:rds/instance:Instance")["manageMasterUserPassword"]).to.equal(true);
    expect(of("aws:secretsmanager/secretRotation:SecretRotation")["rotationRules"]).to.deep.equal({
      automaticallyAfterDays: 30,
    });
  });

  platform.met("TB-59 Vault runs in the cluster, three of it, and holds the secrets of the frontend", () => {
    const { namespace, values: given } = of(kube.chart, "addons-vault");
    expect([namespace, given["server"].ha.replicas]).to.deep.equal(["vault", 3]);
    const objects = spec(providerClass, "frontend-secret-api-keys")["parameters"].objects as string;
    expect(objects).to.equal("- objectName: api-key\n  secretPath: secret/data/frontend\n  secretKey: api-key\n");
  });

  platform.met("TB-60 the CSI driver with the providers of Vault and of AWS", () => {
    expect(spec(providerClass, "frontend-secret-api-keys")["provider"]).to.equal("vault");
    expect(spec(providerClass, "backend-secret-postgres")["provider"]).to.equal("aws");
    for (const name of ["secrets-store-csi-driver", "vault-csi-provider", "secrets-store-csi-driver-provider-aws"])
      expect(home(name), name).to.equal("secrets-management");
  });

  platform.met("TB-61 the backend's service account has a role of IAM by IRSA, the frontend's a role of Vault", () => {
    const { annotations, namespace } = of(account, "backend")["metadata"];
    expect(namespace).to.equal("tbyte");
    const role = "arn:aws:iam::123456789012:role/tbyte-dev-tbyte-backend";
    expect(annotations["eks.amazonaws.com/role-arn"]).to.equal(role);
    expect(spec(providerClass, "frontend-secret-api-keys")["parameters"].roleName).to.equal("frontend");
    const script = of("kubernetes:core/v1:ConfigMap", "addons-vault-configmap-vault-vault-access")["data"];
    const bound = "role/frontend bound_service_account_names=frontend \\ bound_service_account_namespaces=tbyte";
    expect(lacking(script["apply.sh"] as string, [bound])).to.deep.equal([]);
  });

  platform.met("TB-62 pods have their AWS access by IRSA: services, and what runs the platform", () => {
    expect(of("aws:iam/openIdConnectProvider:OpenIdConnectProvider")["clientIdLists"]).to.deep.equal([
      "sts.amazonaws.com",
    ]);
    expect(platform.all("aws:eks/podIdentityAssociation:PodIdentityAssociation")).to.deep.equal([]);
    const arn = "eks.amazonaws.com/role-arn";
    expect(values("karpenter")["serviceAccount"].annotations[arn]).to.match(/:role\/tbyte-dev-karpenter-karpenter$/);
    expect(values("loki")["serviceAccount"].annotations[arn]).to.match(/:role\/tbyte-dev-logging-loki$/);
  });

  platform.met("TB-63 secrets are CSI volumes under /mnt/secrets/", () => {
    for (const [name, secret] of [
      ["frontend", "api-keys"],
      ["backend", "postgres"],
    ] as const) {
      const mount = container(kube.deployment, name)["volumeMounts"].find(
        (one: Json) => one["name"] === `secret-${secret}`,
      );
      expect(mount?.mountPath, name).to.equal(`/mnt/secrets/${secret}`);
      const volume = pod(kube.deployment, name)["volumes"].find((one: Json) => one["name"] === `secret-${secret}`);
      expect(volume?.csi.driver, name).to.equal("secrets-store.csi.k8s.io");
    }
  });

  platform.met("TB-64 environment variables name those files", () => {
    expect(files("frontend")).to.deep.equal([["API_KEYS_API_KEY_FILE", "/mnt/secrets/api-keys/api-key"]]);
    expect(files("backend")).to.deep.equal([
      ["POSTGRES_PASSWORD_FILE", "/mnt/secrets/postgres/password"],
      ["POSTGRES_USERNAME_FILE", "/mnt/secrets/postgres/username"],
    ]);
  });

  platform.met("TB-65 ConfigMaps hold plain settings of both services, and nothing else", () => {
    for (const name of services)
      expect(of("kubernetes:core/v1:ConfigMap", `${name}-config`)["data"], name).to.deep.equal({ LOG_LEVEL: "info" });
  });

  platform.succeeded(
    "TB-66 Grafana reads CloudWatch by a role of its service account",
    "IRSA gives it credentials that nobody keeps, in place of some in a secret",
    () => {
      const { additionalDataSources, serviceAccount } = values("kube-prometheus-stack")["grafana"];
      const source = additionalDataSources.find(({ type }: Json) => type === "cloudwatch");
      expect(source?.jsonData).to.deep.equal({ authType: "default", defaultRegion: "us-east-1" });
      const arn = serviceAccount.annotations["eks.amazonaws.com/role-arn"];
      expect(arn).to.equal("arn:aws:iam::123456789012:role/tbyte-dev-monitoring-grafana");
      const { policy: document } = of("aws:iam/rolePolicy:RolePolicy", "observability-grafana-role");
      expect((JSON.parse(document as string) as Json)["Statement"][0].Action).to.include("cloudwatch:GetMetricData");
    },
  );
});
