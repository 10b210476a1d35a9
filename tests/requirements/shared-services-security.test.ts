import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";
import { componentNamespaces } from "./support/shared-services";
import { missing } from "./support/text";

const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const iam = "arn:aws:iam::123456789012:role/shared-services-production-";
const reading = ["get", "list", "watch"];
const application = ["staging", "production", "application"];

describe("examples/shared-services: rights and secrets", () => {
  const platform = new Platform("shared-services");
  const { of, spec, values, pod, container } = platform;

  const entry = (name: string) => of("eks:index:Cluster")["accessEntries"][name] as Json;
  const rules = (role: string) => of(`${rbac}:ClusterRole`, `roles-${role}`)["rules"] as Json[];
  const verbs = (role: string) => new Set(rules(role).flatMap(({ verbs: own }) => own as string[]));
  const subject = (type: string, name: string) => {
    const { roleRef, subjects } = of(`${rbac}:${type}`, name);
    return [roleRef.name, (subjects as Json[]).map((one) => one["name"] as string)] as unknown[];
  };
  const policy = (role: string) => of("aws:iam/rolePolicy:RolePolicy", role)["policy"] as string;
  const classOf = (secret: string) =>
    spec("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", `app-secret-${secret}`);

  platform.met(
    "SS-47 mTLS is available by the add-ons of a mesh; none is part of this layer",
    () => {
      const charts = [...platform.all(kube.chart), ...platform.all(kube.release)].map(({ name }) => name);
      expect(charts.filter((name) => /istio/.test(name))).to.deep.equal([]);
      const asked = ["addons.istiod", "platform:namespaces.<name>.mesh", "mutual TLS"];
      expect(missing(platform.file("docs/configuration.md"), ...asked)).to.deep.equal([]);
    },
    [{ name: "addons-istiod", inputs: {} }],
  );
  platform.met("SS-48 pods of applications talk to nobody that no policy opens", () => {
    for (const name of application)
      expect(spec(kube.policy, `namespaces-${name}-policy-default-deny-all`), name).to.deep.equal({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
  });

  platform.met("SS-49 platform-admin is administrator of the cluster", () => {
    const { kubernetesGroups, accessPolicies } = entry("admins");
    expect(kubernetesGroups).to.deep.equal(["platform-admin"]);
    expect(Object.values(accessPolicies as Json)).to.deep.equal([
      {
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
    ]);
  });
  platform.met("SS-50 platform-developer creates and manages what is in the three namespaces of applications", () => {
    expect(entry("developers")["kubernetesGroups"]).to.deep.equal(["platform-developer"]);
    const [deployments] = rules("platform-developer").filter(({ resources }) => resources?.includes("deployments"));
    expect(deployments?.["verbs"]).to.deep.equal([...reading, "create", "update", "patch", "delete"]);
    const bindings = platform
      .all(`${rbac}:RoleBinding`)
      .filter(({ inputs }) => inputs["roleRef"].name === "platform-developer");
    expect(bindings.map(({ inputs }) => inputs["metadata"].namespace as string)).to.have.members(application);
    for (const name of application)
      expect(subject("RoleBinding", `roles-platform-developer-binding-${name}`)).to.deep.equal([
        "platform-developer",
        ["platform-developer"],
      ]);
  });
  const readers = { "SS-51": "platform-viewer", "SS-52": "monitoring-reader" };
  for (const [id, role] of Object.entries(readers))
    platform.met(`${id} ${role} reads, and nothing else`, () => {
      expect([...verbs(role)]).to.have.members(reading);
      expect(subject("ClusterRoleBinding", `roles-${role}-binding`)).to.deep.equal([role, [role]]);
    });

  platform.met(
    "SS-53 each component has an account of its own, with a role for what it does in AWS and no more",
    () => {
      const accounts = {
        "ingress-system-aws-load-bala-13732f97": values("addons-aws-load-balancer-controller")["serviceAccount"],
        "cert-manager-cert-manager": of(kube.release, "addons-cert-manager")["values"].serviceAccount,
        "external-dns-external-dns": values("addons-external-dns")["serviceAccount"],
        "logging-host-fluent-bit": values("observability-fluent-bit")["serviceAccount"],
        "monitoring-grafana": values("observability-kube-prometheus-stack")["grafana"].serviceAccount,
      } as Record<string, Json>;
      for (const [role, { create, annotations }] of Object.entries(accounts))
        expect([create, annotations?.["eks.amazonaws.com/role-arn"]], role).to.deep.equal([true, `${iam}${role}`]);
      expect(values("addons-sealed-secrets")["serviceAccount"]).to.deep.equal({
        create: true,
        name: "sealed-secrets-controller",
      });
      const [write] = (JSON.parse(policy("addons-external-dns-role")) as Json)["Statement"] as Json[];
      expect([write?.["Action"], write?.["Resource"]]).to.deep.equal([
        ["route53:ChangeResourceRecordSets"],
        ["Z0123456789ABCDEFGHIJ", "Z1123456789ABCDEFGHIJ"].map((id) => `arn:aws:route53:::hostedzone/${id}`),
      ]);
    },
  );
  platform.met("SS-54 roles of AWS are taken by IRSA, rights in the cluster are RBAC's", () => {
    expect(platform.all("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).to.have.length(1);
    const { annotations } = of("kubernetes:core/v1:ServiceAccount", "app")["metadata"];
    expect(annotations["eks.amazonaws.com/role-arn"]).to.equal(`${iam}production-app`);
    expect(classOf("app")["parameters"].usePodIdentity).to.equal("false");
    expect(of("eks:index:Cluster")["authenticationMode"]).to.equal("API");
    expect(entry("viewers")).to.not.have.property("accessPolicies");
  });
  platform.met("SS-55 tokens are projected, for AWS alone, and the API server's is in no pod of an application", () => {
    const { tokenRequests } = values("addons-secrets-store-csi-driver");
    expect(tokenRequests).to.deep.equal([{ audience: "sts.amazonaws.com" }, { audience: "pods.eks.amazonaws.com" }]);
    expect(pod(kube.deployment, "app")["automountServiceAccountToken"]).to.equal(false);
  });
  platform.met(
    "SS-56 no role of people or of monitoring has a wildcard, and none reads Secrets",
    () => {
      for (const role of ["platform-developer", "platform-viewer", "monitoring-reader"]) {
        const named = rules(role).flatMap(({ apiGroups = [], resources = [], verbs: own }) => [
          ...(apiGroups as string[]),
          ...(resources as string[]),
          ...(own as string[]),
        ]);
        expect(
          named.filter((one) => one === "*" || one === "secrets"),
          role,
        ).to.deep.equal([]);
      }
    },
    ["*", "secrets"],
  );

  platform.met(
    "SS-57 Secrets Manager and the Parameter Store as files, that follow a rotation, one synchronized",
    () => {
      expect(classOf("app")["parameters"].objects).to.match(
        /objectName: shared-services-production\/secrets\/app\s+objectType: secretsmanager/,
      );
      expect(classOf("webhook")["parameters"].objects).to.match(
        /objectName: \/shared-services-production\/secrets\/webhook\/token\s+objectType: ssmparameter/,
      );
      const { enableSecretRotation, rotationPollInterval, syncSecret } = values("addons-secrets-store-csi-driver");
      expect([enableSecretRotation, rotationPollInterval, syncSecret.enabled]).to.deep.equal([true, "10m", true]);
      expect(classOf("webhook")["secretObjects"]).to.deep.equal([
        { secretName: "app-webhook", type: "Opaque", data: [{ key: "token", objectName: "token" }] },
      ]);
    },
  );
  platform.met("SS-58 the pod mounts a class, whose value is fetched with the pod's own account, as a file", () => {
    const { volumes, serviceAccountName } = pod(kube.deployment, "app");
    expect(volumes).to.deep.include({
      name: "secret-app",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass: "app-app" },
      },
    });
    expect(serviceAccountName).to.equal("app");
    expect(of("aws:iam/role:Role", "app-identity")["name"]).to.equal("shared-services-production-production-app");
    expect(policy("app-identity")).to.contain("secret:shared-services-production/secrets/app-");
    expect(classOf("app")).to.not.have.property("secretObjects");
    const { env, volumeMounts } = container(kube.deployment, "app");
    expect(volumeMounts).to.deep.include({ name: "secret-app", mountPath: "/mnt/secrets/app", readOnly: true });
    expect(env).to.deep.include({ name: "APP_SESSION_KEY_FILE", value: "/mnt/secrets/app/session-key" });
  });
  platform.met(
    "SS-59 secrets are sealed with a public key for Git, by developers, for a namespace or the cluster; a new key each 30 days",
    () => {
      const { keyrenewperiod, rbac: rights } = values("addons-sealed-secrets");
      expect(keyrenewperiod).to.equal("720h");
      expect(rights.serviceProxier.subjects).to.contain("name: platform-developer");
      const { encryptedData, template } = spec("kubernetes:bitnami.com/v1alpha1:SealedSecret", "secrets-partner");
      expect(Object.keys(encryptedData as Json)).to.deep.equal(["api-key"]);
      expect([template.metadata.namespace, template.metadata.annotations]).to.deep.equal([
        "production",
        { "sealedsecrets.bitnami.com/namespace-wide": "true" },
      ]);
      const parts = ["kubeseal --fetch-cert", "--namespace production --scope namespace-wide", "--scope cluster-wide"];
      expect(missing(platform.file("docs/data.md"), ...parts)).to.deep.equal([]);
    },
  );
  platform.met("SS-60 the only Secret that the program writes is generated, and is shown nowhere", () => {
    expect(platform.all("kubernetes:core/v1:Secret").map(({ name }) => name)).to.deep.equal([
      "observability-grafana-admin",
    ]);
    const { stringData, data } = of("kubernetes:core/v1:Secret");
    expect(JSON.stringify(stringData ?? data)).to.match(/"(\[secret\]|\[unknown\])"/);
    expect(of("aws:secretsmanager/secretVersion:SecretVersion", "secrets-app")["secretString"]).to.match(
      /^\[(secret|unknown)\]$/,
    );
  });
  platform.met("SS-61 the API server writes who did what, and every component's output is collected and kept", () => {
    expect(of("eks:index:Cluster")["enabledClusterLogTypes"]).to.include("audit");
    expect(of("aws:cloudwatch/logGroup:LogGroup", "cluster-logs")["retentionInDays"]).to.equal(90);
    for (const home of componentNamespaces)
      expect(
        of("aws:cloudwatch/logGroup:LogGroup", `observability-fluent-bit-logs-namespace-${home}`)["retentionInDays"],
        home,
      ).to.equal(30);
  });
});
