import { display } from "../../preview/display";
import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["api-service", "media-service", "media-processor", "outbox-processor", "data-export"];
const scaleUp = {
  selectPolicy: "Min",
  stabilizationWindowSeconds: 0,
  policies: [
    { type: "Pods", value: 10, periodSeconds: 60 },
    { type: "Percent", value: 50, periodSeconds: 60 },
  ],
};
const scaleDown = {
  selectPolicy: "Max",
  stabilizationWindowSeconds: 300,
  policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
};

describe("examples/media-platform", () => {
  const platform = new Platform("media-platform");

  const scaling = (service: string): Json => platform.spec(kube.hpa, service);
  const bounds = (service: string) => [scaling(service)["minReplicas"], scaling(service)["maxReplicas"]] as number[];
  const kept = (service: string) => platform.spec(kube.pdb, service)["minAvailable"] as number;
  const mounts = (service: string) => platform.container(kube.deployment, service)["volumeMounts"] as Json[];
  const behaviors = (): Json[] => [
    ...services.filter((name) => name !== "media-processor").map((name) => scaling(name)["behavior"] as Json),
    platform.spec(kube.scaler)["advanced"].horizontalPodAutoscalerConfig.behavior as Json,
  ];

  platform.met("MP-2 three zones, each with its subnets", () => {
    const { availabilityZoneNames, subnetSpecs } = platform.of("awsx:ec2:Vpc");
    expect(availabilityZoneNames).to.deep.equal(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(subnetSpecs.map(({ cidrBlocks }: Json) => cidrBlocks.length as number)).to.deep.equal([3, 3]);
  });

  platform.met("MP-3 a cluster of EKS, of a version in support", () => {
    expect(platform.of("eks:index:Cluster")).to.include({ name: "media-platform-production", version: "1.36" });
  });

  platform.met("MP-5 nodes for media processing, by label and taint", () => {
    const { labels, taints } = platform.pool("media-processing");
    expect(labels).to.include({ workload: "media-processing" });
    expect(taints).to.deep.equal([{ key: "workload", value: "media-processing", effect: "NO_SCHEDULE" }]);
  });

  platform.met("MP-7 scratch space for what is processed, counted into the requests", () => {
    for (const service of ["media-service", "media-processor"]) {
      expect(platform.pod(kube.deployment, service)["volumes"]).to.deep.include({
        name: "scratch-work",
        emptyDir: { sizeLimit: "10Gi" },
      });
      expect(platform.container(kube.deployment, service)["resources"].requests["ephemeral-storage"]).to.equal(
        "10496Mi",
      );
    }
  });

  platform.met("MP-8 there are mounts where there is to be written", () => {
    for (const service of services) expect(mounts(service)).to.deep.include({ name: "scratch-tmp", mountPath: "/tmp" });
    expect(mounts("media-service")).to.deep.include({ name: "scratch-work", mountPath: "/work" });
  });

  platform.met("MP-9 a class for volumes, gp3", () => {
    expect(platform.of(kube.class, "storage-gp3")["parameters"]).to.include({ type: "gp3" });
  });

  platform.met("MP-10 a volume is made in the zone of its pod", () => {
    expect(platform.of(kube.class, "storage-gp3")["volumeBindingMode"]).to.equal("WaitForFirstConsumer");
  });

  platform.met("MP-11 the namespace production", () => {
    expect(platform.of(kube.namespace, "namespaces-production")["metadata"].name).to.equal("production");
  });

  platform.met("MP-12 which is injected", () => {
    const { labels } = platform.of(kube.namespace, "namespaces-production")["metadata"];
    expect(labels).to.include({ "istio-injection": "enabled" });
  });

  platform.met("MP-18 api-service: 500m and 512Mi, 3 to 100, two stay available", () => {
    expect(platform.container(kube.deployment, "api-service")["image"]).to.match(/\/api-service:v1\.1\.0$/);
    expect(platform.container(kube.deployment, "api-service")["resources"].requests).to.include({
      cpu: "500m",
      memory: "512Mi",
    });
    expect([bounds("api-service"), kept("api-service")]).to.deep.equal([[3, 100], 2]);
  });

  platform.met("MP-19 media-service: 1000m and 2Gi, 2 to 50, one stays available, on the nodes of MP-5", () => {
    expect(platform.container(kube.deployment, "media-service")["resources"].requests).to.include({
      cpu: "1000m",
      memory: "2Gi",
    });
    expect([bounds("media-service"), kept("media-service")]).to.deep.equal([[2, 50], 1]);
    expect(platform.pod(kube.deployment, "media-service")["nodeSelector"]).to.include({
      "platform/pool": "media-processing",
    });
    const taint = { key: "workload", operator: "Equal", value: "media-processing", effect: "NoSchedule" };
    expect(platform.pod(kube.deployment, "media-service")["tolerations"]).to.deep.equal([taint]);
  });

  platform.met("MP-20 the media processor: 2 to 100 by its queue, one stays available", () => {
    const { minReplicaCount, maxReplicaCount, triggers } = platform.spec(kube.scaler);
    expect([minReplicaCount, maxReplicaCount, kept("media-processor")]).to.deep.equal([2, 100, 1]);
    const [queue] = triggers.filter(({ type }: Json) => type === "aws-sqs-queue");
    expect(queue.metadata.queueURL).to.match(/\/media-platform-production-media-jobs$/);
  });

  platform.met("MP-21 the outbox processor: 2 to 20, one stays available", () => {
    expect([bounds("outbox-processor"), kept("outbox-processor")]).to.deep.equal([[2, 20], 1]);
  });

  platform.met("MP-22 data export: to 10, one stays available, and so 2 at least (MP-N4)", () => {
    expect([bounds("data-export"), kept("data-export")]).to.deep.equal([[2, 10], 1]);
  });

  platform.met("MP-23 each service has limits, a budget, and something that scales it", () => {
    for (const service of services) {
      expect(platform.container(kube.deployment, service)["resources"].limits, service).to.include.keys(
        "cpu",
        "memory",
      );
      expect(kept(service), service).to.equal(service === "api-service" ? 2 : 1);
    }
    expect(platform.all(kube.hpa)).to.have.length(4);
    expect(platform.all(kube.scaler)).to.have.length(1);
  });

  const probes = {
    "MP-24": ["livenessProbe", "/health"],
    "MP-25": ["readinessProbe", "/health/ready"],
    "MP-26": ["startupProbe", "/health"],
  };
  for (const [id, [probe = "", path = ""]] of Object.entries(probes))
    platform.met(`${id} ${probe} asks ${path}`, () => {
      for (const service of services)
        expect(platform.container(kube.deployment, service)[probe].httpGet.path, service).to.equal(path);
    });

  platform.met("MP-27 pods prefer different nodes", () => {
    for (const service of services) {
      const { podAntiAffinity } = platform.pod(kube.deployment, service)["affinity"];
      const [{ podAffinityTerm }] = podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect(podAffinityTerm.topologyKey, service).to.equal("kubernetes.io/hostname");
    }
  });

  platform.met("MP-28 pods are even over zones, and none is kept to one (MP-6, MP-N5)", () => {
    for (const service of services) {
      const [spread] = platform.pod(kube.deployment, service)["topologySpreadConstraints"];
      expect([spread.topologyKey, spread.maxSkew]).to.deep.equal(["topology.kubernetes.io/zone", 1]);
      expect(Object.keys(platform.pod(kube.deployment, service)["nodeSelector"] as Json)).not.to.include(
        "topology.kubernetes.io/zone",
      );
    }
  });

  platform.met("MP-32 CPU, memory and the queue decide together, by KEDA (MP-N3)", () => {
    const { triggers } = platform.spec(kube.scaler);
    expect(triggers.map(({ type }: Json) => type as string)).to.have.members(["cpu", "memory", "aws-sqs-queue"]);
  });

  platform.met("MP-33 70 % of CPU and 80 % of memory", () => {
    const metrics = scaling("api-service")["metrics"].map(({ resource }: Json) => [
      resource.name,
      resource.target.averageUtilization,
    ]);
    expect(metrics).to.deep.equal([
      ["cpu", 70],
      ["memory", 80],
    ]);
  });

  platform.met("MP-34 up by 50 %, and by ten pods a minute at most", () => {
    for (const behavior of behaviors()) expect(behavior["scaleUp"]).to.deep.equal(scaleUp);
  });

  platform.met("MP-35 down by 10 %, after five minutes", () => {
    for (const behavior of behaviors()) expect(behavior["scaleDown"]).to.deep.equal(scaleDown);
  });

  platform.met("MP-36 a recommendation, which changes nothing", () => {
    const { targetRef, updatePolicy } = platform.spec(kube.recommendation);
    expect([targetRef.name, updatePolicy.updateMode]).to.deep.equal(["api-service", "Off"]);
  });

  platform.met("MP-54 the database's credentials are files of those who use it", () => {
    const users = services.filter((one) => mounts(one).some(({ mountPath }) => mountPath === "/mnt/secrets/postgres"));
    expect(users).to.deep.equal(["api-service", "media-service", "outbox-processor", "data-export"]);
  });

  platform.met("MP-55 the signing key is a file of api-service alone", () => {
    const users = services.filter((one) => mounts(one).some(({ mountPath }) => mountPath === "/mnt/secrets/jwt"));
    expect(users).to.deep.equal(["api-service"]);
  });

  platform.met("MP-56 AWS by a role: no key of AWS in any variable", () => {
    const { namespace, serviceAccount } = platform.of(
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "media-service-identity",
    );
    expect([namespace, serviceAccount]).to.deep.equal(["production", "media-service"]);
    for (const { inputs } of platform.all(kube.deployment))
      expect(JSON.stringify(display(inputs))).not.to.match(/AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY/);
  });

  platform.met("MP-57 metrics are at /metrics of each service", () => {
    for (const service of services)
      expect(platform.spec(kube.serviceMonitor, `${service}-monitor`)["endpoints"][0].path, service).to.equal(
        "/metrics",
      );
  });

  platform.met("MP-59 and a ServiceMonitor has them scraped", () => {
    for (const service of services) {
      const { selector, endpoints } = platform.spec(kube.serviceMonitor, `${service}-monitor`);
      expect([selector.matchLabels["app.kubernetes.io/name"], endpoints[0].port]).to.deep.equal([service, "metrics"]);
    }
  });

  platform.met("MP-70 database and Redis are backed up, each daily (MP-N10)", () => {
    const database = platform.of("aws:rds/instance:Instance");
    expect(database).to.include({ backupRetentionPeriod: 30, backupWindow: "02:00-03:00" });
    expect(database["tags"]).to.include({ backup: "vault" });
    const redis = platform.of("aws:elasticache/replicationGroup:ReplicationGroup");
    expect(redis).to.include({ snapshotRetentionLimit: 30, snapshotWindow: "02:00-03:00" });
  });

  platform.met("MP-71 backups are in a second region as well, where the same services can start", () => {
    const [rule] = platform.of("aws:backup/plan:Plan")["rules"];
    expect(rule.copyActions[0].destinationVaultArn).to.match(/^arn:aws:backup:us-west-2:/);
  });
});
