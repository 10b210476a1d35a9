import { expect } from "./support/mutations";
import { kube, Platform } from "./support/platform";

/** Services that answer HTTP, and what runs them. */
const services = [
  [kube.rollout, "api-service"],
  [kube.deployment, "frontend-service"],
  [kube.deployment, "admin-service"],
  [kube.deployment, "worker"],
] as const;

describe("the video creator platform: workloads, scaling, delivery and operations", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pod, container, values, pool } = ask;
  const api = () => spec(kube.hpa, "api-service");
  const scaler = () => spec(kube.scaler, "worker-scaler");
  const autoscaler = () => values("addons-cluster-autoscaler")["extraArgs"];
  const guard = (name: string) => spec(kube.policy, `namespaces-production-policy-${name}`);
  const logs = (name: string) => of("aws:cloudwatch/logGroup:LogGroup", name);
  const backups = () => of("aws:backup/plan:Plan")["rules"];
  const each = (check: (type: string, name: string) => void) => () => {
    for (const [type, name] of services) check(type, name);
  };

  ask.met("VC-34 the API's resources and bounds", () => {
    const { requests, limits } = container(kube.rollout, "api-service")["resources"];
    expect(requests).to.include({ cpu: "500m", memory: "1Gi" });
    expect(limits).to.include({ cpu: "2", memory: "4Gi" });
    expect([api()["minReplicas"], api()["maxReplicas"]]).to.deep.equal([3, 10]);
  });
  ask.met("VC-35 the front end listens on 3000", () => {
    expect(container(kube.deployment, "frontend-service")["ports"][0].containerPort).to.equal(3000);
  });
  ask.met("VC-36 the admin site listens on 8000", () => {
    expect(container(kube.deployment, "admin-service")["ports"][0].containerPort).to.equal(8000);
  });
  ask.met("VC-37 the worker's resources, pool and shared files", () => {
    const { resources } = container(kube.deployment, "worker");
    expect(resources.requests).to.include({ cpu: "1", memory: "2Gi" });
    expect(resources.limits).to.include({ cpu: "4", memory: "8Gi" });
    expect(pod(kube.deployment, "worker")["nodeSelector"]).to.include({ "platform/pool": "compute" });
    expect(spec("kubernetes:core/v1:PersistentVolumeClaim")["storageClassName"]).to.equal("efs");
  });
  ask.met("VC-38 one scheduler, and never two", () => {
    const { replicas, strategy } = spec(kube.deployment, "scheduler");
    expect([replicas, strategy.type]).to.deep.equal([1, "Recreate"]);
  });
  ask.met("VC-39 background jobs, by a schedule", () => {
    expect(spec("kubernetes:batch/v1:CronJob", "cleanup")["schedule"]).to.equal("0 3 * * *");
  });
  ask.met("VC-40 PostgreSQL: a StatefulSet of one, 50 GB on gp3", () => {
    const { replicas, template, volumeClaimTemplates } = spec("kubernetes:apps/v1:StatefulSet", "databases-postgres");
    const [{ ports, resources }] = template.spec.containers;
    expect([replicas, ports[0].containerPort]).to.deep.equal([1, 5432]);
    expect(resources.requests).to.include({ cpu: "1", memory: "4Gi" });
    expect(resources.limits).to.include({ cpu: "2", memory: "8Gi" });
    const { storageClassName, resources: size } = volumeClaimTemplates[0].spec;
    expect([storageClassName, size.requests.storage]).to.deep.equal(["gp3", "50Gi"]);
  });
  ask.met(
    "VC-41 liveness",
    each((type, name) => {
      const { httpGet, initialDelaySeconds, periodSeconds } = container(type, name)["livenessProbe"];
      expect([httpGet.path, initialDelaySeconds, periodSeconds], name).to.deep.equal(["/health", 30, 10]);
    }),
  );
  ask.met(
    "VC-42 readiness",
    each((type, name) => {
      const { httpGet, initialDelaySeconds, periodSeconds } = container(type, name)["readinessProbe"];
      expect([httpGet.path, initialDelaySeconds, periodSeconds], name).to.deep.equal(["/ready", 5, 5]);
    }),
  );
  ask.met(
    "VC-43 replicas on different nodes",
    each((type, name) => {
      const [term] = pod(type, name)["affinity"].podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect(term.podAffinityTerm.topologyKey, name).to.equal("kubernetes.io/hostname");
    }),
  );
  ask.met(
    "VC-44 replicas over zones",
    each((type, name) => {
      const [constraint] = pod(type, name)["topologySpreadConstraints"];
      expect([constraint.topologyKey, constraint.maxSkew], name).to.deep.equal(["topology.kubernetes.io/zone", 1]);
    }),
  );
  ask.met("VC-45 a drain leaves two pods, but of what rests at two (VC-N3)", () => {
    for (const name of ["api-service", "frontend-service", "admin-service"])
      expect(spec(kube.pdb, name)["minAvailable"], name).to.equal(2);
    expect([scaler()["minReplicaCount"], spec(kube.pdb, "worker")["maxUnavailable"]]).to.deep.equal([2, "25%"]);
  });

  ask.met("VC-46 CPU at 70 %", () => {
    const target = { averageUtilization: 70, type: "Utilization" };
    expect(api()["metrics"]).to.deep.equal([{ type: "Resource", resource: { name: "cpu", target } }]);
  });
  ask.met("VC-48 one pod more each 30 seconds", () => {
    expect(api()["behavior"].scaleUp.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 30 }]);
  });
  ask.met("VC-49 one pod fewer each 5 minutes", () => {
    expect(api()["behavior"].scaleDown.policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 300 }]);
  });
  ask.met("VC-50 the worker follows the queue, from 2 pods on; 10 at most, which fit (VC-N1, VC-N2)", () => {
    const { minReplicaCount, maxReplicaCount, triggers } = scaler();
    expect([minReplicaCount, maxReplicaCount, triggers[0].type]).to.deep.equal([2, 10, "aws-sqs-queue"]);
  });
  ask.met("VC-52 a node goes that is below 50 % for 10 minutes", () => {
    expect(autoscaler()).to.include({
      "scale-down-utilization-threshold": 0.5,
      "scale-down-unneeded-time": "10m",
    });
  });
  ask.met("VC-51 VC-53 ten workers at most, beside the system pool", () => {
    expect(autoscaler()["max-nodes-total"] - pool("system")["scalingConfig"].maxSize).to.equal(10);
  });

  ask.met("VC-55 ingress is denied by default", () => {
    expect(guard("default-deny-all")).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });
  ask.met("VC-56 egress to the internet", () => {
    expect(guard("allow-internet")["egress"][0].to[0].ipBlock.cidr).to.equal("0.0.0.0/0");
  });
  ask.met("VC-57 pods of the namespace may talk to each other", () => {
    expect(guard("allow-same-namespace")["ingress"]).to.deep.equal([{ from: [{ podSelector: {} }] }]);
  });
  ask.met("VC-58 ingress from the ingress controller", () => {
    const [{ from, ports }] = spec(kube.policy, "frontend-service")["ingress"];
    expect(from[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]).to.equal("system");
    expect(ports).to.deep.equal([{ port: 3000, protocol: "TCP" }]);
  });
  ask.met("VC-59 roles by IRSA", () => {
    const { annotations } = of("kubernetes:core/v1:ServiceAccount", "api-service")["metadata"];
    expect(annotations["eks.amazonaws.com/role-arn"]).to.equal(
      "arn:aws:iam::123456789012:role/video-creator-production-api-service",
    );
  });
  ask.met("VC-60 rights are given by namespace", () => {
    const binding = of(
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      "namespaces-production-binding-operators",
    );
    expect([binding["metadata"].namespace, binding["roleRef"].name]).to.deep.equal(["production", "view"]);
    const { operators } = of("eks:index:Cluster")["accessEntries"];
    expect([operators.kubernetesGroups]).to.deep.equal([binding["subjects"].map(({ name }: any) => name)]);
    expect(operators.accessPolicies ?? {}).to.deep.equal({});
  });
  ask.met("VC-61 credentials and keys are in Secrets Manager", () => {
    const names = ["databases-postgres-credentials", "secrets-jwt"];
    expect(names.map((name) => of("aws:secretsmanager/secret:Secret", name)["name"])).to.deep.equal([
      "video-creator/databases/postgres",
      "video-creator/secrets/jwt",
    ]);
  });
  ask.met("VC-62 Sealed Secrets", () => {
    expect(of(kube.chart, "addons-sealed-secrets")["chart"]).to.equal("sealed-secrets");
  });
  ask.met("VC-63 secrets are files", () => {
    const paths = container(kube.rollout, "api-service")["volumeMounts"].map((mount: any) => mount.mountPath);
    expect(paths).to.include.members(["/mnt/secrets/jwt", "/mnt/secrets/postgres"]);
  });
  ask.met("VC-66 images come from ECR", () => {
    const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    for (const [type, name] of services) expect(container(type, name)["image"]).to.match(new RegExp(`^${host}/`));
  });

  ask.met("VC-69 the API's metrics are scraped", () => {
    const [endpoint] = spec("kubernetes:monitoring.coreos.com/v1:PodMonitor", "api-service-monitor")[
      "podMetricsEndpoints"
    ];
    expect(endpoint).to.deep.equal({ path: "/metrics", port: "http" });
  });
  ask.met("VC-70 metrics-server runs in system", () => {
    expect(of(kube.chart, "addons-metrics-server")["namespace"]).to.equal("system");
  });
  ask.met("VC-72 control-plane logs", () => {
    expect(of("eks:index:Cluster")["enabledClusterLogTypes"]).to.deep.equal(["api", "audit", "authenticator"]);
  });
  ask.met("VC-73 VC-74 logs are in CloudWatch for 30 days", () => {
    const groups = ["cluster-logs", "observability-fluent-bit-logs-namespace-production"];
    expect(groups.map((name) => logs(name)["retentionInDays"])).to.deep.equal([30, 30]);
  });
  ask.met("VC-76 VC-77 alerts: a node is down, a pod is crash-looping", () => {
    expect(ask.exprs("NodeDown")[0]).to.contain('condition="Ready",status="true"');
    expect(ask.exprs("PodCrashLooping")[0]).to.contain('reason="CrashLoopBackOff"');
  });
  ask.met("VC-78 alerts: CPU or memory above 80 %", () => {
    for (const alert of ["NodeCpuHigh", "NodeMemoryHigh", "ContainerCpuHigh", "ContainerMemoryHigh"])
      expect(ask.exprs(alert)[0], alert).to.match(/> 0\.8$/);
  });
  ask.met("VC-79 alert: p99 above 1 s", () => {
    const selector = '{namespace="production",service="api-service"}';
    expect(ask.exprs("RequestLatencyHigh")).to.deep.equal([`service:request_duration_seconds:p99_5m${selector} > 1`]);
  });
  ask.met("VC-81 a canary begins at 10 %", () => {
    const { steps } = spec(kube.rollout, "api-service")["strategy"].canary;
    expect(steps[0]).to.deep.equal({ setWeight: 10 });
  });
  ask.met("VC-84 VC-90 backups at 02:00 UTC, and a second one, for 24 hours (VC-N14)", () => {
    const times = backups().map(({ schedule }: any) => schedule);
    expect(times).to.deep.equal(["cron(0 2 * * ? *)", "cron(0 14 * * ? *)"]);
    expect(ask.recovery.problems).to.deep.equal([]);
  });
  ask.met("VC-85 backups are kept for 30 days", () => {
    for (const { lifecycle } of backups()) expect(lifecycle).to.deep.equal({ deleteAfter: 30 });
  });
  ask.met("VC-86 backups are copied to us-west-2", () => {
    for (const { copyActions } of backups())
      expect(copyActions[0].destinationVaultArn).to.match(/^arn:aws:backup:us-west-2:/);
  });
  ask.met("VC-88 old dumps go to Glacier", () => {
    const [{ transitions }] = of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "buckets-dumps")[
      "rules"
    ];
    expect(transitions).to.deep.equal([{ days: 30, storageClass: "GLACIER" }]);
  });
  ask.met("VC-87 volumes of EBS are in the plan, the database's by its class", () => {
    expect(of("aws:backup/selection:Selection")["resources"]).to.include("arn:aws:ec2:*:*:volume/*");
    expect(of(kube.class, "storage-gp3")["parameters"]).to.include({ tagSpecification_1: "backup=vault" });
  });
  ask.met("VC-89 every store is back within an hour", () => {
    expect(ask.config.recovery?.rto).to.equal("1h");
    expect(ask.recovery.problems).to.deep.equal([]);
  });
  ask.met("VC-96 the control plane costs $73 a month", () => {
    const line = ask.cost.items.find(({ what }) => what.startsWith("EKS control plane"));
    expect(line?.monthlyUsd).to.equal(73);
  });
  ask.met("VC-97 uptime of 99.9 % is watched", () => {
    expect(ask.exprs("ClusterAvailabilityBurn")[0]).to.contain("> 14.4 * 0.001");
  });
  ask.met("VC-98 pods that start in more than 60 seconds raise an alert", () => {
    expect(ask.exprs("PodStartSlow")).to.deep.equal(["cluster:pod_start_duration_seconds:p95_30m > 60"]);
  });
  ask.met("VC-101 a p99 of 200 ms is an objective of the API", () => {
    expect(ask.config.services["api-service"]?.slo?.latency).to.deep.include({ p99: "200ms" });
    expect(ask.exprs("LatencyBurn")[0]).to.contain('slo="latency-p99",namespace="production",service="api-service"');
  });
});
