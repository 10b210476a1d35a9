import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";
import { missing } from "./support/text";

const monitoring = "kubernetes:monitoring.coreos.com/v1";
const cron = "kubernetes:batch/v1:CronJob";
const bucket = "shared-services-production-monitoring-copies-123456789012";
const byKernel = ["node:memory_utilization:ratio > 0.8", "node:filesystem_utilization:ratio > 0.85"];

describe("examples/shared-services: metrics, logs, alerts, copies, cost and runbooks", () => {
  const platform = new Platform("shared-services");
  const { of, spec, values, pool } = platform;

  const stack = () => values("observability-kube-prometheus-stack");
  const prometheus = () => stack()["prometheus"].prometheusSpec as Json;
  const groups = () => platform.all("aws:cloudwatch/logGroup:LogGroup");
  const copy = (name: string) => {
    const { schedule, jobTemplate } = spec(cron, `copies-${name}`);
    const [{ command, env }] = jobTemplate.spec.template.spec.containers;
    return { schedule: schedule as string, script: (command as string[]).at(-1) ?? "", env: env as Json[] };
  };

  platform.met(
    "SS-62 Prometheus scrapes /metrics by ServiceMonitor and PodMonitor, evaluates rules, stores, and may write on",
    () => {
      expect(prometheus()).to.include({
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      });
      expect(spec(kube.serviceMonitor, "app-monitor")["endpoints"][0].path).to.equal("/metrics");
      const driver = "secrets-management-secrets-store-csi-driver";
      expect(
        spec(`${monitoring}:PodMonitor`, `addons-secrets-store-csi-driver-podmonitor-${driver}`)["podMetricsEndpoints"],
      ).to.have.length(1);
      expect(prometheus()["storageSpec"].volumeClaimTemplate.spec.resources.requests.storage).to.equal("200Gi");
      const [alerts] = spec(kube.rules, "observability-rules-platform-nodes")["groups"] as Json[];
      const [records] = spec(kube.rules, "observability-rules-platform-nodes-recording")["groups"] as Json[];
      expect([alerts?.["rules"][0].alert, records?.["rules"][0].record]).to.deep.equal([
        "NodeDown",
        "node:cpu_utilization:ratio",
      ]);
      expect(stack()["grafana"].sidecar.datasources.uid).to.equal("prometheus");
      expect(prometheus()["remoteWrite"]).to.deep.equal([]);
      expect(platform.file("docs/configuration.md")).to.contain("`platform:observability.prometheus.remoteWrite`");
    },
  );
  platform.met("SS-63 metrics are kept for 15 days", () => {
    expect(prometheus()["retention"]).to.equal("15d");
  });
  platform.met("SS-64 Grafana: data source, dashboards, users, Alertmanager and a plugin", () => {
    const { sidecar, plugins, admin, "grafana.ini": ini } = stack()["grafana"];
    expect([sidecar.datasources.enabled, sidecar.datasources.uid]).to.deep.equal([true, "prometheus"]);
    expect(sidecar.dashboards.enabled).to.equal(true);
    const dashboards = platform.all("kubernetes:core/v1:ConfigMap").map(({ name }) => name);
    expect(dashboards).to.include("observability-dashboard-eks-cluster-overview");
    expect(admin.existingSecret).to.equal("grafana-admin");
    expect([ini["auth.anonymous"].enabled, ini.users.allow_sign_up]).to.deep.equal([false, false]);
    expect(sidecar.datasources.alertmanager).to.deep.equal({ uid: "alertmanager" });
    expect(plugins).to.deep.equal(["grafana-clock-panel@2.1.8"]);
  });
  platform.met("SS-65 an alert goes to Alertmanager, and from there to the channel", () => {
    const { route, receivers } = stack()["alertmanager"].config;
    expect(route.receiver).to.equal("ops");
    const [ops] = receivers.filter(({ name }: Json) => name === "ops");
    expect(ops?.slack_configs[0].channel).to.equal("#platform-alerts");
  });
  platform.met(
    "SS-66 container logs with their metadata, records of several lines as one, go to CloudWatch Logs",
    () => {
      const { config, kind } = values("observability-fluent-bit");
      expect(kind).to.equal("DaemonSet");
      const parts = [
        "path: /var/log/containers/*.log",
        "multiline.parser: cri",
        /filters:\s+- name: multiline\s+match: kube\.\*[\s\S]*multiline\.parser: go, java, python, ruby/,
        /- name: kubernetes\s+match: kube\.\*\s+merge_log: on/,
        /outputs:\s+- name: cloudwatch_logs\s+region: us-east-1/,
      ];
      expect(missing(config.extraFiles["fluent-bit.yaml"] as string, ...parts)).to.deep.equal([]);
      const sources = stack()["grafana"].additionalDataSources as Json[];
      expect(sources.map(({ name }) => name as string)).to.include("CloudWatch");
    },
  );
  platform.met("SS-67 every log group of Fluent Bit is kept for 30 days, those of the platform for 90", () => {
    const days = (ofFluentBit: boolean) =>
      groups()
        .filter(({ name }) => name.startsWith("observability-fluent-bit") === ofFluentBit)
        .map(({ inputs }) => inputs["retentionInDays"] as number);
    expect([...new Set(days(true))]).to.deep.equal([30]);
    expect(days(false)).to.deep.equal([90, 90]);
  });
  platform.met(
    "SS-68 CPU and memory of pods and nodes, the API server's latency, controllers' errors, certificates' end",
    () => {
      const names = [
        "container:cpu_usage:cores",
        "container:memory_working_set:bytes",
        "node:cpu_utilization:ratio",
        "node:memory_utilization:ratio",
        "verb:apiserver_request_duration_seconds:p99_5m",
        "controller:reconcile_errors:ratio_rate15m",
      ];
      for (const name of names) expect(platform.recorded(name), name).to.have.length(1);
      expect(platform.exprs("CertificateExpiresSoon")[0]).to.contain(
        "certmanager_certificate_expiration_timestamp_seconds",
      );
    },
  );

  platform.met("SS-69 alert: a component has had no healthy pod for 5 minutes", () => {
    const [down] = platform.alerts("ComponentDown");
    expect(down?.for).to.equal("5m");
    const homes = ["cert-manager", "external-dns", "ingress-system", "logging", "monitoring", "secrets-management"];
    const watched = homes.map((home) => new RegExp(`namespace=~"([^"]*\\|)?${home}(\\|[^"]*)?"`));
    expect(missing(down?.expr ?? "", "kube_deployment_status_replicas_available", ...watched)).to.deep.equal([]);
  });
  platform.met("SS-70 alerts: memory above 80 %, disks above 85 %, a volume above 95 %, a quota above 90 %", () => {
    expect([platform.exprs("NodeMemoryHigh"), platform.exprs("NodeDiskFull")].flat()).to.deep.equal(byKernel);
    expect(platform.exprs("VolumeAlmostFull")[0]).to.match(/< 0\.05$/);
    expect(platform.exprs("QuotaAlmostFull")[0]).to.match(/> 0\.9$/);
  });
  platform.met("SS-71 alerts: a certificate ends in 14 days, and in 3", () => {
    const left = (seconds: number) =>
      `min by (exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time()) < ${seconds.toString()}`;
    expect(platform.exprs("CertificateExpiresSoon")).to.deep.equal([left(14 * 86_400)]);
    expect(platform.exprs("CertificateExpiresNow")).to.deep.equal([left(3 * 86_400)]);
  });
  platform.met("SS-72 alert: a deployment failed", () => {
    expect(platform.exprs("DeploymentFailed")).to.deep.equal([
      'max by (namespace, deployment) (kube_deployment_status_condition{condition="Progressing",status="false"}) == 1',
    ]);
  });
  platform.met("SS-73 alert: Falco has seen a threat", () => {
    expect(of(kube.chart, "addons-falco")["chart"]).to.equal("falco");
    expect(platform.exprs("ThreatDetected")).to.deep.equal([
      "sum by (rule_name, source) (increase(falcosecurity_falco_rules_matches_total[5m])) > 0",
    ]);
  });

  platform.met(
    "SS-74 manifests are written as a tree for Git, and secrets are not in them but sealed or by reference",
    () => {
      const parts = [
        "npm run preview -- production --manifests out",
        /Secrets are not in them: manifests name where a secret is kept, or hold it sealed/,
      ];
      expect(missing(platform.file("docs/releases.md"), ...parts)).to.deep.equal([]);
    },
  );
  platform.met("SS-75 everything can be rebuilt from this repository, step by step", () => {
    const parts = [
      "Everything is in this repository",
      "`pulumi refresh`",
      "`pulumi up`: control plane, nodes, add-ons, gateways",
    ];
    expect(missing(platform.file("docs/runbooks/restore-cluster.md"), ...parts)).to.deep.equal([]);
  });
  platform.met("SS-76 a snapshot of Prometheus goes to S3 each night at 02:30", () => {
    const { schedule, script, env } = copy("metrics");
    expect([schedule, prometheus()["enableAdminAPI"]]).to.deep.equal(["30 2 * * *", true]);
    expect(missing(script, "/api/v1/admin/tsdb/snapshot", "aws s3 sync --no-progress --size-only")).to.deep.equal([]);
    expect(env).to.deep.include({ name: "BUCKET", value: bucket });
    expect(of("aws:s3/bucket:Bucket", "buckets-monitoring-copies")["bucket"]).to.equal(bucket);
  });
  platform.met("SS-77 a copy of every dashboard goes to S3 each night at 02:15", () => {
    const { schedule, script, env } = copy("dashboards");
    expect(schedule).to.equal("15 2 * * *");
    expect(missing(script, "dashboards/uid/$uid", "aws s3 cp --recursive")).to.deep.equal([]);
    expect(env).to.deep.include({ name: "BUCKET", value: bucket });
  });
  platform.met("SS-78 the sealing keys are backed up each night, for 30 days", () => {
    const { schedule, template } = spec(kube.schedule, "addons-velero-schedule-velero-sealed-secrets-keys");
    expect([schedule, template.ttl]).to.deep.equal(["0 2 * * *", "720h0m0s"]);
    expect([template.includedNamespaces, template.includedResources]).to.deep.equal([
      ["secrets-management"],
      ["secrets"],
    ]);
    expect(template.labelSelector.matchLabels).to.deep.equal(values("addons-sealed-secrets")["privateKeyLabels"]);
    expect(values("addons-sealed-secrets")["privateKeyLabels"]).to.deep.equal({ "platform/backup": "sealed-secrets" });
  });
  platform.met(
    "SS-79 etcd's backups are EKS's own; what is in the cluster is backed up by Velero beside them (SS-N3)",
    () => {
      const { schedule, template } = spec(kube.schedule, "addons-velero-schedule-velero-daily-backup");
      expect([schedule, template.includedNamespaces]).to.deep.equal(["0 2 * * *", ["production", "application"]]);
      expect(platform.file("docs/runbooks/restore-cluster.md")).to.contain("etcd is EKS's own");
    },
  );
  platform.met("SS-80 recovery is written down, and done from the page: each quarter, the cluster each year", () => {
    const parts = [
      /\| a database, into a namespace of its own +\| each quarter +\|.*\| restore-database\.md/,
      /\| a volume +\| each quarter +\|.*\| restore-volume\.md/,
      /\| a namespace +\| each quarter +\|.*\| restore-namespace\.md/,
      /\| a cluster +\| each year +\|.*\| restore-cluster\.md/,
      /\| lost key of Sealed Secrets +\| each year +\|.*\| sealed-secrets-keys\.md/,
    ];
    expect(missing(platform.file("docs/runbooks/drills.md"), ...parts)).to.deep.equal([]);
  });
  platform.met("SS-81 requests and limits are set from the use of a week", () => {
    const parts = [
      "kubectl top pods -n production --containers",
      "the 95th percentile of a week",
      "the highest use of a week and a tenth",
      /\| `limits\.memory` +\| above every burst that was seen/,
    ];
    expect(missing(platform.file("docs/right-sizing.md"), ...parts)).to.deep.equal([]);
  });
  platform.met("SS-82 nodes follow demand: those below 50 % for 10 minutes go", () => {
    expect(values("addons-cluster-autoscaler")["extraArgs"]).to.include({
      "scale-down-unneeded-time": "10m",
      "scale-down-utilization-threshold": 0.5,
    });
  });
  platform.met("SS-83 the spot pool costs nothing while nobody needs it", () => {
    expect(pool("spot")["scalingConfig"]).to.deep.equal({ minSize: 0, desiredSize: 0, maxSize: 10 });
    expect(platform.cost.items.find(({ what }) => what === "nodes of spot")?.monthlyUsd).to.equal(0);
  });
  platform.met("SS-84 retention is limited: 15 days of metrics, 30 or 90 of each log", () => {
    expect(prometheus()["retention"]).to.equal("15d");
    expect([...new Set(groups().map(({ inputs }) => inputs["retentionInDays"] as number))]).to.have.members([30, 90]);
  });
  platform.met("SS-85 there is a runbook for each thing that is restored", () => {
    const pages = {
      "restore-cluster": "pulumi stack export",
      "restore-namespace": "velero restore create",
      "restore-volume": "aws ",
      "monitoring-copies": "aws s3 sync",
      "sealed-secrets-keys": "kubectl apply -f keys.yaml",
    };
    for (const [page, command] of Object.entries(pages))
      expect(missing(platform.file(`docs/runbooks/${page}.md`), command), page).to.deep.equal([]);
  });
});
