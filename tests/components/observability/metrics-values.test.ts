import { expect } from "chai";
import { observabilityAddon } from "../../../components/observability/stack-addon";
import { retentionSize } from "../../../components/platform-addons/catalog/kube-prometheus-stack/prometheus-values";
import { observabilitySettings } from "../../../components/observability/settings";
import { platformNamespaces } from "../../../components/platform-addons/namespaces";
import { problemsOf } from "../../../stacks/problems";
import { observabilityOf, resolvedStack } from "./builders";

function values(raw: Record<string, unknown> = {}): Record<string, any> {
  const found = resolvedStack(raw).find(({ addon }) => addon.name === "kube-prometheus-stack");
  return { ...found?.values };
}

const spec = (raw = {}) => values(raw).prometheus.prometheusSpec;

describe("values of the monitoring stack", () => {
  it("SS-36, SS-63, TB-71: two copies of Prometheus in production, 15 days", () => {
    expect(spec()).to.include({ replicas: 2, retention: "15d" });
    expect(spec({ prometheus: { replicas: 1, retentionDays: 30 } })).to.include({ replicas: 1, retention: "30d" });
  });

  it("SS-10, SS-36: each copy has a volume of 200Gi on gp3", () => {
    expect(spec().storageSpec.volumeClaimTemplate.spec).to.deep.equal({
      storageClassName: "gp3",
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "200Gi" } },
    });
  });

  it("stops at 85 % of the volume, before it is full", () => {
    expect(retentionSize("200Gi")).to.equal("174080MB");
    expect(spec({ prometheus: { storage: "1Gi" } }).retentionSize).to.equal("870MB");
  });

  it("SS-62: takes monitors and rules from every namespace, whoever made them, and writes on where the stack says", () => {
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"]) {
      expect(spec()[`${kind}SelectorNilUsesHelmValues`], kind).to.equal(false);
    }
    expect(spec().remoteWrite).to.deep.equal([]);
    const remoteWrite = [{ url: "https://metrics.example.com/write" }];
    expect(spec({ prometheus: { remoteWrite } }).remoteWrite).to.deep.equal(remoteWrite);
  });

  it("finds kubelets the way it looks for them: both sides by EndpointSlice", () => {
    expect(values().prometheusOperator).to.include({
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
    });
    expect(spec().serviceDiscoveryRole).to.equal("EndpointSlice");
  });

  it("SS-38, SS-43, SS-44: three Alertmanagers on three nodes, two of them always up", () => {
    const { alertmanagerSpec, podDisruptionBudget } = values().alertmanager;
    expect(alertmanagerSpec.replicas).to.equal(3);
    expect(podDisruptionBudget).to.deep.equal({ enabled: true, minAvailable: 2 });
    expect(alertmanagerSpec.topologySpreadConstraints[0]).to.include({
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "DoNotSchedule",
    });
  });

  it("what tells of trouble is not the first to go when there is no room", () => {
    const { alertmanager, prometheusOperator } = values();
    for (const part of [spec(), alertmanager.alertmanagerSpec, prometheusOperator]) {
      expect(part.priorityClassName).to.equal("system-cluster-critical");
    }
  });

  it("one copy has no budget", () => {
    expect(values({ prometheus: { replicas: 1 } }).prometheus.podDisruptionBudget.enabled).to.equal(false);
  });

  it("SS-11, SS-37: Grafana has 20Gi, and its old pod lets go of the volume before the new one comes", () => {
    const { persistence, deploymentStrategy } = values().grafana;
    expect(persistence).to.include({ enabled: true, size: "20Gi", storageClassName: "gp3" });
    expect(deploymentStrategy).to.deep.equal({ type: "Recreate" });
  });

  it("SS-64: nobody sees Grafana without a login, and no password is in the values", () => {
    const { grafana } = values();
    expect(grafana["grafana.ini"]["auth.anonymous"]).to.deep.equal({ enabled: false });
    expect(grafana.admin.existingSecret).to.equal("grafana-admin");
    expect(grafana).not.to.have.property("adminPassword");
  });

  it("SS-64: plugins of exact versions; those that Grafana brings stay as its image has them", () => {
    expect(values().grafana.plugins).to.deep.equal([]);
    expect(values().grafana["grafana.ini"].plugins).to.deep.equal({ preinstall_auto_update: false });
    const plugins = ["grafana-clock-panel@2.1.8"];
    expect(values({ grafana: { plugins } }).grafana.plugins).to.deep.equal(plugins);
  });

  it("SS-64: Alertmanager is a data source too, so that alerts are seen and silenced in Grafana", () => {
    expect(values().grafana.sidecar.datasources).to.include({ enabled: true, uid: "prometheus" });
    expect(values().grafana.sidecar.datasources.alertmanager).to.deep.equal({ uid: "alertmanager" });
  });

  it("SS-61: Grafana writes a line for each request, with who made it", () => {
    expect(values().grafana["grafana.ini"].server.router_logging).to.equal(true);
  });

  it("KP-48: scrapes and evaluates as often as the stack says", () => {
    expect(spec()).to.include({ scrapeInterval: "30s", evaluationInterval: "30s" });
    expect(spec({ prometheus: { interval: "15s" } })).to.include({ scrapeInterval: "15s", evaluationInterval: "15s" });
  });

  it("KP-49, TB-69: the job kubernetes-pods keeps annotated pods, at the path of their annotation", () => {
    const [job] = spec().additionalScrapeConfigs;
    expect(job.job_name).to.equal("kubernetes-pods");
    expect(job.kubernetes_sd_configs).to.deep.equal([{ role: "pod" }]);
    const annotation = "__meta_kubernetes_pod_annotation_prometheus_io_";
    expect(job.relabel_configs.slice(0, 2)).to.deep.equal([
      { source_labels: [`${annotation}scrape`], action: "keep", regex: "true" },
      { source_labels: [`${annotation}path`], action: "replace", regex: "(.+)", target_label: "__metrics_path__" },
    ]);
    expect(spec({ prometheus: { annotatedPods: false } }).additionalScrapeConfigs).to.deep.equal([]);
  });

  it("TB-9: metrics on the local disks of a pool, where a stack says so and why", () => {
    const local = { pool: "fast", localDisk: { reason: "two copies, and remote write" } };
    const { storageSpec, nodeSelector, tolerations } = spec({ prometheus: local });
    expect(storageSpec).to.deep.equal({ emptyDir: { sizeLimit: "200Gi" } });
    expect(nodeSelector).to.deep.equal({ "platform/pool": "fast" });
    expect(tolerations[0]).to.include({ key: "platform/pool", value: "fast" });
  });

  it("TB-4, TB-70: CloudWatch is a data source, by the credentials of the pod", () => {
    expect(values().grafana.additionalDataSources).to.deep.equal([
      {
        name: "CloudWatch",
        uid: "cloudwatch",
        type: "cloudwatch",
        access: "proxy",
        editable: false,
        jsonData: { authType: "default", defaultRegion: "us-east-1" },
      },
    ]);
    expect(values().grafana.serviceAccount.name).to.equal("grafana");
  });

  it("SS-64: OpenID Connect, the client's secret by reference", () => {
    const oidc = {
      clientId: "grafana",
      authUrl: "https://id.example.com/auth",
      tokenUrl: "https://id.example.com/token",
      apiUrl: "https://id.example.com/userinfo",
    };
    const { grafana } = values({ grafana: { url: "https://grafana.example.com", oidc } });
    expect(grafana["grafana.ini"]["auth.generic_oauth"]).to.include({ enabled: true, client_id: "grafana" });
    expect(grafana["grafana.ini"].server.root_url).to.equal("https://grafana.example.com");
    expect(grafana.envValueFrom).to.deep.equal({
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: "grafana-oidc", key: "client-secret" } },
    });
  });

  it("alerts of the chart stay only about the monitoring itself: no one is told twice", () => {
    const { rules } = values().defaultRules;
    const off = ["general", "kubernetesApps", "kubernetesResources", "kubernetesStorage", "kubernetesSystem"];
    for (const group of [...off, "nodeExporterAlerting", "kubeApiserverSlos"])
      expect(rules[group], group).to.equal(false);
    expect(rules).not.to.have.any.keys("prometheus", "alertmanager", "prometheusOperator", "kubeStateMetrics");
  });

  it("what EKS runs out of sight is not scraped, or its alerts would fire for ever", () => {
    for (const part of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"]) {
      expect(values()[part], part).to.deep.equal({ enabled: false });
    }
  });

  it("SS-39, SS-40, TB-67, TB-68: exporters of objects and of every node, whatever its taints", () => {
    expect(values()["prometheus-node-exporter"].tolerations).to.deep.equal([{ operator: "Exists" }]);
    expect(values()["kube-state-metrics"].nodeSelector).to.deep.equal({ "platform/pool": "system" });
  });

  it("SS-42: every container that the chart lets one size asks for CPU and memory and has a memory limit", () => {
    const all = values();
    const sized = [
      all.prometheusOperator.resources,
      all.prometheusOperator.prometheusConfigReloader.resources,
      spec().resources,
      all.alertmanager.alertmanagerSpec.resources,
      all.grafana.resources,
      all.grafana.sidecar.resources,
      all["kube-state-metrics"].resources,
      all["prometheus-node-exporter"].resources,
    ];
    for (const one of sized) {
      expect(one.requests).to.have.all.keys("cpu", "memory");
      expect(one.limits).to.have.all.keys("memory");
    }
  });

  it("the webhook is on only where cert-manager gives it a certificate: its hooks would be dropped", () => {
    expect(values().prometheusOperator.admissionWebhooks.enabled).to.equal(false);
    expect(values().prometheusOperator.tls.enabled).to.equal(false);
  });

  it("its kinds come from the layer of definitions, which is added unasked", () => {
    expect(values().crds).to.deep.equal({ enabled: false });
    expect(resolvedStack().map(({ addon }) => addon.name)).to.deep.equal([
      "prometheus-operator-crds",
      "kube-prometheus-stack",
    ]);
  });
});

describe("namespaces of the monitoring stack", () => {
  it("TB-N8, SS-N8, SS-16, VC-71: the node exporter is apart, so that monitoring stays restricted", () => {
    const spaces = platformNamespaces([observabilityAddon(observabilityOf({}))]);
    expect(spaces.map(({ name, podSecurity }) => [name, podSecurity])).to.deep.equal([
      ["monitoring", "restricted"],
      ["monitoring-host", "privileged"],
    ]);
    expect(values()["prometheus-node-exporter"].namespaceOverride).to.equal("monitoring-host");
  });

  it("together they are privileged, with the reason", () => {
    const [only, ...rest] = platformNamespaces([observabilityAddon(observabilityOf({ hostNamespace: "monitoring" }))]);
    expect(rest).to.deep.equal([]);
    expect(only).to.include({ name: "monitoring", podSecurity: "privileged" });
    expect(only?.reason).to.contain("node exporter");
  });
});

describe("settings of observability", () => {
  const schema = observabilitySettings({
    prometheusReplicas: 2,
    alertmanagerReplicas: 3,
    lokiReplicas: 3,
    collectorReplicas: 2,
  });
  const bad: [unknown, string][] = [
    [{ prometheus: { retentionDays: 0 } }, "prometheus.retentionDays"],
    [{ prometheus: { storage: "much" } }, "prometheus.storage"],
    [{ prometheus: { remoteWrite: [{ url: "ftp://example.com" }] } }, "prometheus.remoteWrite[0].url"],
    [{ prometheus: { localDisk: { reason: "it is faster" } } }, "prometheus.localDisk"],
    [{ prometheus: { replicas: 1, pool: "fast", localDisk: { reason: "it is faster" } } }, "prometheus.localDisk"],
    [{ namespace: "kube-system" }, "namespace"],
    [{ grafana: { size: "1Gi" } }, "grafana.size"],
    [{ grafana: { plugins: ["grafana-clock-panel"] } }, "grafana.plugins[0]"],
  ];
  for (const [raw, path] of bad) {
    it(`refuses ${JSON.stringify(raw)} at ${path}`, () => {
      const parsed = schema.safeParse(raw);
      expect(parsed.success ? [] : problemsOf(parsed.error, raw, schema).map((one) => one.path)).to.deep.equal([path]);
    });
  }
});
