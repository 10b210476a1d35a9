import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["frontend", "backend"];
const group = "aws:cloudwatch/logGroup:LogGroup";

/** Panels that the four dashboards must have, by id. */
const dashboards: Record<string, [name: string, title: string, ...panels: string[]]> = {
  "TB-79": [
    "eks-cluster-overview",
    "EKS Cluster Overview",
    "Nodes ready",
    "Node CPU Usage",
    "Node Memory Usage",
    "API server, p99",
    "Load balancers: requests",
    "Databases: CPU",
  ],
  "TB-80": [
    "application-performance",
    "Application Performance",
    "Requests",
    "Errors",
    "Duration, p95",
    "Duration, p99",
  ],
  "TB-81": [
    "cost-optimization",
    "Cost Optimization",
    "A month, at this rate",
    "CPU requested",
    "Memory requested",
    "Volumes that nobody mounts",
  ],
  "TB-82": [
    "security-monitoring",
    "Security Monitoring",
    "Requests refused",
    "Changes of roles and secrets",
    "Time left",
    "Matches of rules in an hour",
  ],
};

describe("examples/tbyte: metrics, logs, traces and alerts", () => {
  const platform = new Platform("tbyte");
  const { of, spec, container } = platform;

  const apps = (): Json =>
    spec("kubernetes:argoproj.io/v1alpha1:Application")["source"].helm.valuesObject.applications as Json;
  const app = (name: string): Json => apps()[name] as Json;
  const values = (name: string): Json => app(name)["source"].helm.valuesObject as Json;
  const monitoring = () => values("kube-prometheus-stack");
  const source = (type: string) =>
    (monitoring()["grafana"].additionalDataSources as Json[]).find((one) => one["type"] === type);
  const grafanaMay = () => {
    const { policy } = of("aws:iam/rolePolicy:RolePolicy", "observability-grafana-role");
    return (JSON.parse(policy as string) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action,
    );
  };
  const receivers = (kind: string) =>
    (monitoring()["alertmanager"].config.receivers as Json[]).flatMap((one) => (one[kind] ?? []) as Json[]);

  platform.met("TB-67 kube-state-metrics is beside Prometheus, with labels of teams and pools", () => {
    const { enabled, metricLabelsAllowlist } = monitoring()["kube-state-metrics"];
    expect(enabled).to.equal(undefined); // the chart has it unless told otherwise
    expect(metricLabelsAllowlist).to.deep.equal([
      "namespaces=[platform/team,platform/cost-center]",
      "pods=[platform/team,app.kubernetes.io/name]",
      "nodes=[platform/pool,topology.kubernetes.io/zone,node.kubernetes.io/instance-type,karpenter.sh/nodepool]",
    ]);
  });

  platform.met("TB-68 node-exporter is on every Linux node, in monitoring-host", () => {
    expect(monitoring()["nodeExporter"].operatingSystems.linux).to.deep.equal({ enabled: true });
    const { namespaceOverride, tolerations } = monitoring()["prometheus-node-exporter"];
    expect([namespaceOverride, tolerations]).to.deep.equal(["monitoring-host", [{ operator: "Exists" }]]);
  });

  platform.met("TB-69 services' own /metrics are scraped", () => {
    for (const name of services) {
      const { endpoints, selector } = spec(kube.serviceMonitor, `${name}-monitor`);
      expect(endpoints[0].path, name).to.equal("/metrics");
      expect(selector.matchLabels, name).to.deep.equal({ "app.kubernetes.io/name": name });
    }
  });

  platform.met("TB-70 Grafana reads metrics of EKS, RDS and ALB straight from CloudWatch", () => {
    expect(source("cloudwatch")?.["jsonData"]).to.deep.equal({ authType: "default", defaultRegion: "us-east-1" });
    expect(grafanaMay()).to.include("cloudwatch:GetMetricData");
    const { data } = of("kubernetes:core/v1:ConfigMap", "observability-dashboard-eks-cluster-overview");
    const [text = "{}"] = Object.values<string>(data);
    const targets = ((JSON.parse(text) as Json)["panels"] as Json[]).flatMap(
      (panel) => (panel["targets"] ?? []) as Json[],
    );
    const read = targets.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace as string]));
    expect([...new Set(read)]).to.have.members(["AWS/ApplicationELB", "AWS/RDS", "AWS/SQS"]);
  });

  platform.met("TB-71 Prometheus keeps 15 days, and feeds Grafana and Alertmanager", () => {
    expect(monitoring()["prometheus"].prometheusSpec.retention).to.equal("15d");
    expect(monitoring()["grafana"].sidecar.datasources.uid).to.equal("prometheus");
    expect(monitoring()["alertmanager"].config.route.receiver).to.equal("slack+mail");
  });

  platform.succeeded(
    "TB-72 containers' logs go to Loki, by a DaemonSet that reads /var/log/pods",
    "Grafana Alloy in place of Promtail, which has ended",
    () => {
      const { alloy, controller } = values("alloy");
      expect([controller.type, controller.tolerations]).to.deep.equal(["daemonset", [{ operator: "Exists" }]]);
      expect(alloy.configMap.content).to.match(
        /replacement = "\/var\/log\/pods\/\*\$1\/\*\.log"[\s\S]*url = "http:\/\/loki\.logging\.svc:3100\/loki\/api\/v1\/push"/,
      );
    },
  );

  platform.succeeded(
    "TB-73 events of Kubernetes take the same way to Loki",
    "a second Alloy reads them, an exporter of its own is not needed",
    () => {
      expect(values("alloy-events")["alloy"].configMap.content).to.match(
        /loki\.source\.kubernetes_events[\s\S]*url = "http:\/\/loki\.logging\.svc:3100\/loki\/api\/v1\/push"/,
      );
    },
  );

  platform.met("TB-74 the control plane's logs are in CloudWatch, 30 days, and Grafana may read them", () => {
    expect(of("eks:index:Cluster")["enabledClusterLogTypes"]).to.deep.equal(["api", "audit", "authenticator"]);
    expect(of(group, "cluster-logs")).to.deep.equal({ name: "/aws/eks/tbyte-dev/cluster", retentionInDays: 30 });
    expect(grafanaMay()).to.include.members(["logs:StartQuery", "logs:GetQueryResults"]);
  });

  platform.met("TB-75 logs of frontend and backend go to CloudWatch Logs as well", () => {
    const name = "observability-fluent-bit-logs-namespace-tbyte";
    expect(of(group, name)["name"]).to.equal("/aws/eks/tbyte-dev/namespaces/tbyte");
    expect(app("fluent-bit")["source"].chart).to.equal("fluent-bit");
  });

  platform.met("TB-76 services send their traces by OpenTelemetry", () => {
    for (const name of services) {
      const env = container(kube.deployment, name)["env"] as Json[];
      const told = Object.fromEntries(env.map((one) => [one["name"] as string, one["value"] as string]));
      expect(told, name).to.include({
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-agent.tracing.svc:4317",
        OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
        OTEL_SERVICE_NAME: name,
      });
    }
  });

  platform.met("TB-77 an OpenTelemetry Collector gathers the traces and writes them to Jaeger", () => {
    expect(app("otel-gateway")["source"].chart).to.equal("opentelemetry-collector");
    const { exporters, service } = values("otel-gateway")["alternateConfig"];
    expect(exporters.otlp_grpc.endpoint).to.equal("jaeger.tracing.svc.cluster.local:4317");
    const { receivers, exporters: out } = service.pipelines.traces;
    expect([receivers, out]).to.deep.equal([["otlp"], ["otlp_grpc"]]);
  });

  platform.met("TB-78 Grafana shows Prometheus, Loki, Jaeger and CloudWatch, one leading to the other", () => {
    const { additionalDataSources, sidecar } = monitoring()["grafana"];
    const types = additionalDataSources.map(({ type }: Json) => type as string);
    expect([sidecar.datasources.uid, ...types]).to.deep.equal(["prometheus", "cloudwatch", "loki", "jaeger"]);
    expect(source("jaeger")?.["jsonData"].tracesToLogsV2.datasourceUid).to.equal("loki");
    expect(source("loki")?.["jsonData"].derivedFields[0].datasourceUid).to.equal("jaeger");
  });

  for (const [id, [name, title, ...panels]] of Object.entries(dashboards))
    platform.met(`${id} dashboard ${title}: ${panels.join("; ")}`, () => {
      const { data } = of("kubernetes:core/v1:ConfigMap", `observability-dashboard-${name}`);
      const [text = "{}"] = Object.values<string>(data);
      const dashboard = JSON.parse(text) as { title: string; panels: { title: string; targets?: unknown[] }[] };
      expect(dashboard.title).to.equal(title);
      const drawn = dashboard.panels.filter(({ targets = [] }) => targets.length > 0);
      expect(drawn.map((panel) => panel.title)).to.include.members(panels);
    });

  platform.met("TB-83 Alertmanager tells the channel #tbyte-alerts of Slack", () => {
    const channels = receivers("slack_configs").map(({ channel }) => channel as string);
    expect(channels).to.deep.equal(["#tbyte-alerts", "#tbyte-alerts"]);
  });

  platform.met("TB-84 Alertmanager writes e-mail", () => {
    const to = receivers("email_configs").map((one) => one["to"] as string);
    expect(to).to.deep.equal(["platform@tbyte.example.com", "platform@tbyte.example.com"]);
    expect(monitoring()["alertmanager"].config.global.smtp_smarthost).to.equal(
      "email-smtp.us-east-1.amazonaws.com:587",
    );
  });

  platform.met("TB-85 PagerDuty hears of what is critical", () => {
    const keys = receivers("pagerduty_configs").map((one) => one["routing_key_file"] as string);
    expect(keys).to.deep.equal(["/etc/alertmanager/secrets/alertmanager-receivers/pagerduty-routing-key"]);
    const routes = monitoring()["alertmanager"].config.route.routes as Json[];
    const critical = routes.find(({ matchers }) => matchers[0] === 'severity="critical"');
    expect(critical?.["receiver"]).to.equal("pager+slack+mail");
  });
});
