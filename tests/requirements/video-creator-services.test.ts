import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

/** Services of several copies that answer HTTP, and what runs them. */
const services = [
  [kube.rollout, "api-service"],
  [kube.deployment, "frontend-service"],
  [kube.rollout, "admin-service"],
  [kube.deployment, "worker"],
] as const;
/** The same, and the one that is alone. */
const answering = [...services, [kube.deployment, "scheduler"]] as const;

describe("the video creator platform: workloads and scaling", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pod, container, values, pool } = ask;
  const hpa = (name: string) => spec(kube.hpa, name);
  const scaler = () => spec(kube.scaler, "worker-scaler");
  const autoscaler = () => values("addons-cluster-autoscaler");
  const port = (type: string, name: string) => container(type, name)["ports"][0].containerPort as number;
  const open = (name: string) =>
    spec("kubernetes:core/v1:Service", name)["ports"].map((one: Json) => one["port"] as number) as number[];
  const budget = (name: string) => {
    const { minAvailable, maxUnavailable } = spec(kube.pdb, name);
    return [minAvailable, maxUnavailable] as unknown[];
  };

  ask.met("VC-34 the API: port 8000, 500m and 1Gi, at most 2000m and 4Gi, 3 to 10 copies by HPA", () => {
    expect([port(kube.rollout, "api-service"), open("api-service")]).to.deep.equal([8000, [8000]]);
    const { requests, limits } = container(kube.rollout, "api-service")["resources"];
    expect(requests).to.include({ cpu: "500m", memory: "1Gi" });
    expect(limits).to.include({ cpu: "2", memory: "4Gi" });
    const { minReplicas, maxReplicas, scaleTargetRef } = hpa("api-service");
    expect([minReplicas, maxReplicas, scaleTargetRef.name]).to.deep.equal([3, 10, "api-service"]);
  });
  ask.met("VC-35 the front end: port 3000", () => {
    expect([port(kube.deployment, "frontend-service"), open("frontend-service")]).to.deep.equal([3000, [3000]]);
  });
  ask.met("VC-36 the admin site: port 8000", () => {
    expect([port(kube.rollout, "admin-service"), open("admin-service")]).to.deep.equal([8000, [8000]]);
  });
  ask.succeeded(
    "VC-37 the worker: 1000m and 2Gi, at most 4000m and 8Gi, on compute nodes, files on efs; 2 to 10 copies by queue instead of 2 to 50",
    "fifty workers of 1 CPU and 2Gi fit neither the quota nor ten nodes (VC-N1, VC-N2)",
    () => {
      const { resources, volumeMounts } = container(kube.deployment, "worker");
      expect(resources.requests).to.include({ cpu: "1", memory: "2Gi" });
      expect(resources.limits).to.include({ cpu: "4", memory: "8Gi" });
      const { scaleTargetRef, minReplicaCount, maxReplicaCount, triggers } = scaler();
      expect([scaleTargetRef.name, minReplicaCount, maxReplicaCount]).to.deep.equal(["worker", 2, 10]);
      expect(triggers.map(({ type }: Json) => type as string)).to.deep.equal(["aws-sqs-queue"]);
      expect(pod(kube.deployment, "worker")["nodeSelector"]).to.include({ "platform/pool": "compute" });
      expect(volumeMounts.map(({ mountPath }: Json) => mountPath as string)).to.include("/var/videos");
      expect(spec("kubernetes:core/v1:PersistentVolumeClaim")["storageClassName"]).to.equal("efs");
    },
  );
  ask.met("VC-38 one scheduler, and never two", () => {
    const { replicas, strategy } = spec(kube.deployment, "scheduler");
    expect([replicas, strategy]).to.deep.equal([1, { type: "Recreate" }]);
  });
  ask.met("VC-39 background jobs, by a schedule, one at a time", () => {
    const { schedule, timeZone, concurrencyPolicy } = spec("kubernetes:batch/v1:CronJob", "cleanup");
    expect([schedule, timeZone, concurrencyPolicy]).to.deep.equal(["0 3 * * *", "Etc/UTC", "Forbid"]);
  });
  ask.met("VC-40 PostgreSQL: a StatefulSet of one on 5432, 1000m and 4Gi, at most 2000m and 8Gi, 50 GB on gp3", () => {
    const { replicas, template, volumeClaimTemplates } = spec("kubernetes:apps/v1:StatefulSet", "databases-postgres");
    const [{ ports, resources, env }] = template.spec.containers;
    expect([replicas, ports[0].containerPort]).to.deep.equal([1, 5432]);
    expect(resources.requests).to.include({ cpu: "1", memory: "4Gi" });
    expect(resources.limits).to.include({ cpu: "2", memory: "8Gi" });
    const { storageClassName, resources: size } = volumeClaimTemplates[0].spec;
    expect([storageClassName, size.requests.storage]).to.deep.equal(["gp3", "50Gi"]);
    expect(env).to.deep.include({ name: "POSTGRES_PASSWORD_FILE", value: "/mnt/secrets/postgres/password" });
  });

  ask.met("VC-41 liveness: /health after 30 s, then every 10 s", () => {
    for (const [type, name] of answering) {
      const { httpGet, initialDelaySeconds, periodSeconds } = container(type, name)["livenessProbe"];
      expect([httpGet.path, initialDelaySeconds, periodSeconds], name).to.deep.equal(["/health", 30, 10]);
    }
  });
  ask.met("VC-42 readiness: /ready after 5 s, then every 5 s", () => {
    for (const [type, name] of answering) {
      const { httpGet, initialDelaySeconds, periodSeconds } = container(type, name)["readinessProbe"];
      expect([httpGet.path, initialDelaySeconds, periodSeconds], name).to.deep.equal(["/ready", 5, 5]);
    }
  });
  ask.met("VC-43 replicas on different nodes, where there are any", () => {
    for (const [type, name] of services) {
      const terms = pod(type, name)["affinity"].podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect(terms, name).to.have.length(1);
      expect([terms[0].weight, terms[0].podAffinityTerm.topologyKey], name).to.deep.equal([
        100,
        "kubernetes.io/hostname",
      ]);
      expect(terms[0].podAffinityTerm.labelSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": name });
    }
  });
  ask.met("VC-44 replicas over zones, one more in a zone at most", () => {
    for (const [type, name] of services) {
      const [constraint] = pod(type, name)["topologySpreadConstraints"];
      expect([constraint.topologyKey, constraint.maxSkew], name).to.deep.equal(["topology.kubernetes.io/zone", 1]);
      expect(constraint.labelSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": name });
    }
  });
  ask.succeeded(
    "VC-45 a drain leaves two pods of API, front end and admin; of workers it takes a quarter, and what is alone has no budget",
    "two of two workers, or of one database, would stop every drain (VC-N3)",
    () => {
      for (const name of ["api-service", "frontend-service", "admin-service"])
        expect(budget(name), name).to.deep.equal([2, undefined]);
      expect(budget("worker")).to.deep.equal([undefined, "25%"]);
      const names = ask.all(kube.pdb).map(({ inputs }) => inputs["metadata"].name as string);
      expect(names).not.to.include.oneOf(["postgres", "scheduler", "cleanup"]);
    },
    [{ inputs: { metadata: { name: "postgres" } } }],
  );

  ask.met("VC-46 the API's autoscaler aims at 70 % of CPU", () => {
    const target = { averageUtilization: 70, type: "Utilization" };
    expect(hpa("api-service")["metrics"]).to.deep.equal([{ type: "Resource", resource: { name: "cpu", target } }]);
  });
  ask.succeeded(
    "VC-47 every autoscaler stays within 2 and 50: the API 3 to 10, front end and admin 3 to 4, workers 2 to 10",
    "fifty of each service fit neither the quota nor ten nodes, and the API has bounds of its own (VC-N1, VC-N4)",
    () => {
      const bounds = ask
        .all(kube.hpa)
        .map(({ name, inputs }) => [name, inputs["spec"].minReplicas, inputs["spec"].maxReplicas] as unknown[]);
      expect(bounds).to.have.deep.members([
        ["api-service", 3, 10],
        ["frontend-service", 3, 4],
        ["admin-service", 3, 4],
      ]);
      expect([scaler()["minReplicaCount"], scaler()["maxReplicaCount"]]).to.deep.equal([2, 10]);
    },
  );
  ask.met("VC-48 one pod more each 30 seconds", () => {
    expect(hpa("api-service")["behavior"].scaleUp.policies).to.deep.equal([
      { type: "Pods", value: 1, periodSeconds: 30 },
    ]);
  });
  ask.met("VC-49 one pod fewer each 5 minutes", () => {
    expect(hpa("api-service")["behavior"].scaleDown.policies).to.deep.equal([
      { type: "Pods", value: 1, periodSeconds: 300 },
    ]);
  });
  ask.succeeded(
    "VC-50 the worker follows the queue's depth, one pod a message, from 2 to 10 instead of 50",
    "fifty workers fit neither the quota nor ten nodes (VC-N1, VC-N2)",
    () => {
      const { minReplicaCount, maxReplicaCount, triggers } = scaler();
      expect([minReplicaCount, maxReplicaCount]).to.deep.equal([2, 10]);
      const [{ type, metadata }] = triggers;
      expect([type, metadata.queueLength]).to.deep.equal(["aws-sqs-queue", "1"]);
      expect(metadata.queueURL).to.equal("https://sqs.us-east-1.amazonaws.com/123456789012/video-creator-jobs");
      expect(of("aws:sqs/queue:Queue", "queues-jobs")["name"]).to.equal("video-creator-jobs");
    },
  );
  ask.met("VC-51 the cluster autoscaler adds nodes for pods that fit nowhere", () => {
    expect(of(kube.chart, "addons-cluster-autoscaler")["chart"]).to.equal("cluster-autoscaler");
    expect(autoscaler()["autoDiscovery"].clusterName).to.equal("video-creator");
    const { policy } = of("aws:iam/rolePolicy:RolePolicy", "addons-cluster-autoscaler-role");
    expect(policy).to.contain("autoscaling:SetDesiredCapacity");
  });
  ask.met("VC-52 and takes a node that stays below 50 % for 10 minutes", () => {
    expect(autoscaler()["extraArgs"]).to.include({
      "scale-down-utilization-threshold": 0.5,
      "scale-down-unneeded-time": "10m",
    });
  });
  ask.met("VC-53 and makes no more than ten workers, beside the nodes of the platform itself", () => {
    const most = ["general", "compute", "memory"].map((name) => pool(name)["scalingConfig"].maxSize as number);
    expect(most.reduce((sum, one) => sum + one)).to.equal(10);
    expect(autoscaler()["extraArgs"]["max-nodes-total"] - pool("system")["scalingConfig"].maxSize).to.equal(10);
  });
  ask.met("VC-54 a deeper queue makes workers, which only compute nodes take: one to four", () => {
    expect(scaler()["triggers"][0].metadata.queueLength).to.equal("1");
    expect(pod(kube.deployment, "worker")["nodeSelector"]).to.include({ "platform/pool": "compute" });
    const { scalingConfig, labels } = pool("compute");
    expect(labels).to.deep.equal({ "platform/pool": "compute" });
    expect([scalingConfig.minSize, scalingConfig.maxSize]).to.deep.equal([1, 4]);
    expect(of(kube.chart, "addons-cluster-autoscaler")["namespace"]).to.equal("system");
  });
});
