import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const apart = { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" };
const alerts = {
  "SS-69": "ComponentDown",
  "SS-70": "NodeMemoryHigh",
  "SS-71": "CertificateExpiresSoon",
  "SS-72": "DeploymentFailed",
  "SS-73": "ThreatDetected",
};

describe("examples/shared-services: components, metrics, logs and copies", () => {
  const platform = new Platform("shared-services");

  const stack = () => platform.values("observability-kube-prometheus-stack") as Json;
  const prometheus = () => stack()["prometheus"].prometheusSpec as Json;
  const volume = () => prometheus()["storageSpec"].volumeClaimTemplate.spec as Json;

  platform.met("SS-7 an autoscaler for the pools of the cluster", () => {
    expect(platform.values("addons-cluster-autoscaler")["autoDiscovery"].clusterName).to.equal(
      "shared-services-production",
    );
  });

  platform.met("SS-8 spot nodes, for what names their pool", () => {
    const { capacityType, taints } = platform.pool("spot");
    expect([capacityType, taints]).to.deep.equal([
      "SPOT",
      [{ key: "platform/pool", value: "spot", effect: "NO_SCHEDULE" }],
    ]);
  });

  platform.met("SS-9 the class gp3", () => {
    const { metadata, provisioner, parameters } = platform.of(kube.class);
    expect([metadata.name, provisioner, parameters.type]).to.deep.equal(["gp3", "ebs.csi.aws.com", "gp3"]);
  });

  platform.met("SS-10 200Gi of it for each Prometheus", () => {
    expect([volume()["resources"].requests.storage, volume()["storageClassName"]]).to.deep.equal(["200Gi", "gp3"]);
  });

  platform.met("SS-11 and 20Gi for Grafana", () => {
    expect(stack()["grafana"].persistence).to.include({ enabled: true, size: "20Gi", storageClassName: "gp3" });
  });

  platform.met("SS-17 Fluent Bit, beside the namespace logging, which stays restricted (SS-N8)", () => {
    expect(platform.of(kube.chart, "observability-fluent-bit")["namespace"]).to.equal("logging-host");
    const { labels } = platform.of(kube.namespace, "namespaces-logging")["metadata"];
    expect(labels["pod-security.kubernetes.io/enforce"]).to.equal("restricted");
    expect(platform.of("aws:iam/role:Role", "observability-fluent-bit-role")["name"]).to.match(
      /^shared-services-production-/,
    );
  });

  platform.met("SS-31 two load balancer controllers", () => {
    expect(platform.values("addons-aws-load-balancer-controller")["replicaCount"]).to.equal(2);
  });

  platform.met("SS-32 two each of cert-manager's controller, webhook and cainjector", () => {
    const { values } = platform.of(kube.release, "addons-cert-manager");
    const copies = [values, values.webhook, values.cainjector].map(({ replicaCount }: Json) => replicaCount as number);
    expect(copies).to.deep.equal([2, 2, 2]);
  });

  platform.met("SS-33 one external-dns, which stops before the next starts (SS-N2)", () => {
    expect(platform.values("addons-external-dns")["deploymentStrategy"]).to.deep.equal({ type: "Recreate" });
    expect(platform.values("addons-external-dns")).not.to.have.property("replicaCount");
  });

  platform.met("SS-34 the driver and the provider of AWS, on whatever node", () => {
    const anyNode = [{ operator: "Exists" }];
    expect(platform.values("addons-secrets-store-csi-driver")["linux"].tolerations).to.deep.equal(anyNode);
    expect(platform.values("addons-secrets-store-csi-driver-provider-aws")["tolerations"]).to.deep.equal(anyNode);
  });

  platform.met("SS-35 the controller that kubeseal looks for", () => {
    expect(platform.values("addons-sealed-secrets")["fullnameOverride"]).to.equal("sealed-secrets-controller");
  });

  platform.met("SS-36 two Prometheus", () => {
    expect(prometheus()["replicas"]).to.equal(2);
  });

  platform.met("SS-42 what each chart of the platform asks for, and may use of memory", () => {
    for (const addon of ["aws-load-balancer-controller", "external-dns", "sealed-secrets", "cluster-autoscaler"]) {
      const { requests, limits } = platform.values(`addons-${addon}`)["resources"];
      expect(requests, addon).to.include.keys("cpu", "memory");
      expect(limits, addon).to.include.keys("memory");
    }
    expect(prometheus()["resources"].limits).to.include.keys("memory");
  });

  platform.met("SS-43 one pod of a component may be disrupted, and one Prometheus stays", () => {
    expect(platform.values("addons-aws-load-balancer-controller")["podDisruptionBudget"]).to.include({
      maxUnavailable: 1,
    });
    const { values } = platform.of(kube.release, "addons-cert-manager");
    for (const part of [values, values.webhook, values.cainjector])
      expect(part.podDisruptionBudget).to.include({ enabled: true, maxUnavailable: 1 });
    expect(stack()["prometheus"].podDisruptionBudget).to.include({ enabled: true, minAvailable: 1 });
  });

  platform.met("SS-44 copies are on different nodes", () => {
    const { values } = platform.of(kube.release, "addons-cert-manager");
    for (const part of [
      values,
      values.webhook,
      values.cainjector,
      prometheus(),
      stack()["alertmanager"].alertmanagerSpec,
    ])
      expect(part.topologySpreadConstraints[0]).to.include(apart);
  });

  platform.met("SS-45 an application's autoscaler", () => {
    expect(platform.spec(kube.hpa, "app")).to.include({ minReplicas: 3, maxReplicas: 6 });
    expect(platform.of(kube.chart, "addons-metrics-server")["chart"]).to.equal("metrics-server");
  });

  platform.met("SS-46 and a recommendation, which changes nothing beside it", () => {
    expect(platform.spec(kube.recommendation, "app-recommendation")["updatePolicy"].updateMode).to.equal("Off");
  });

  platform.met("SS-57 Secrets Manager and the Parameter Store as files, which follow a rotation", () => {
    const type = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
    expect(platform.spec(type, "app-secret-app")["parameters"].objects).to.contain("objectType: secretsmanager");
    const name = "addons-secrets-store-csi-driver-provider-aws-secretproviderclass-production-app-parameters";
    expect(platform.spec(type, name)["parameters"].objects).to.contain("objectType: ssmparameter");
    expect(platform.values("addons-secrets-store-csi-driver")["enableSecretRotation"]).to.equal(true);
  });

  platform.met("SS-58 the pod mounts the class, and fetches as its own account", () => {
    const { volumes, serviceAccountName } = platform.pod(kube.deployment, "app");
    expect(volumes.filter(({ csi }: Json) => csi).map(({ csi }: Json) => csi as Json)).to.deep.equal([
      { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes: { secretProviderClass: "app-app" } },
    ]);
    expect(serviceAccountName).to.equal("app");
    expect(platform.of("aws:iam/role:Role", "app-identity")["name"]).to.equal(
      "shared-services-production-production-app",
    );
  });

  platform.met("SS-59 a new sealing key each 30 days, sealed by developers", () => {
    expect(platform.values("addons-sealed-secrets")["keyrenewperiod"]).to.equal("720h");
    expect(platform.values("addons-sealed-secrets")["rbac"].serviceProxier.subjects).to.contain(
      "name: platform-developer",
    );
  });

  platform.met("SS-62 every ServiceMonitor and PodMonitor is read", () => {
    expect(prometheus()).to.include({
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
    });
    expect(platform.spec(kube.serviceMonitor, "app-monitor")["endpoints"][0].path).to.equal("/metrics");
  });

  platform.met("SS-63 kept for 15 days", () => {
    expect(prometheus()["retention"]).to.equal("15d");
  });

  platform.met("SS-64 Grafana has its data source and dashboards, and nobody signs up", () => {
    const { sidecar, "grafana.ini": ini } = stack()["grafana"];
    expect([sidecar.datasources.enabled, sidecar.dashboards.enabled]).to.deep.equal([true, true]);
    expect([ini["auth.anonymous"].enabled, ini.users.allow_sign_up]).to.deep.equal([false, false]);
  });

  platform.met("SS-66 container logs, of more lines too, go to CloudWatch", () => {
    const { config } = platform.values("observability-fluent-bit");
    const text = config.extraFiles["fluent-bit.yaml"] as string;
    for (const part of ["path: /var/log/containers/*.log", "multiline.parser: cri", "name: cloudwatch_logs"])
      expect(text, part).to.contain(part);
  });

  platform.met("SS-67 for 30 days", () => {
    const groups = platform
      .all("aws:cloudwatch/logGroup:LogGroup")
      .filter(({ name }) => name.startsWith("observability-fluent-bit"));
    expect(groups).to.have.length.at.least(10);
    for (const { name, inputs } of groups) expect((inputs as Json)["retentionInDays"], name).to.equal(30);
  });

  platform.met("SS-65 an alert goes to Alertmanager, and from there to the channel", () => {
    const { route, receivers } = stack()["alertmanager"].config;
    expect(route.receiver).to.equal("ops");
    const [ops] = receivers.filter(({ name }: Json) => name === "ops");
    expect(ops.slack_configs[0].channel).to.equal("#platform-alerts");
  });

  for (const [id, alert] of Object.entries(alerts))
    platform.met(`${id} the alert ${alert}`, () => {
      expect(platform.exprs(alert)).not.to.deep.equal([]);
    });

  platform.met("SS-76 snapshots of Prometheus, each night", () => {
    expect(prometheus()["enableAdminAPI"]).to.equal(true);
    expect(platform.spec("kubernetes:batch/v1:CronJob", "copies-metrics")["schedule"]).to.equal("30 2 * * *");
  });

  platform.met("SS-77 and copies of the dashboards", () => {
    expect(platform.spec("kubernetes:batch/v1:CronJob", "copies-dashboards")["schedule"]).to.equal("15 2 * * *");
  });

  platform.met("SS-78 the sealing keys are backed up by Velero", () => {
    const { template } = platform.spec(kube.schedule, "addons-velero-schedule-velero-sealed-secrets-keys");
    expect(template).to.deep.include({ includedNamespaces: ["secrets-management"], includedResources: ["secrets"] });
  });
});
