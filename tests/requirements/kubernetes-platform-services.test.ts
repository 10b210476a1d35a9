import { lacking } from "./support/pages";
import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const cluster = "kubernetes:postgresql.cnpg.io/v1:Cluster";

describe("examples/kubernetes-platform: services, scaling and metrics", () => {
  const platform = new Platform("kubernetes-platform");
  const { of, spec, pod, container } = platform;

  const canary = () => spec(kube.rollout, "api-gateway")["strategy"].canary as Json;
  const prometheus = () => platform.values("observability-kube-prometheus-stack")["prometheus"].prometheusSpec as Json;

  platform.succeeded(
    "KP-26 api-gateway: port 8080, 250m and 256Mi of 500m and 512Mi, three pods at least, /health and /ready",
    "a Rollout in place of a Deployment (KP-N7), a pinned tag in place of latest (KP-N11)",
    () => {
      const { name, image, ports, resources, livenessProbe, readinessProbe } = container(kube.rollout, "api-gateway");
      expect([name, ports[0].containerPort]).to.deep.equal(["api-gateway", 8080]);
      expect(image).to.match(/\/api-gateway:v2\.0\.0$/);
      expect(resources.requests).to.include({ cpu: "250m", memory: "256Mi" });
      expect(resources.limits).to.include({ cpu: "500m", memory: "512Mi" });
      expect(livenessProbe.httpGet).to.deep.equal({ path: "/health", port: 8080 });
      expect([livenessProbe.initialDelaySeconds, livenessProbe.periodSeconds]).to.deep.equal([30, 10]);
      expect(readinessProbe.httpGet).to.deep.equal({ path: "/ready", port: 8080 });
      expect([readinessProbe.initialDelaySeconds, readinessProbe.periodSeconds]).to.deep.equal([5, 5]);
      expect(spec(kube.hpa, "api-gateway")["minReplicas"]).to.equal(3);
      const { matchLabels } = spec(kube.rollout, "api-gateway")["selector"];
      expect(matchLabels).to.deep.equal({ "app.kubernetes.io/name": "api-gateway" });
    },
  );

  platform.met("KP-27 identity-service on 8080 TCP, by its label", () => {
    const { ports, selector } = spec("kubernetes:core/v1:Service", "identity-service");
    expect([ports[0].port, ports[0].targetPort, ports[0].protocol]).to.deep.equal([8080, 8080, "TCP"]);
    expect(selector).to.deep.equal({ "app.kubernetes.io/name": "identity-service" });
    expect(container(kube.deployment, "identity-service")["ports"][0].containerPort).to.equal(8080);
  });

  platform.succeeded(
    "KP-28 PostgreSQL 15: three copies that replicate, 100Gi of fast-ssd each, database app, reached at 5432",
    "three pods of a StatefulSet are three databases (KP-N10); CloudNativePG makes them one",
    () => {
      const { instances, imageName, bootstrap, storage } = spec(cluster);
      expect(instances).to.equal(3);
      expect(imageName).to.match(/\/postgresql:15\./);
      expect(bootstrap.initdb.database).to.equal("app");
      expect(bootstrap.initdb.secret).to.deep.equal({ name: "postgres-secret" });
      expect(storage).to.deep.equal({ size: "100Gi", storageClass: "fast-ssd" });
      const env = container(kube.rollout, "api-gateway")["env"] as Json[];
      const told = Object.fromEntries(env.map(({ name, value }) => [name as string, value as string]));
      expect(told).to.include({
        POSTGRES_HOST: "postgres-rw.production.svc.cluster.local",
        POSTGRES_PORT: "5432",
        POSTGRES_NAME: "app",
        POSTGRES_USERNAME_FILE: "/mnt/secrets/postgres/username",
        POSTGRES_PASSWORD_FILE: "/mnt/secrets/postgres/password",
      });
    },
  );

  platform.succeeded(
    "KP-29 3 to 50 pods by 70 % of CPU and 80 % of memory",
    "the HPA api-gateway scales the Rollout, as there is no Deployment (KP-N7)",
    () => {
      const { minReplicas, maxReplicas, metrics, scaleTargetRef } = spec(kube.hpa, "api-gateway");
      expect([minReplicas, maxReplicas]).to.deep.equal([3, 50]);
      expect([scaleTargetRef.kind, scaleTargetRef.name]).to.deep.equal(["Rollout", "api-gateway"]);
      const targets = metrics.map(({ resource: { name, target } }: Json) => [name, target] as unknown);
      expect(targets).to.deep.equal([
        ["cpu", { type: "Utilization", averageUtilization: 70 }],
        ["memory", { type: "Utilization", averageUtilization: 80 }],
      ]);
    },
  );

  platform.succeeded(
    "KP-30 a recommendation for api-gateway between 100m, 128Mi and 1, 1Gi",
    "its mode is Off: Auto works against the HPA (KP-N8)",
    () => {
      const { targetRef, updatePolicy, resourcePolicy } = spec(kube.recommendation);
      expect([targetRef.name, updatePolicy.updateMode]).to.deep.equal(["api-gateway", "Off"]);
      expect(resourcePolicy.containerPolicies).to.deep.equal([
        {
          containerName: "api-gateway",
          minAllowed: { cpu: "100m", memory: "128Mi" },
          maxAllowed: { cpu: "1", memory: "1Gi" },
        },
      ]);
    },
  );

  platform.met("KP-47 the Secret postgres-secret with username and password, for the database and who uses it", () => {
    expect(spec(cluster)["bootstrap"].initdb.secret).to.deep.equal({ name: "postgres-secret" });
    const volume = pod(kube.rollout, "api-gateway")["volumes"].find(({ name }: Json) => name === "secret-postgres");
    expect(volume?.secret).to.deep.equal({
      secretName: "postgres-secret",
      items: [
        { key: "username", path: "username" },
        { key: "password", path: "password" },
      ],
    });
  });

  platform.succeeded(
    "KP-48 metrics are scraped and rules evaluated every 15s",
    "the operator writes prometheus.yml from these two, into a Secret of its own",
    () => {
      const { scrapeInterval, evaluationInterval } = prometheus();
      expect([scrapeInterval, evaluationInterval]).to.deep.equal(["15s", "15s"]);
    },
  );

  platform.met("KP-49 the job kubernetes-pods finds pods by role pod and keeps what two annotations say", () => {
    const [job] = prometheus()["additionalScrapeConfigs"];
    expect([job.job_name, job.kubernetes_sd_configs[0].role]).to.deep.equal(["kubernetes-pods", "pod"]);
    const annotation = "__meta_kubernetes_pod_annotation_prometheus_io_";
    const [keep, path] = job.relabel_configs;
    expect(keep).to.deep.equal({ source_labels: [`${annotation}scrape`], action: "keep", regex: "true" });
    expect(path).to.deep.equal({
      source_labels: [`${annotation}path`],
      action: "replace",
      regex: "(.+)",
      target_label: "__metrics_path__",
    });
  });

  platform.succeeded(
    "KP-50 the dashboard of the cluster has the panel Node CPU Usage, with that query",
    "it is called EKS Cluster Overview (TB-79), and graph is gone from Grafana: the panel is a timeseries",
    () => {
      const { data } = of("kubernetes:core/v1:ConfigMap", "observability-dashboard-eks-cluster-overview");
      const [dashboard] = Object.values<string>(data).map((text) => JSON.parse(text) as Json);
      expect(dashboard?.["title"]).to.equal("EKS Cluster Overview");
      const panel = dashboard?.["panels"].find(({ title }: Json) => title === "Node CPU Usage");
      expect(panel?.type).to.equal("timeseries");
      expect(panel?.targets[0].expr).to.equal(
        '100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
      );
    },
  );

  platform.succeeded(
    "KP-51 api-gateway:v2.0.0 comes with a quarter more pods and a quarter fewer",
    "as a canary (KP-56); services beside it are rolled",
    () => {
      expect(container(kube.rollout, "api-gateway")["image"]).to.match(/\/api-gateway:v2\.0\.0$/);
      expect(canary()).to.include({ maxSurge: "25%", maxUnavailable: "25%" });
      for (const name of ["identity-service", "frontend"])
        expect(spec(kube.deployment, name)["strategy"], name).to.deep.equal({
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
        });
    },
  );

  platform.met("KP-62 requests are tuned by what the VPA recommends", () => {
    const page = platform.file("docs/right-sizing.md");
    const phrases = ["`recommend: {}`", "kubectl get vpa -n production", "`Target` of the recommendation"];
    expect(lacking(page, phrases)).to.deep.equal([]);
    expect(spec(kube.recommendation)["updatePolicy"]).to.deep.equal({ updateMode: "Off" });
  });

  platform.succeeded(
    "KP-65 OpenCost reads the Prometheus of the stack, and prices of AWS in us-east-1",
    "the ConfigMap is Kubecost's before version 3; OpenCost reads provider and region off the nodes",
    () => {
      const { chart, values } = of(kube.chart, "observability-opencost");
      expect(chart).to.equal("opencost");
      expect(values.opencost.prometheus.internal).to.deep.equal({
        enabled: true,
        serviceName: "kube-prometheus-stack-prometheus",
        namespaceName: "monitoring",
        port: 9090,
      });
      expect(values.opencost.exporter.defaultClusterId).to.equal("production");
      expect(values.opencost.metrics.serviceMonitor.enabled).to.equal(true);
      expect(platform.config.aws.region).to.equal("us-east-1");
    },
  );
});
