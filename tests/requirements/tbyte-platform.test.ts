import { expect } from "./support/mutations";
import { kube, Platform } from "./support/platform";

type Json = Record<string, any>;

describe("the TByte platform: secrets, observability and delivery", function () {
  this.timeout(180_000);
  const ask = new Platform("tbyte");
  const { of, spec, pod, container } = ask;
  const provider = (name: string) => spec("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", name);
  const root = () => spec("kubernetes:argoproj.io/v1alpha1:Application");
  const apps = (): Json => root()["source"].helm.valuesObject.applications as Json;
  const app = (name: string): Json => apps()[name] as Json;
  const wave = (name: string) => app(name)["additionalAnnotations"]["argocd.argoproj.io/sync-wave"];
  const home = (name: string) => app(name)["destination"].namespace;
  const values = (name: string): Json => app(name)["source"].helm.valuesObject as Json;
  const monitoring = () => values("kube-prometheus-stack");
  const receivers = (): Json[] => monitoring()["alertmanager"].config.receivers as Json[];
  const dashboard = (name: string) => {
    const [json] = Object.values(
      of("kubernetes:core/v1:ConfigMap", `observability-dashboard-${name}`)["data"] as object,
    );
    return (JSON.parse(json as string) as { title: string }).title;
  };

  ask.met("TB-9 Prometheus is on local disks, Alertmanager on EBS", () => {
    const { prometheusSpec } = monitoring()["prometheus"];
    expect([prometheusSpec.storageSpec, prometheusSpec.replicas]).to.deep.equal([
      { emptyDir: { sizeLimit: "50Gi" } },
      2,
    ]);
    expect(ask.pool("monitoring")["instanceTypes"]).to.deep.equal(["m6id.large"]);
    const { volumeClaimTemplate } = monitoring()["alertmanager"].alertmanagerSpec.storage;
    expect(volumeClaimTemplate.spec.storageClassName).to.equal("gp3");
  });
  ask.met("TB-10 Loki is on S3", () => {
    expect(values("loki")["loki"].storage.type).to.equal("s3");
  });
  ask.met("TB-11 Jaeger is on Elasticsearch", () => {
    expect(JSON.stringify(values("jaeger"))).to.contain("https://elasticsearch.tbyte.example.com:9200");
  });
  ask.met("TB-14 Argo CD is in argocd", () => {
    expect(of(kube.release, "addons-argo-cd")["namespace"]).to.equal("argocd");
  });
  for (const [id, name, namespace] of [
    ["TB-15", "kube-prometheus-stack", "monitoring"],
    ["TB-16", "loki", "logging"],
    ["TB-17", "karpenter", "karpenter"],
    ["TB-18", "keda", "keda"],
    ["TB-59", "vault", "vault"],
  ] as const) {
    ask.met(`${id} ${name} is in ${namespace}`, () => {
      expect(home(name)).to.equal(namespace);
    });
  }
  ask.met("TB-20 Envoy in place of NGINX, behind the ALB only", () => {
    const proxy = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy");
    expect(proxy["provider"].kubernetes.envoyService.type).to.equal("ClusterIP");
  });

  ask.met("TB-58 the database's credentials are in Secrets Manager", () => {
    expect(of("aws:rds/instance:Instance")["manageMasterUserPassword"]).to.equal(true);
  });
  ask.met("TB-60 two providers of the CSI driver: Vault and AWS", () => {
    expect(provider("frontend-secret-api-keys")["provider"]).to.equal("vault");
    expect(provider("backend-secret-postgres")["provider"]).to.equal("aws");
    for (const name of ["vault-csi-provider", "secrets-store-csi-driver-provider-aws"])
      expect(home(name), name).to.equal("secrets-management");
  });
  ask.met("TB-61 TB-62 the backend's service account has a role by IRSA, the frontend's one of Vault", () => {
    const { annotations } = of("kubernetes:core/v1:ServiceAccount", "backend")["metadata"];
    expect(annotations["eks.amazonaws.com/role-arn"]).to.equal(
      "arn:aws:iam::123456789012:role/tbyte-dev-tbyte-backend",
    );
    expect(provider("frontend-secret-api-keys")["parameters"].roleName).to.equal("frontend");
    const access = Object.values(
      of("kubernetes:core/v1:ConfigMap", "addons-vault-configmap-vault-vault-access")["data"],
    );
    expect(access.join("\n")).to.contain("frontend");
  });
  ask.met("TB-63 secrets are CSI volumes under /mnt/secrets/", () => {
    const { volumes } = pod(kube.deployment, "frontend");
    expect(volumes.find(({ name }: Json) => name === "secret-api-keys").csi.driver).to.equal(
      "secrets-store.csi.k8s.io",
    );
    const paths = container(kube.deployment, "frontend")["volumeMounts"].map(({ mountPath }: Json) => mountPath);
    expect(paths).to.include("/mnt/secrets/api-keys");
  });
  ask.met("TB-64 variables name the mounted files", () => {
    const named = (name: string) =>
      container(kube.deployment, name)["env"].filter((one: Json) => String(one["value"]).startsWith("/mnt/secrets/"));
    expect(named("frontend")).to.deep.equal([
      { name: "API_KEYS_API_KEY_FILE", value: "/mnt/secrets/api-keys/api-key" },
    ]);
    expect(named("backend").map(({ name }: Json) => name)).to.deep.equal([
      "POSTGRES_PASSWORD_FILE",
      "POSTGRES_USERNAME_FILE",
    ]);
  });
  ask.met("TB-65 ConfigMaps carry plain settings of both", () => {
    for (const name of ["frontend-config", "backend-config"])
      expect(of("kubernetes:core/v1:ConfigMap", name)["data"], name).to.deep.equal({ LOG_LEVEL: "info" });
  });

  ask.met("TB-69 services' /metrics are scraped", () => {
    for (const name of ["frontend", "backend"]) {
      const [endpoint] = spec("kubernetes:monitoring.coreos.com/v1:ServiceMonitor", `${name}-monitor`)["endpoints"];
      expect(endpoint.path, name).to.equal("/metrics");
    }
  });
  ask.met("TB-70 TB-74 TB-78 Grafana reads Prometheus, Loki, Jaeger and CloudWatch", () => {
    const types = monitoring()["grafana"].additionalDataSources.map(({ type }: Json) => type);
    expect(types).to.have.members(["cloudwatch", "loki", "jaeger"]);
  });
  ask.met("TB-71 metrics are kept for 15 days", () => {
    expect(monitoring()["prometheus"].prometheusSpec.retention).to.equal("15d");
  });
  ask.met("TB-72 TB-73 logs and events go to Loki, by Alloy in place of Promtail", () => {
    expect([app("alloy")["source"].chart, app("alloy-events")["source"].chart]).to.deep.equal(["alloy", "alloy"]);
  });
  ask.met("TB-75 the services' logs go to CloudWatch, too", () => {
    const group = of("aws:cloudwatch/logGroup:LogGroup", "observability-fluent-bit-logs-namespace-tbyte");
    expect(group["name"]).to.equal("/aws/eks/tbyte-dev/namespaces/tbyte");
  });
  ask.met("TB-76 TB-77 services send traces to the OpenTelemetry Collector", () => {
    for (const name of ["frontend", "backend"]) {
      const endpoint = { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://otel-agent.tracing.svc:4317" };
      expect(container(kube.deployment, name)["env"], name).to.deep.include(endpoint);
    }
    expect(app("otel-gateway")["source"].chart).to.equal("opentelemetry-collector");
  });
  for (const [id, name, title] of [
    ["TB-79", "eks-cluster-overview", "EKS Cluster Overview"],
    ["TB-80", "application-performance", "Application Performance"],
    ["TB-81", "cost-optimization", "Cost Optimization"],
    ["TB-82", "security-monitoring", "Security Monitoring"],
  ] as const) {
    ask.met(`${id} dashboard ${title}`, () => {
      expect(dashboard(name)).to.equal(title);
    });
  }
  ask.met("TB-83 Slack", () => {
    expect(
      receivers()
        .flatMap((one) => one["slack_configs"] ?? [])
        .map(({ channel }: Json) => channel),
    ).to.include("#tbyte-alerts");
  });
  ask.met("TB-84 e-mail", () => {
    expect(
      receivers()
        .flatMap((one) => one["email_configs"] ?? [])
        .map(({ to }: Json) => to),
    ).to.include("platform@tbyte.example.com");
  });
  ask.met("TB-85 PagerDuty", () => {
    expect(receivers().flatMap((one) => one["pagerduty_configs"] ?? [])).to.have.length(1);
  });

  ask.met("TB-86 TB-91 applications come from apps/ of the repository tbyte, in wave 3", () => {
    expect(app("applications")["source"]).to.include({
      path: "apps",
      repoURL: "https://github.com/your-organization/tbyte",
    });
    expect(wave("applications")).to.equal("3");
  });
  ask.met("TB-88 an app-of-apps", () => {
    expect(root()["source"].chart).to.equal("argocd-apps");
  });
  ask.met("TB-89 wave 1 has Karpenter and KEDA; the CSI driver is before them, because others mount by it", () => {
    expect(["karpenter", "keda", "secrets-store-csi-driver"].map(wave)).to.deep.equal(["1", "1", "0"]);
  });
  ask.met("TB-90 wave 2 has Prometheus and Loki; Vault is before them", () => {
    expect(["kube-prometheus-stack", "loki", "vault"].map(wave)).to.deep.equal(["2", "2", "1"]);
  });
  ask.met("TB-92 rolling updates by quarters", () => {
    for (const name of ["frontend", "backend"])
      expect(spec(kube.deployment, name)["strategy"], name).to.deep.equal({
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" },
      });
  });
  ask.met("TB-4 CloudWatch has logs and metrics beside the cluster's own", () => {
    expect(of("aws:cloudwatch/logGroup:LogGroup", "cluster-logs")["retentionInDays"]).to.equal(30);
    expect(monitoring()["grafana"].additionalDataSources[0]).to.include({ type: "cloudwatch" });
  });
});
