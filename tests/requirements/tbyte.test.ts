import { expect } from "./support/mutations";
import { lacking } from "./support/pages";
import { type Json, kube, Platform } from "./support/platform";

const proxy = "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy";

describe("examples/tbyte: request path, cluster, storage and namespaces", () => {
  const platform = new Platform("tbyte");
  const { of, spec, pod, container } = platform;

  const nodePool = () => spec("kubernetes:karpenter.sh/v1:NodePool");
  const database = () => of("aws:rds/instance:Instance");
  const apps = (): Json =>
    spec("kubernetes:argoproj.io/v1alpha1:Application")["source"].helm.valuesObject.applications as Json;
  const home = (name: string) => apps()[name].destination.namespace as string;
  const values = (name: string): Json => apps()[name].source.helm.valuesObject as Json;

  platform.succeeded(
    "TB-1 a request goes ALB, Envoy, frontend, backend, RDS PostgreSQL",
    "Envoy in place of the retired NGINX controller",
    () => {
      expect(spec(kube.gateway, "gateways-public-edge-gateway")["gatewayClassName"]).to.equal("alb");
      const [edge] = spec(kube.route, "gateways-public-edge-route")["rules"][0].backendRefs;
      expect([edge.name, edge.namespace]).to.deep.equal(["gateway-public", "envoy-gateway-system"]);
      expect(spec(kube.gateway, "gateways-public-proxies-gateway")["gatewayClassName"]).to.equal("envoy");
      const { parentRefs, rules } = spec(kube.route, "frontend.public.tbyte.example.com");
      expect([parentRefs[0].name, rules[0].backendRefs[0].name]).to.deep.equal(["public", "frontend"]);
      const { ingress, egress } = spec(kube.policy, "backend");
      expect(ingress[0].from[0].podSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": "frontend" });
      const out = egress.flatMap(({ ports }: Json) => ports.map(({ port }: Json) => port as number));
      expect(out).to.include(5432);
      expect([database()["engine"], database()["port"]]).to.deep.equal(["postgres", 5432]);
    },
  );

  platform.met("TB-3 an EKS cluster named tbyte-dev", () => {
    expect(of("eks:index:Cluster")["name"]).to.equal("tbyte-dev");
  });

  platform.met("TB-4 CloudWatch has metrics and logs beside the cluster's own stack", () => {
    expect(of("aws:cloudwatch/logGroup:LogGroup", "cluster-logs")).to.deep.equal({
      name: "/aws/eks/tbyte-dev/cluster",
      retentionInDays: 30,
    });
    const { grafana } = values("kube-prometheus-stack");
    expect(grafana.additionalDataSources.map(({ type }: Json) => type as string)).to.include("cloudwatch");
  });

  platform.met("TB-5 nodes of the services are Karpenter's", () => {
    for (const name of ["frontend", "backend"])
      expect(pod(kube.deployment, name)["nodeSelector"]["platform/pool"], name).to.equal("karpenter");
    expect(nodePool()["template"].metadata.labels).to.deep.equal({ "platform/pool": "karpenter" });
  });

  platform.met(
    "TB-6 Karpenter packs to 85 % of memory in place of 60 %; the dashboard shows how much is asked for",
    () => {
      expect(values("karpenter")["settings"].preferencePolicy).to.equal("Ignore");
      expect(nodePool()["disruption"].consolidationPolicy).to.equal("WhenEmptyOrUnderutilized");
      const measured = "| maximum, with PREFERENCE_POLICY=Ignore | 6 | 72 % | 85 % |";
      expect(lacking(platform.file("docs/control-plane-test.md"), [measured])).to.deep.equal([]);
      const { data } = of("kubernetes:core/v1:ConfigMap", "observability-dashboard-cost-optimization");
      const [text = "{}"] = Object.values<string>(data);
      const panels = (JSON.parse(text) as Json)["panels"] as Json[];
      const shown = panels.find(({ title }) => title === "Memory requested")?.["targets"][0].expr as string;
      expect(shown).to.equal(
        'sum(kube_pod_container_resource_requests{resource="memory"}) / sum(kube_node_status_allocatable{resource="memory"})',
      );
    },
  );

  platform.succeeded("TB-7 PostgreSQL keeps its data on gp3", "RDS's own volume, as RDS holds the data (TB-N5)", () => {
    expect([database()["storageType"], database()["allocatedStorage"]]).to.deep.equal(["gp3", 20]);
  });

  platform.met("TB-8 no volume is of gp2: not those of claims, not the nodes'", () => {
    const types = platform.all(kube.class).map(({ inputs }) => inputs["parameters"].type as string);
    expect(types).to.deep.equal(["gp3"]);
    const disks = spec("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass")["blockDeviceMappings"];
    expect(disks.map(({ ebs }: Json) => ebs.volumeType as string)).to.deep.equal(["gp3"]);
    const templates = platform.all("aws:ec2/launchTemplate:LaunchTemplate");
    const roots = templates.map(({ inputs }) => inputs["blockDeviceMappings"][0].ebs.volumeType as string);
    expect(roots).to.deep.equal(["gp3", "gp3"]);
  });

  platform.met("TB-9 Prometheus is on local SSDs, Alertmanager and Grafana beside it on EBS", () => {
    const { prometheusSpec } = values("kube-prometheus-stack")["prometheus"];
    expect(prometheusSpec.storageSpec).to.deep.equal({ emptyDir: { sizeLimit: "50Gi" } });
    expect([prometheusSpec.replicas, prometheusSpec.nodeSelector]).to.deep.equal([
      2,
      { "platform/pool": "monitoring" },
    ]);
    expect(platform.pool("monitoring")["instanceTypes"]).to.deep.equal(["m6id.large"]);
    const { alertmanager, grafana } = values("kube-prometheus-stack");
    expect(alertmanager.alertmanagerSpec.storage.volumeClaimTemplate.spec.storageClassName).to.equal("gp3");
    expect(grafana.persistence.storageClassName).to.equal("gp3");
  });

  platform.met("TB-10 Loki stores in S3", () => {
    const { type, bucketNames } = values("loki")["loki"].storage;
    expect([type, bucketNames.chunks]).to.deep.equal(["s3", "tbyte-dev-loki-123456789012"]);
    expect(of("aws:s3/bucket:Bucket", "observability-loki-buckets-loki")["bucket"]).to.equal(
      "tbyte-dev-loki-123456789012",
    );
  });

  platform.met("TB-11 Jaeger stores in Elasticsearch", () => {
    const { main } = values("jaeger")["userconfig"].extensions.jaeger_storage.backends;
    expect(main.elasticsearch.server_urls).to.deep.equal(["https://elasticsearch.tbyte.example.com:9200"]);
  });

  platform.met("TB-12 RDS for PostgreSQL, Multi-AZ, encrypted", () => {
    expect([database()["engine"], database()["multiAz"], database()["storageEncrypted"]]).to.deep.equal([
      "postgres",
      true,
      true,
    ]);
  });

  platform.succeeded(
    "TB-13 the namespace tbyte has the tiers frontend and backend",
    "the third, the database, is RDS and in no namespace (TB-N5)",
    () => {
      for (const name of ["frontend", "backend"]) {
        const { labels, namespace } = of(kube.deployment, name)["metadata"];
        expect([labels["platform/tier"], namespace], name).to.deep.equal([name, "tbyte"]);
      }
      expect(of(kube.namespace, "namespaces-tbyte")["metadata"].name).to.equal("tbyte");
    },
  );

  platform.met("TB-14 Argo CD's server, repo server and controller are in argocd", () => {
    const { namespace, chart, values: given } = of(kube.release, "addons-argo-cd");
    expect([chart, namespace]).to.deep.equal(["oci://ghcr.io/argoproj/argo-helm/argo-cd", "argocd"]);
    for (const part of ["server", "repoServer", "controller"])
      expect(given[part].resources.requests, part).to.have.all.keys("cpu", "memory");
  });

  platform.met(
    "TB-15 Prometheus, Grafana and Alertmanager are in monitoring",
    () => {
      expect(home("kube-prometheus-stack")).to.equal("monitoring");
      for (const part of ["prometheus", "grafana", "alertmanager"])
        expect(values("kube-prometheus-stack")[part].enabled, part).not.to.equal(false);
    },
    [false],
  );

  platform.succeeded(
    "TB-16 Loki is in logging; what collects is a DaemonSet of Grafana Alloy in logging-host",
    "Promtail has ended; it reads the host, which logging does not allow (TB-N8)",
    () => {
      expect([home("loki"), home("alloy")]).to.deep.equal(["logging", "logging-host"]);
      expect(values("alloy")["controller"].type).to.equal("daemonset");
    },
  );

  platform.met("TB-17 Karpenter's controller is in karpenter", () => {
    expect(home("karpenter")).to.equal("karpenter");
  });

  platform.met("TB-18 KEDA's operator is in keda", () => {
    expect(home("keda")).to.equal("keda");
  });

  platform.succeeded(
    "TB-19 an ALB answers the host tbyte.example.com",
    "no public certificate exists for tbyte.local, and .local is multicast DNS (TB-N9)",
    () => {
      expect(spec(kube.gateway, "gateways-public-edge-gateway")["gatewayClassName"]).to.equal("alb");
      expect(spec(kube.route, "frontend.public.tbyte.example.com")["hostnames"]).to.deep.equal(["tbyte.example.com"]);
      const { domainName, subjectAlternativeNames } = of("aws:acm/certificate:Certificate");
      expect([domainName, subjectAlternativeNames]).to.deep.equal(["tbyte.example.com", ["*.tbyte.example.com"]]);
    },
  );

  platform.succeeded(
    "TB-20 Envoy Gateway is the ingress controller, behind the ALB alone",
    "ingress-nginx has had no fixes since March 2026",
    () => {
      expect(spec(proxy)["provider"].kubernetes.envoyService.type).to.equal("ClusterIP");
      expect(home("envoy-gateway")).to.equal("envoy-gateway-system");
    },
  );

  platform.met("TB-21 services speak TLS, each with a certificate of its own; the backend's database does, too", () => {
    for (const name of ["frontend", "backend"]) {
      const { issuerRef, secretName } = spec("kubernetes:cert-manager.io/v1:Certificate", `${name}-certificate`);
      expect([issuerRef.name, secretName], name).to.deep.equal(["internal", `${name}-tls`]);
      expect(container(kube.deployment, name)["livenessProbe"].httpGet.scheme, name).to.equal("HTTPS");
    }
    const { validation } = spec("kubernetes:gateway.networking.k8s.io/v1:BackendTLSPolicy");
    expect(validation.hostname).to.equal("frontend.tbyte.svc");
    const mode = container(kube.deployment, "backend")["env"].find(({ name }: Json) => name === "POSTGRES_SSLMODE");
    expect(mode?.value).to.equal("require");
  });

  platform.succeeded("TB-22 Envoy compresses answers, with Brotli and Gzip", "an ALB can't (TB-N10)", () => {
    const { compressor, targetRefs } = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy");
    expect(compressor).to.deep.equal([{ type: "Brotli" }, { type: "Gzip" }]);
    expect(targetRefs[0].name).to.equal("public");
  });
});
