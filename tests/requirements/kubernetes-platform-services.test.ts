import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

describe("examples/kubernetes-platform: services, mesh, delivery and recovery", () => {
  const platform = new Platform("kubernetes-platform");

  const database = () => platform.spec("kubernetes:postgresql.cnpg.io/v1:Cluster");
  const canary = () => platform.spec(kube.rollout, "api-gateway")["strategy"].canary as Json;

  platform.met("KP-26 api-gateway: its port, requests, limits and probes", () => {
    const { ports, resources, livenessProbe, readinessProbe } = platform.container(kube.rollout, "api-gateway");
    expect(ports[0].containerPort).to.equal(8080);
    expect(resources.requests).to.include({ cpu: "250m", memory: "256Mi" });
    expect(resources.limits).to.include({ cpu: "500m", memory: "512Mi" });
    expect(livenessProbe).to.deep.include({
      httpGet: { path: "/health", port: 8080 },
      initialDelaySeconds: 30,
      periodSeconds: 10,
    });
    expect(readinessProbe).to.deep.include({
      httpGet: { path: "/ready", port: 8080 },
      initialDelaySeconds: 5,
      periodSeconds: 5,
    });
  });

  platform.met("KP-27 identity-service on 8080", () => {
    const [port] = platform.spec("kubernetes:core/v1:Service", "identity-service")["ports"];
    expect([port.port, port.protocol]).to.deep.equal([8080, "TCP"]);
  });

  platform.met("KP-28 PostgreSQL 15, three copies that replicate, the database app (KP-N10)", () => {
    const { instances, imageName, bootstrap } = database();
    expect([instances, bootstrap.initdb.database]).to.deep.equal([3, "app"]);
    expect(imageName).to.match(/\/postgresql:15\./);
  });

  platform.met("KP-29 3 to 50 by 70 % of CPU and 80 % of memory, of the Rollout (KP-N7)", () => {
    const { minReplicas, maxReplicas, metrics, scaleTargetRef } = platform.spec(kube.hpa, "api-gateway");
    expect([minReplicas, maxReplicas, scaleTargetRef.kind]).to.deep.equal([3, 50, "Rollout"]);
    const targets = metrics.map(({ resource }: Json) => [resource.name, resource.target.averageUtilization]);
    expect(Object.fromEntries(targets as [string, number][])).to.deep.equal({ cpu: 70, memory: 80 });
  });

  platform.met("KP-30 a recommendation between 100m, 128Mi and 1, 1Gi, which changes nothing (KP-N8)", () => {
    const { updatePolicy, resourcePolicy } = platform.spec(kube.recommendation);
    expect(updatePolicy.updateMode).to.equal("Off");
    expect(resourcePolicy.containerPolicies).to.deep.equal([
      {
        containerName: "api-gateway",
        minAllowed: { cpu: "100m", memory: "128Mi" },
        maxAllowed: { cpu: "1", memory: "1Gi" },
      },
    ]);
  });

  platform.met("KP-32 mesh1 on network1, its cluster called production, 200m and 256Mi for istiod", () => {
    const { global, resources } = platform.values("addons-istiod");
    expect([global.meshID, global.network]).to.deep.equal(["mesh1", "network1"]);
    expect(global.multiCluster.clusterName).to.equal("production");
    expect(resources.requests).to.deep.equal({ cpu: "200m", memory: "256Mi" });
  });

  platform.met("KP-35 mutual TLS only, in production", () => {
    const { metadata, spec } = platform.of(kube.peers, "addons-istiod-peerauthentication-production-default");
    expect(metadata).to.include({ name: "default", namespace: "production" });
    expect(spec).to.deep.equal({ mtls: { mode: "STRICT" } });
  });

  platform.met("KP-40 the account app-service-account", () => {
    const { metadata } = platform.of(
      "kubernetes:core/v1:ServiceAccount",
      "namespaces-production-account-app-service-account",
    );
    expect(metadata.name).to.equal("app-service-account");
  });

  platform.met("KP-41 app-role gets and lists ConfigMaps, and not every Secret (KP-N6)", () => {
    const { rules } = platform.of(
      "kubernetes:rbac.authorization.k8s.io/v1:Role",
      "namespaces-production-role-app-role",
    );
    expect(rules).to.deep.equal([{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }]);
  });

  platform.met("KP-42 bound to that account", () => {
    const { roleRef, subjects } = platform.of(
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
      "namespaces-production-binding-app-role",
    );
    expect(roleRef).to.deep.equal({ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "app-role" });
    expect(subjects).to.deep.equal([{ kind: "ServiceAccount", name: "app-service-account", namespace: "production" }]);
  });

  platform.met("KP-45 Falco on every node", () => {
    const { chart, namespace } = platform.of(kube.chart, "addons-falco");
    expect([chart, namespace]).to.deep.equal(["falco", "falco"]);
  });

  platform.met("KP-46 policies at admission, by the API server itself", () => {
    const policies = platform
      .all("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding")
      .map(({ name }) =>
        platform.spec("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding", name),
      )
      .filter(({ validationActions }) => validationActions.includes("Deny"));
    expect(policies.map(({ policyName }) => policyName as string)).to.include.members([
      "platform-workloads",
      "platform-namespaces",
    ]);
  });

  platform.met("KP-47 the database's credentials are of the Secret postgres-secret", () => {
    expect(database()["bootstrap"].initdb.secret).to.deep.equal({ name: "postgres-secret" });
  });

  platform.met("KP-51 api-gateway:v2.0.0, a quarter more and a quarter less while it rolls", () => {
    expect(platform.container(kube.rollout, "api-gateway")["image"]).to.match(/\/api-gateway:v2\.0\.0$/);
    expect(canary()).to.include({ maxSurge: "25%", maxUnavailable: "25%" });
  });

  platform.met("KP-56 a canary, over the VirtualService of the service", () => {
    expect(canary()).to.include({ canaryService: "api-gateway-canary", stableService: "api-gateway" });
    const { virtualService } = canary()["trafficRouting"].istio;
    expect(virtualService.name).to.equal(platform.of(kube.virtualService, "api-gateway")["metadata"].name);
  });

  platform.met("KP-57 5, 20, 50 and 100 %, after 2, 5 and 10 minutes", () => {
    expect(canary()["steps"]).to.deep.equal([
      { setWeight: 5 },
      { pause: { duration: "2m" } },
      { setWeight: 20 },
      { pause: { duration: "5m" } },
      { setWeight: 50 },
      { pause: { duration: "10m" } },
      { setWeight: 100 },
    ]);
  });

  platform.met("KP-58 daily-backup: production and staging at 02:00, kept 720 hours (KP-N9)", () => {
    const { metadata, spec } = platform.of(kube.schedule);
    expect([metadata.name, spec.schedule]).to.deep.equal(["daily-backup", "0 2 * * *"]);
    expect(spec.template).to.include({ storageLocation: "aws-s3", ttl: "720h0m0s" });
    expect(spec.template.includedNamespaces).to.deep.equal(["production", "staging"]);
  });

  platform.met("KP-59 active in us-east-1, with a health check that moves the records when it fails", () => {
    const { role, aws } = platform.config;
    expect([role, aws.region]).to.deep.equal(["active", "us-east-1"]);
    expect(platform.of("aws:route53/healthCheck:HealthCheck")).to.include({ type: "HTTPS", resourcePath: "/health" });
  });

  platform.met("KP-60 images and backups are in us-west-2 as well", () => {
    const { replicationConfiguration } = platform.of("aws:ecr/replicationConfiguration:ReplicationConfiguration");
    expect(replicationConfiguration.rules[0].destinations[0].region).to.equal("us-west-2");
    const [rule] = platform.of("aws:backup/plan:Plan")["rules"];
    expect(rule.copyActions[0].destinationVaultArn).to.match(/^arn:aws:backup:us-west-2:/);
  });

  platform.met("KP-61 an alarm when the copies of the database's log are more than five minutes behind", () => {
    const lag = platform
      .all("aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(({ inputs }) => inputs as Json)
      .filter(({ metricName }) => metricName === "ReplicationLatency");
    expect(lag.map(({ threshold, comparisonOperator }) => [threshold, comparisonOperator] as unknown)).to.deep.equal([
      [300, "GreaterThanThreshold"],
    ]);
  });

  platform.met("KP-65 OpenCost, which reads the Prometheus of the stack", () => {
    const { chart, values } = platform.of(kube.chart, "observability-opencost");
    expect(chart).to.equal("opencost");
    expect(values.opencost.prometheus.internal).to.include({
      enabled: true,
      serviceName: "kube-prometheus-stack-prometheus",
      namespaceName: "monitoring",
    });
  });

  platform.met("KP-34 the two versions are two Services, each with a rule of its own", () => {
    for (const name of ["api-gateway", "api-gateway-new-version"])
      expect(platform.spec(kube.destinationRule, name)["trafficPolicy"].tls.mode, name).to.equal("ISTIO_MUTUAL");
    const hosts = platform.spec(kube.virtualService, "api-gateway")["http"][0].route;
    expect(
      hosts.map(({ destination, weight }: Json) => [destination.host.split(".")[0], weight] as unknown),
    ).to.deep.equal([
      ["api-gateway", 100],
      ["api-gateway-canary", 0],
    ]);
  });

  platform.met("KP-64 nodes that are not needed go after ten minutes", () => {
    const { extraArgs } = platform.values("addons-cluster-autoscaler");
    expect(extraArgs).to.include({ "scale-down-unneeded-time": "10m", "scale-down-utilization-threshold": 0.5 });
  });
});
