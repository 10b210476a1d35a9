import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["api-service", "media-service", "media-processor", "outbox-processor", "data-export"];
const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

describe("examples/media-platform: cluster, storage, workloads", () => {
  const platform = new Platform("media-platform");
  const { of, spec, pod, container } = platform;

  const bounds = (service: string) => {
    const { minReplicas, maxReplicas } = spec(kube.hpa, service);
    return [minReplicas, maxReplicas] as number[];
  };
  const kept = (service: string) => spec(kube.pdb, service)["minAvailable"] as number;
  const image = (service: string) => container(kube.deployment, service)["image"] as string;
  const resources = (service: string) => container(kube.deployment, service)["resources"] as Json;
  const mounts = (service: string) => container(kube.deployment, service)["volumeMounts"] as Json[];
  const scratch = (service: string) =>
    (pod(kube.deployment, service)["volumes"] as Json[]).find(({ name }) => name === "scratch-work");
  const users = (path: string) => services.filter((one) => mounts(one).some(({ mountPath }) => mountPath === path));

  platform.met("MP-2 services run over three zones, each with its subnets", () => {
    const { availabilityZoneNames, subnetSpecs } = of("awsx:ec2:Vpc");
    expect(availabilityZoneNames).to.deep.equal(zones);
    expect(subnetSpecs.map(({ cidrBlocks }: Json) => cidrBlocks.length as number)).to.deep.equal([3, 3]);
  });

  platform.met("MP-3 a cluster of EKS, of the version 1.36", () => {
    const { name, version } = of("eks:index:Cluster");
    expect([name, version]).to.deep.equal(["media-platform-production", "1.36"]);
  });

  platform.met("MP-5 nodes for media processing have the label and the taint workload=media-processing", () => {
    const { labels, taints } = platform.pool("media-processing");
    expect(labels).to.include({ workload: "media-processing" });
    expect(taints).to.deep.equal([{ key: "workload", value: "media-processing", effect: "NO_SCHEDULE" }]);
  });

  platform.met("MP-6 data-export is kept to two zones by name, and even over them (MP-N5)", () => {
    const { affinity, topologySpreadConstraints } = pod(kube.deployment, "data-export");
    const [term] = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    const [first, second] = zones;
    expect(term.matchExpressions).to.deep.equal([
      { key: "topology.kubernetes.io/zone", operator: "In", values: [first, second] },
    ]);
    expect(topologySpreadConstraints[0].topologyKey).to.equal("topology.kubernetes.io/zone");
  });

  platform.met("MP-7 10Gi of scratch space for what is processed, counted into requests and limits", () => {
    for (const service of ["media-service", "media-processor"]) {
      expect(scratch(service)?.["emptyDir"], service).to.deep.equal({ sizeLimit: "10Gi" });
      const { requests, limits } = resources(service);
      expect([requests["ephemeral-storage"], limits["ephemeral-storage"]], service).to.deep.equal([
        "10496Mi",
        "10496Mi",
      ]);
    }
  });

  platform.met("MP-8 with a read-only root there are mounts where there is to be written: /tmp and /work", () => {
    for (const service of services) {
      expect(container(kube.deployment, service)["securityContext"].readOnlyRootFilesystem, service).to.equal(true);
      expect(mounts(service)[0], service).to.deep.equal({ name: "scratch-tmp", mountPath: "/tmp" });
    }
    expect(users("/work")).to.deep.equal(["media-service", "media-processor"]);
  });

  platform.succeeded(
    "MP-9 media is in S3, rows are in RDS on gp3, the cache is ElastiCache's; volumes are of the class gp3",
    "of the kinds of data only those of the monitoring are volumes of pods",
    () => {
      expect(of(kube.class, "storage-gp3")["parameters"].type).to.equal("gp3");
      expect(of("aws:s3/bucket:Bucket", "buckets-media")["bucket"]).to.equal(
        "media-platform-production-media-123456789012",
      );
      expect(of("aws:rds/instance:Instance")["storageType"]).to.equal("gp3");
      expect(of("aws:elasticache/replicationGroup:ReplicationGroup")["engine"]).to.equal("valkey");
    },
  );

  platform.met("MP-10 a volume is made in the zone of its pod, which returns to it; Retain keeps it", () => {
    const { volumeBindingMode, reclaimPolicy } = of(kube.class, "storage-gp3");
    expect([volumeBindingMode, reclaimPolicy]).to.deep.equal(["WaitForFirstConsumer", "Retain"]);
  });

  platform.met("MP-11 the namespace production", () => {
    expect(of(kube.namespace, "namespaces-production")["metadata"].name).to.equal("production");
  });

  platform.met("MP-12 with the label istio-injection=enabled", () => {
    const { labels } = of(kube.namespace, "namespaces-production")["metadata"];
    expect(labels["istio-injection"]).to.equal("enabled");
  });

  platform.met("MP-18 api-service v1.1.0: 500m and 512Mi, limits, 3 to 100, two stay available", () => {
    expect(image("api-service")).to.match(/\/api-service:v1\.1\.0$/);
    expect(resources("api-service")["requests"]).to.include({ cpu: "500m", memory: "512Mi" });
    expect(resources("api-service")["limits"]).to.include({ cpu: "2", memory: "1Gi" });
    expect([bounds("api-service"), kept("api-service")]).to.deep.equal([[3, 100], 2]);
  });

  platform.met("MP-19 media-service: 1000m and 2Gi, limits, 2 to 50, one stays available, on the nodes of MP-5", () => {
    expect(image("media-service")).to.match(/\/media-service:v1\.1\.0$/);
    expect(resources("media-service")["requests"]).to.include({ cpu: "1000m", memory: "2Gi" });
    expect(resources("media-service")["limits"]).to.include({ cpu: "4", memory: "4Gi" });
    expect([bounds("media-service"), kept("media-service")]).to.deep.equal([[2, 50], 1]);
    const { nodeSelector, tolerations } = pod(kube.deployment, "media-service");
    expect(nodeSelector["platform/pool"]).to.equal("media-processing");
    const taint = { key: "workload", operator: "Equal", value: "media-processing", effect: "NoSchedule" };
    expect(tolerations).to.deep.equal([taint]);
  });

  platform.met(
    "MP-20 the media processor: limits, 2 to 100 by the length of its queue in SQS, one stays available",
    () => {
      expect([image("media-processor"), container(kube.deployment, "media-processor")["args"]]).to.deep.equal([
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/worker-service:v1.1.0",
        ["media-processor"],
      ]);
      expect(resources("media-processor")["limits"]).to.include({ cpu: "2", memory: "1Gi" });
      const { minReplicaCount, maxReplicaCount, triggers } = spec(kube.scaler);
      expect([minReplicaCount, maxReplicaCount, kept("media-processor")]).to.deep.equal([2, 100, 1]);
      const queue = triggers.find(({ type }: Json) => type === "aws-sqs-queue");
      expect(queue?.metadata.queueURL).to.match(/\/media-platform-production-media-jobs$/);
      expect(queue?.metadata.queueLength).to.equal("5");
    },
  );

  platform.met("MP-21 the outbox processor: limits, 2 to 20, one stays available", () => {
    expect(container(kube.deployment, "outbox-processor")["args"]).to.deep.equal(["outbox-processor"]);
    expect(resources("outbox-processor")["limits"]).to.include({ cpu: "400m", memory: "256Mi" });
    expect([bounds("outbox-processor"), kept("outbox-processor")]).to.deep.equal([[2, 20], 1]);
  });

  platform.succeeded(
    "MP-22 data export: limits, 2 to 10, one stays available",
    "from 1 pod on, the budget's one would block every drain (MP-N4)",
    () => {
      expect(container(kube.deployment, "data-export")["args"]).to.deep.equal(["data-export"]);
      expect(resources("data-export")["limits"]).to.include({ cpu: "400m", memory: "256Mi" });
      expect([bounds("data-export"), kept("data-export")]).to.deep.equal([[2, 10], 1]);
    },
  );

  platform.met(
    "MP-23 each service has a scaler, a budget, requests and limits, mutual TLS, traffic rules and metrics",
    () => {
      for (const service of services) {
        expect(resources(service)["requests"], service).to.include.keys("cpu", "memory");
        expect(resources(service)["limits"], service).to.include.keys("cpu", "memory");
        expect(kept(service), service).to.equal(service === "api-service" ? 2 : 1);
        const { tls, outlierDetection } = spec(kube.destinationRule, service)["trafficPolicy"];
        expect([tls.mode, outlierDetection.consecutive5xxErrors], service).to.deep.equal(["ISTIO_MUTUAL", 5]);
        expect(spec(kube.virtualService, service)["http"][0].retries.attempts, service).to.equal(3);
        expect(spec(kube.serviceMonitor, `${service}-monitor`)["endpoints"][0].path, service).to.equal("/metrics");
      }
      const scaled = [...platform.all(kube.hpa), ...platform.all(kube.scaler)].map(
        ({ inputs }) => inputs["spec"].scaleTargetRef.name as string,
      );
      expect(scaled).to.have.members(services);
    },
  );

  const probes = {
    "MP-24": ["livenessProbe", "/health"],
    "MP-25": ["readinessProbe", "/health/ready"],
  };
  for (const [id, [probe = "", path = ""]] of Object.entries(probes))
    platform.met(`${id} ${probe} asks ${path}`, () => {
      for (const service of services)
        expect(container(kube.deployment, service)[probe].httpGet.path, service).to.equal(path);
    });

  platform.met("MP-26 a startup probe gives each service two minutes before liveness counts", () => {
    for (const service of services) {
      const { httpGet, periodSeconds, failureThreshold } = container(kube.deployment, service)["startupProbe"];
      expect([httpGet.path, periodSeconds * failureThreshold], service).to.deep.equal(["/health", 120]);
    }
  });

  platform.met("MP-27 pods prefer different nodes", () => {
    for (const service of services) {
      const { podAntiAffinity } = pod(kube.deployment, service)["affinity"];
      const [{ weight, podAffinityTerm }] = podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect([weight, podAffinityTerm.topologyKey], service).to.deep.equal([100, "kubernetes.io/hostname"]);
    }
  });

  platform.met("MP-28 pods are even over the zones, one more or less", () => {
    for (const service of services) {
      const [spread, ...others] = pod(kube.deployment, service)["topologySpreadConstraints"];
      expect([spread.topologyKey, spread.maxSkew], service).to.deep.equal(["topology.kubernetes.io/zone", 1]);
      expect(others, service).to.deep.equal([]);
    }
  });
});
