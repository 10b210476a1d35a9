import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["frontend", "backend"];

describe("examples/tbyte: workloads and their scaling", () => {
  const platform = new Platform("tbyte");
  const { of, spec, pod, container } = platform;

  const resources = (name: string): Json => container(kube.deployment, name)["resources"] as Json;
  const scaler = (name: string) => spec(kube.scaler, `${name}-scaler`);
  const trigger = (name: string, type: string) => scaler(name)["triggers"].find((one: Json) => one["type"] === type);
  const bounds = (name: string) => [scaler(name)["minReplicaCount"], scaler(name)["maxReplicaCount"]] as number[];
  const mounts = (name: string) =>
    (container(kube.deployment, name)["volumeMounts"] as Json[]).map(({ mountPath }) => mountPath as string);

  platform.succeeded(
    "TB-23 the frontend: React behind a ClusterIP, 2 to 10 pods, a CSI volume with API keys of Vault, a ConfigMap",
    "2 to 5 gives way to the 2 to 10 of TB-35 (TB-N1)",
    () => {
      const { type, ports } = spec("kubernetes:core/v1:Service", "frontend");
      expect([type, ports[0].port]).to.deep.equal(["ClusterIP", 443]);
      expect(container(kube.deployment, "frontend")["image"]).to.match(/\/frontend:1\.0$/);
      expect(bounds("frontend")).to.deep.equal([2, 10]);
      expect(mounts("frontend")).to.include("/mnt/secrets/api-keys");
      const keys = spec("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", "frontend-secret-api-keys");
      expect(keys["provider"]).to.equal("vault");
      expect(of("kubernetes:core/v1:ConfigMap", "frontend-config")["data"]).to.deep.equal({ LOG_LEVEL: "info" });
    },
  );

  platform.succeeded(
    "TB-24 the backend: Node.js behind a ClusterIP, 2 to 10 pods, a CSI volume with the database's credentials, a ConfigMap",
    "2 to 5 gives way to the 2 to 10 of TB-35 (TB-N1)",
    () => {
      const { type, ports } = spec("kubernetes:core/v1:Service", "backend");
      expect([type, ports[0].port]).to.deep.equal(["ClusterIP", 8080]);
      expect(container(kube.deployment, "backend")["image"]).to.match(/\/backend:1\.0$/);
      expect(bounds("backend")).to.deep.equal([2, 10]);
      expect(mounts("backend")).to.include("/mnt/secrets/postgres");
      const secret = spec("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", "backend-secret-postgres");
      expect(secret["provider"]).to.equal("aws");
      expect(of("kubernetes:core/v1:ConfigMap", "backend-config")["data"]).to.deep.equal({ LOG_LEVEL: "info" });
    },
  );

  platform.succeeded(
    "TB-25 PostgreSQL at 5432, one database on gp3",
    "RDS in place of a StatefulSet of one replica, which the request path does not reach (TB-N5)",
    () => {
      const { engine, port, storageType } = of("aws:rds/instance:Instance");
      expect([engine, port, storageType]).to.deep.equal(["postgres", 5432, "gp3"]);
      expect(platform.all("kubernetes:apps/v1:StatefulSet")).to.deep.equal([]);
    },
  );

  const pairs = {
    "TB-26": ["cpu", "100m", "500m"],
    "TB-27": ["memory", "128Mi", "512Mi"],
    "TB-28": ["ephemeral-storage", "1Gi", "2Gi"],
  };
  for (const [id, [resource = "", request = "", limit = ""]] of Object.entries(pairs))
    platform.met(`${id} ${resource}: request ${request}, limit ${limit}`, () => {
      for (const name of services) {
        const { requests, limits } = resources(name);
        expect([requests[resource], limits[resource]], name).to.deep.equal([request, limit]);
      }
    });

  const probes: Record<string, [string, string, string, number]> = {
    "TB-29": ["livenessProbe", "/health", "initialDelaySeconds", 30],
    "TB-30": ["readinessProbe", "/ready", "initialDelaySeconds", 5],
    "TB-31": ["startupProbe", "/startup", "failureThreshold", 30],
  };
  for (const [id, [probe, path, key, value]] of Object.entries(probes))
    platform.met(`${id} ${probe}: HTTP ${path}, ${key} ${value.toString()}`, () => {
      for (const name of services) {
        const found = container(kube.deployment, name)[probe];
        expect([found.httpGet.path, found[key]], name).to.deep.equal([path, value]);
      }
    });

  platform.succeeded(
    "TB-32 a drain takes one pod at a time, which leaves 50 % from two pods on",
    "a budget has minAvailable or maxUnavailable, never both (TB-N3)",
    () => {
      for (const name of services) {
        const { maxUnavailable, minAvailable } = spec(kube.pdb, name);
        expect([maxUnavailable, minAvailable], name).to.deep.equal([1, undefined]);
        expect(bounds(name)[0], name).to.equal(2);
      }
    },
  );

  const oneScaler = "in the trigger of KEDA, which owns the HPA and refuses another (TB-N2)";
  const targets = { cpu: ["TB-33", "TB-36", "70"], memory: ["TB-34", "TB-37", "80"] };
  for (const [type, [hpa = "", keda = "", value = ""]] of Object.entries(targets)) {
    const claim = () => {
      for (const name of services)
        expect(trigger(name, type), name).to.deep.equal({ type, metricType: "Utilization", metadata: { value } });
    };
    platform.succeeded(`${hpa} the HPA's target of ${type}: ${value} %`, oneScaler, claim);
    platform.met(`${keda} KEDA's scaler of ${type}: target ${value} %`, claim);
  }

  platform.succeeded("TB-35 two to ten pods", "the bounds of the HPA that KEDA makes (TB-N2)", () => {
    for (const name of services) expect(bounds(name), name).to.deep.equal([2, 10]);
  });

  platform.met("TB-38 KEDA scales on a query of Prometheus, too", () => {
    for (const name of services) {
      const { serverAddress, query, threshold } = trigger(name, "prometheus").metadata;
      expect(serverAddress, name).to.equal("http://kube-prometheus-stack-prometheus.monitoring.svc:9090");
      expect([query, threshold], name).to.deep.equal([
        'sum(rate(http_server_request_duration_seconds_count{namespace="tbyte"}[2m]))',
        "50",
      ]);
    }
  });

  platform.met("TB-39 KEDA scales the frontend and the backend, and no HPA of another does (TB-N2)", () => {
    for (const name of services) {
      const { kind, name: target } = scaler(name)["scaleTargetRef"];
      expect([kind, target]).to.deep.equal(["Deployment", name]);
    }
    expect(platform.all(kube.hpa)).to.deep.equal([]);
  });

  platform.met("TB-40 Karpenter has a NodePool for the services' nodes, and says what they are made of", () => {
    const { nodeClassRef } = spec("kubernetes:karpenter.sh/v1:NodePool")["template"].spec;
    expect([nodeClassRef.kind, nodeClassRef.name]).to.deep.equal(["EC2NodeClass", "default"]);
    expect(of("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass")["metadata"].name).to.equal("default");
    expect(pod(kube.deployment, "frontend")["nodeSelector"]["platform/pool"]).to.equal("karpenter");
  });

  platform.met("TB-41 there is no Istio yet; its traces would go to the collector at 4317, as the services' do", () => {
    expect(platform.config.addons.istiod).to.equal(undefined);
    const apps = spec("kubernetes:argoproj.io/v1alpha1:Application")["source"].helm.valuesObject.applications as Json;
    const { protocols } = apps["otel-agent"].source.helm.valuesObject.alternateConfig.receivers.otlp;
    expect(protocols.grpc.endpoint).to.equal("${env:MY_POD_IP}:4317");
  });

  platform.met("TB-92 RollingUpdate with maxUnavailable 25% and maxSurge 25%", () => {
    for (const name of services)
      expect(spec(kube.deployment, name)["strategy"], name).to.deep.equal({
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" },
      });
  });
});
