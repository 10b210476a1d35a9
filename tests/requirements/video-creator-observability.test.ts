import { expect } from "./support/mutations";
import { type Json, kube, Platform, type Rule } from "./support/platform";
import { missing } from "./support/text";

describe("the video creator platform: metrics, logs, traces and alerts", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, values } = ask;
  const monitoring = "kubernetes:monitoring.coreos.com/v1";
  const scraped = {
    "api-service": `${monitoring}:PodMonitor`,
    "frontend-service": `${monitoring}:ServiceMonitor`,
    "admin-service": `${monitoring}:PodMonitor`,
  };
  const requests = (service: string) =>
    `http_server_request_duration_seconds_count{namespace="production",job="${service}"`;

  ask.met(
    "VC-67 CPU, memory and disk of each node",
    () => {
      expect(ask.recorded("node:cpu_utilization:ratio")).to.deep.equal([
        '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
      ]);
      expect(ask.recorded("node:memory_utilization:ratio")).to.deep.equal([
        "1 - max by (node) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
      ]);
      const [disk] = ask.recorded("node:filesystem_utilization:ratio");
      expect(disk).to.match(
        /^1 - max by \(node, mountpoint\) \(node_filesystem_avail_bytes.* \/ node_filesystem_size_bytes/,
      );
      expect(values("observability-kube-prometheus-stack")["nodeExporter"]).not.to.include({ enabled: false });
    },
    [{ enabled: false }],
  );
  ask.met("VC-68 CPU, memory and restarts of each container", () => {
    expect(ask.recorded("container:cpu_usage:cores")).to.deep.equal([
      'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!="",image!=""}[5m]))',
    ]);
    expect(ask.recorded("container:memory_working_set:bytes")).to.deep.equal([
      'max by (namespace, pod, container) (container_memory_working_set_bytes{container!="",image!=""})',
    ]);
    expect(ask.recorded("container:restarts:increase1h")).to.deep.equal([
      "sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[1h]))",
    ]);
  });
  ask.met("VC-69 request rate, latency and errors of the API, the front end and the admin site", () => {
    for (const [service, type] of Object.entries(scraped)) {
      const { podMetricsEndpoints, endpoints } = spec(type, `${service}-monitor`);
      expect((podMetricsEndpoints ?? endpoints)[0].path, service).to.equal("/metrics");
      const [{ rules }] = spec(kube.rules, `observability-rules-service-production-${service}`)["groups"] as [Json];
      const recorded = Object.fromEntries(
        (rules as Rule[]).map(({ record = "", expr }) => [record, expr] as const).reverse(),
      );
      const errors = `(sum(rate(${requests(service)},http_response_status_code=~"5.."}[5m])) or vector(0))`;
      expect(recorded, service).to.include({
        "service:requests:rate5m": `sum(rate(${requests(service)}}[5m]))`,
        "service:request_errors:ratio_rate5m": `${errors} / (sum(rate(${requests(service)}}[5m])) > 0)`,
        "service:request_duration_seconds:p99_5m": `histogram_quantile(0.99, sum by (le) (rate(${requests(service).replace("_count", "_bucket")}}[5m])))`,
      });
    }
  });
  ask.met("VC-70 Metrics Server runs in system, and the autoscaler of the API reads its CPU", () => {
    const { chart, namespace } = of(kube.chart, "addons-metrics-server");
    expect([chart, namespace]).to.deep.equal(["metrics-server", "system"]);
    const [{ type, resource }] = spec(kube.hpa, "api-service")["metrics"];
    expect([type, resource.name]).to.deep.equal(["Resource", "cpu"]);
  });
  ask.met("VC-71 Prometheus, Grafana and Alertmanager are of one chart, in monitoring", () => {
    const { chart, namespace, values: set } = of(kube.chart, "observability-kube-prometheus-stack");
    expect(chart).to.match(/\/kube-prometheus-stack$/);
    expect(namespace).to.equal("monitoring");
    const { prometheus, grafana, alertmanager } = set;
    expect([
      prometheus.prometheusSpec.replicas,
      grafana.replicas,
      alertmanager.alertmanagerSpec.replicas,
    ]).to.deep.equal([2, 1, 3]);
  });
  ask.met("VC-72 logs of API server, audit and authenticator are on", () => {
    expect(of("eks:index:Cluster")["enabledClusterLogTypes"]).to.deep.equal(["api", "audit", "authenticator"]);
  });
  ask.met("VC-73 stdout and stderr of every container go to CloudWatch Logs, by Fluent Bit", () => {
    const { kind, config } = values("observability-fluent-bit");
    expect(kind).to.equal("DaemonSet");
    const parts = [
      "path: /var/log/containers/*.log",
      /outputs:\s+- name: cloudwatch_logs\s+region: us-east-1/,
      "/aws/eks/video-creator/namespaces/$kubernetes['namespace_name']",
    ];
    expect(missing(config.extraFiles["fluent-bit.yaml"] as string, ...parts)).to.deep.equal([]);
    expect(
      of("aws:cloudwatch/logGroup:LogGroup", "observability-fluent-bit-logs-namespace-production")["name"],
    ).to.equal("/aws/eks/video-creator/namespaces/production");
  });
  ask.met("VC-74 every log is kept for 30 days", () => {
    const days = ask.all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs["retentionInDays"] as number);
    expect([...new Set(days)]).to.deep.equal([30]);
  });
  ask.met("VC-75 traces go to Jaeger, in monitoring", () => {
    const { chart, namespace } = of(kube.chart, "observability-jaeger");
    expect([chart, namespace]).to.deep.equal(["jaeger", "monitoring"]);
    const { exporters } = values("observability-otel-gateway")["alternateConfig"];
    expect(exporters.otlp_grpc.endpoint).to.equal("jaeger.monitoring.svc.cluster.local:4317");
    const { env } = ask.container(kube.rollout, "api-service");
    expect(env).to.deep.include({
      name: "OTEL_EXPORTER_OTLP_ENDPOINT",
      value: "http://otel-agent.monitoring.svc:4317",
    });
  });

  ask.met("VC-76 alert: a node is down", () => {
    expect(ask.exprs("NodeDown")).to.deep.equal([
      'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
    ]);
  });
  ask.met("VC-77 alert: a pod is crash-looping", () => {
    const [expr] = ask.exprs("PodCrashLooping");
    expect(expr).to.contain('kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}');
    expect(expr).to.match(/== 1$/);
  });
  ask.met("VC-78 alerts: CPU or memory of a node or a container above 80 %", () => {
    const ratios = {
      NodeCpuHigh: "node:cpu_utilization:ratio",
      NodeMemoryHigh: "node:memory_utilization:ratio",
      ContainerCpuHigh: "container:cpu_utilization_of_limit:ratio",
      ContainerMemoryHigh: "container:memory_utilization_of_limit:ratio",
    };
    for (const [alert, ratio] of Object.entries(ratios))
      expect(ask.exprs(alert), alert).to.deep.equal([`${ratio} > 0.8`]);
  });
  ask.met("VC-79 alert: p99 of a service above 1 s", () => {
    const slow = Object.keys(scraped).map(
      (service) => `service:request_duration_seconds:p99_5m{namespace="production",service="${service}"} > 1`,
    );
    expect(ask.exprs("RequestLatencyHigh")).to.have.members(slow);
  });
  ask.met(
    "VC-97 uptime of 99.9 % is an objective of the cluster, and what is used up of it is watched over four windows",
    () => {
      // Of the cluster, of the API's availability, and of its latency.
      expect(ask.recorded("slo:objective:ratio")).to.deep.equal(["vector(0.999)", "vector(0.999)", "vector(0.99)"]);
      const windows = [
        ["1h", "5m", "14.4"],
        ["6h", "30m", "6"],
        ["1d", "2h", "3"],
        ["3d", "6h", "1"],
      ];
      const burn = (window: string, factor: string) =>
        `slo:error_ratio:rate${window}{slo="cluster-availability"} > ${factor} * 0.001`;
      expect(ask.exprs("ClusterAvailabilityBurn")).to.deep.equal(
        windows.map(([long = "", short = "", factor = ""]) => `${burn(long, factor)}\nand\n${burn(short, factor)}`),
      );
    },
  );
  ask.met("VC-98 pods that start in more than 60 seconds raise an alert", () => {
    expect(ask.exprs("PodStartSlow")).to.deep.equal(["cluster:pod_start_duration_seconds:p95_30m > 60"]);
    expect(ask.recorded("cluster:pod_start_duration_seconds:p95_30m")).to.deep.equal([
      "histogram_quantile(0.95, sum by (le) (rate(kubelet_pod_start_duration_seconds_bucket[30m])))",
    ]);
  });
  ask.met("VC-100 an autoscaler that waits for pods, or pods for a node, raises an alert after 2 minutes", () => {
    const [slow] = ask.alerts("AutoscalingSlow");
    expect(slow?.expr).to.equal(
      "max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas)\n" +
        "> max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas)",
    );
    const [waiting] = ask.alerts("PodUnschedulable");
    expect(waiting?.expr).to.equal("max by (namespace, pod) (kube_pod_status_unschedulable) == 1");
    expect([slow?.for, waiting?.for]).to.deep.equal(["2m", "2m"]);
    expect(spec(kube.hpa, "api-service")["behavior"].scaleUp.stabilizationWindowSeconds).to.equal(0);
  });
  ask.met("VC-101 a p99 of 200 ms is an objective of the API: 99 % of requests within 0.2 s", () => {
    const [ratio] = ask.recorded("slo:error_ratio:rate5m").filter((expr) => expr.includes("histogram_fraction"));
    expect(ratio).to.contain(
      'histogram_fraction(0, 0.2, sum by (le) (rate(http_server_request_duration_seconds_bucket{namespace="production",job="api-service"}[5m])))',
    );
    expect(ask.recorded("slo:objective:ratio")).to.include("vector(0.99)");
    const burns = ask.exprs("LatencyBurn");
    expect(burns).to.have.length(4);
    expect(burns[0]).to.contain('slo="latency-p99",namespace="production",service="api-service"');
  });
});
