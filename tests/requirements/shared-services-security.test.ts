import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

describe("examples/shared-services: rights, secrets and what is watched", () => {
  const platform = new Platform("shared-services");

  const stack = () => platform.values("observability-kube-prometheus-stack");
  const records = () =>
    platform
      .all(kube.rules)
      .flatMap(({ name }) => platform.spec(kube.rules, name)["groups"] as Json[])
      .flatMap(({ rules }) => rules as Json[])
      .map(({ record }) => record as string | undefined);
  const statements = (role: string) =>
    (JSON.parse(platform.of("aws:iam/rolePolicy:RolePolicy", role)["policy"] as string) as Json)["Statement"] as Json[];

  platform.met("SS-5 Route 53, Secrets Manager, CloudWatch Logs, IAM and ACM are in use", () => {
    const types = platform.types();
    expect(types).to.include.members([
      "aws:route53/record:Record",
      "aws:secretsmanager/secret:Secret",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:iam/role:Role",
      "aws:acm/certificate:Certificate",
    ]);
  });

  platform.met("SS-37 one Grafana, which leaves its volume before the next takes it", () => {
    const { replicas, deploymentStrategy } = stack()["grafana"];
    expect([replicas, deploymentStrategy]).to.deep.equal([1, { type: "Recreate" }]);
  });

  platform.met("SS-38 three Alertmanagers, of which two stay", () => {
    const { alertmanagerSpec, podDisruptionBudget } = stack()["alertmanager"];
    expect([alertmanagerSpec.replicas, podDisruptionBudget]).to.deep.equal([3, { enabled: true, minAvailable: 2 }]);
  });

  platform.met("SS-39 kube-state-metrics, with requests and a limit", () => {
    expect(stack()["kube-state-metrics"].resources).to.deep.equal({
      requests: { cpu: "50m", memory: "256Mi" },
      limits: { memory: "256Mi" },
    });
  });

  platform.met("SS-40 node-exporter on whatever node, in a namespace of its own (SS-N8)", () => {
    const { tolerations, namespaceOverride } = stack()["prometheus-node-exporter"];
    expect([tolerations, namespaceOverride]).to.deep.equal([[{ operator: "Exists" }], "monitoring-host"]);
  });

  platform.met("SS-41 Fluent Bit on each node, with requests, a limit and a role", () => {
    const { kind, resources, tolerations, serviceAccount } = platform.values("observability-fluent-bit");
    expect([kind, tolerations]).to.deep.equal(["DaemonSet", [{ operator: "Exists" }]]);
    expect(resources).to.deep.equal({ requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } });
    expect(serviceAccount.annotations).to.have.property("eks.amazonaws.com/role-arn");
  });

  platform.met("SS-47 no mesh is part of the layer", () => {
    const charts = platform.all(kube.chart).map(({ name }) => name);
    expect(charts.filter((name) => name.includes("istio"))).to.deep.equal([]);
  });

  platform.met("SS-53 external-dns writes records of the two zones, and of no other", () => {
    const zones = ["Z0123456789ABCDEFGHIJ", "Z1123456789ABCDEFGHIJ"].map((id) => `arn:aws:route53:::hostedzone/${id}`);
    const [write] = statements("addons-external-dns-role").filter(({ Sid }) => Sid === "WriteRecords");
    expect([write?.["Action"], write?.["Resource"]]).to.deep.equal([["route53:ChangeResourceRecordSets"], zones]);
  });

  platform.met("SS-55 tokens are projected, for AWS alone, and the API server's is in no pod of an application", () => {
    const { tokenRequests } = platform.values("addons-secrets-store-csi-driver");
    expect(tokenRequests).to.deep.equal([{ audience: "sts.amazonaws.com" }, { audience: "pods.eks.amazonaws.com" }]);
    expect(platform.pod(kube.deployment, "app")["automountServiceAccountToken"]).to.equal(false);
  });

  platform.met("SS-56 developers have no Secrets, and no role has a wildcard", () => {
    const type = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
    for (const role of ["platform-developer", "platform-viewer", "monitoring-reader"]) {
      const rules = platform.of(type, `roles-${role}`)["rules"] as Json[];
      const all = rules.flatMap(({ resources = [], verbs }) => [...resources, ...verbs] as string[]);
      expect(all, role).not.to.include.members(["*"]);
      expect(all, role).not.to.include.members(["secrets"]);
    }
  });

  platform.met("SS-60 the only Secret that the program writes is generated, and is shown nowhere", () => {
    const secrets = platform.all("kubernetes:core/v1:Secret").map(({ name }) => name);
    expect(secrets).to.deep.equal(["observability-grafana-admin"]);
    const { stringData, data } = platform.of("kubernetes:core/v1:Secret");
    expect(JSON.stringify(stringData ?? data)).to.match(/\[secret\]|\[unknown\]/);
  });

  platform.met("SS-61 the API server writes who did what, and keeps it", () => {
    expect(platform.of("eks:index:Cluster")["enabledClusterLogTypes"]).to.include("audit");
    expect(platform.of("aws:cloudwatch/logGroup:LogGroup", "cluster-logs")["retentionInDays"]).to.equal(90);
  });

  platform.met(
    "SS-68 CPU and memory of pods and nodes, latency of the API server, errors of controllers, age of certificates",
    () => {
      expect(records()).to.include.members([
        "container:cpu_usage:cores",
        "container:memory_working_set:bytes",
        "node:cpu_utilization:ratio",
        "node:memory_utilization:ratio",
        "controller:reconcile_errors:ratio_rate15m",
      ]);
      for (const alert of ["ApiServerSlow", "ControllerErrors", "CertificateExpiresSoon"])
        expect(platform.exprs(alert), alert).not.to.deep.equal([]);
    },
  );

  platform.met("SS-79 objects of the cluster are backed up by Velero, as etcd's backups are EKS's own (SS-N3)", () => {
    const { schedule, template } = platform.spec(kube.schedule, "addons-velero-schedule-velero-daily-backup");
    expect([schedule, template.includedNamespaces]).to.deep.equal(["0 2 * * *", ["production", "application"]]);
  });

  platform.met("SS-82 nodes that are not needed go after ten minutes", () => {
    const { extraArgs } = platform.values("addons-cluster-autoscaler");
    expect(extraArgs).to.include({ "scale-down-unneeded-time": "10m", "scale-down-utilization-threshold": 0.5 });
  });

  platform.met("SS-83 the spot pool costs nothing while nobody needs it", () => {
    expect(platform.pool("spot")["scalingConfig"]).to.deep.equal({ minSize: 0, desiredSize: 0, maxSize: 10 });
  });

  platform.met("SS-84 retention is limited: 15 days of metrics, and no log group is without an end", () => {
    expect(stack()["prometheus"].prometheusSpec.retention).to.equal("15d");
    for (const { name, inputs } of platform.all("aws:cloudwatch/logGroup:LogGroup"))
      expect((inputs as Json)["retentionInDays"], name).to.be.within(1, 90);
  });
});
