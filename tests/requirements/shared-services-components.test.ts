import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";
import { componentNamespaces } from "./support/shared-services";

const iam = "arn:aws:iam::123456789012:role/shared-services-production-";
const anyNode = [{ operator: "Exists" }];

describe("examples/shared-services: components", () => {
  const platform = new Platform("shared-services");
  const { of, spec, values } = platform;

  const stack = () => values("observability-kube-prometheus-stack");
  const prometheus = () => stack()["prometheus"].prometheusSpec as Json;
  const alertmanager = () => stack()["alertmanager"].alertmanagerSpec as Json;
  const certManager = () => {
    const whole = of(kube.release, "addons-cert-manager")["values"] as Json;
    return { controller: whole, webhook: whole["webhook"] as Json, cainjector: whole["cainjector"] as Json };
  };
  const controller = () => values("addons-aws-load-balancer-controller");
  const role = ({ annotations }: Json) => annotations["eks.amazonaws.com/role-arn"] as string;

  /** Whatever has pods, with its requests and limits. */
  const sized = (): Record<string, Json> => ({
    ...certManager(),
    "load balancer controller": controller(),
    "external-dns": values("addons-external-dns"),
    "sealed-secrets": values("addons-sealed-secrets"),
    "cluster-autoscaler": values("addons-cluster-autoscaler"),
    "metrics-server": values("addons-metrics-server"),
    "CSI driver": values("addons-secrets-store-csi-driver")["linux"].driver as Json,
    "AWS provider": values("addons-secrets-store-csi-driver-provider-aws"),
    "fluent-bit": values("observability-fluent-bit"),
    prometheus: prometheus(),
    alertmanager: alertmanager(),
    operator: stack()["prometheusOperator"] as Json,
    grafana: stack()["grafana"] as Json,
    "kube-state-metrics": stack()["kube-state-metrics"] as Json,
    "node-exporter": stack()["prometheus-node-exporter"] as Json,
  });

  platform.met("SS-9 the class gp3, of EBS", () => {
    const { metadata, provisioner, parameters } = of(kube.class);
    expect([metadata.name, provisioner, parameters.type]).to.deep.equal(["gp3", "ebs.csi.aws.com", "gp3"]);
  });
  platform.met("SS-10 a volume of 200Gi on gp3 for each Prometheus", () => {
    const { storageClassName, resources } = prometheus()["storageSpec"].volumeClaimTemplate.spec;
    expect([storageClassName, resources.requests.storage]).to.deep.equal(["gp3", "200Gi"]);
  });
  platform.met("SS-11 a volume of 20Gi on gp3 for Grafana", () => {
    const { enabled, size, storageClassName } = stack()["grafana"].persistence;
    expect([enabled, size, storageClassName]).to.deep.equal([true, "20Gi", "gp3"]);
  });

  platform.met("SS-31 two load balancer controllers, with a role for ALB, NLB and EC2", () => {
    expect(controller()["replicaCount"]).to.equal(2);
    expect(role(controller()["serviceAccount"] as Json)).to.equal(`${iam}ingress-system-aws-load-bala-13732f97`);
    const { policy } = of("aws:iam/rolePolicy:RolePolicy", "addons-aws-load-balancer-controller-role");
    expect(policy).to.match(
      /elasticloadbalancing:CreateLoadBalancer.*ec2:CreateSecurityGroup|ec2:CreateSecurityGroup.*elasticloadbalancing:CreateLoadBalancer/,
    );
  });
  platform.met("SS-32 two each of cert-manager's controller, webhook and cainjector", () => {
    const copies = Object.values(certManager()).map(({ replicaCount }) => replicaCount as number);
    expect(copies).to.deep.equal([2, 2, 2]);
    expect(certManager().controller["serviceAccount"]).to.include({ create: true, name: "cert-manager" });
  });
  platform.succeeded(
    "SS-33 one external-dns, which stops before the next starts, with a role for Route 53",
    "external-dns knows no leader election (SS-N2)",
    () => {
      expect(values("addons-external-dns")["deploymentStrategy"]).to.deep.equal({ type: "Recreate" });
      expect(values("addons-external-dns")).not.to.have.property("replicaCount");
      expect(role(values("addons-external-dns")["serviceAccount"] as Json)).to.equal(`${iam}external-dns-external-dns`);
    },
  );
  platform.met("SS-34 the CSI driver and the AWS provider on every node; they act as the pod that mounts", () => {
    expect(values("addons-secrets-store-csi-driver")["linux"].tolerations).to.deep.equal(anyNode);
    expect(values("addons-secrets-store-csi-driver-provider-aws")["tolerations"]).to.deep.equal(anyNode);
    const roles = platform.all("aws:iam/role:Role").map(({ name }) => name);
    expect(roles.filter((name) => name.includes("csi-driver"))).to.deep.equal([
      "workload-addons-aws-ebs-csi-driver", // of EBS, which is another driver
    ]);
  });
  platform.met("SS-35 the Sealed Secrets controller that kubeseal looks for, by its own account", () => {
    expect(of(kube.chart, "addons-sealed-secrets")["chart"]).to.equal("sealed-secrets");
    const { fullnameOverride, serviceAccount } = values("addons-sealed-secrets");
    expect([fullnameOverride, serviceAccount]).to.deep.equal([
      "sealed-secrets-controller",
      { create: true, name: "sealed-secrets-controller" },
    ]);
  });
  platform.met("SS-36 two Prometheus of 200Gi on gp3, by an own account, which scrape /metrics", () => {
    const { replicas, storageSpec } = prometheus();
    const { storageClassName, resources } = storageSpec.volumeClaimTemplate.spec;
    expect([replicas, resources.requests.storage, storageClassName]).to.deep.equal([2, "200Gi", "gp3"]);
    expect(stack()["prometheus"].serviceAccount).to.include({ create: true, name: "prometheus" });
    expect(spec(kube.serviceMonitor, "app-monitor")["endpoints"][0].path).to.equal("/metrics");
  });
  platform.met(
    "SS-37 Grafana with 20Gi on gp3, by an own account, which leaves its volume before the next takes it",
    () => {
      const { replicas, deploymentStrategy, persistence, serviceAccount } = stack()["grafana"];
      expect([replicas, deploymentStrategy]).to.deep.equal([1, { type: "Recreate" }]);
      expect([persistence.size, persistence.storageClassName]).to.deep.equal(["20Gi", "gp3"]);
      expect([serviceAccount.create, serviceAccount.name]).to.deep.equal([true, "grafana"]);
    },
  );
  platform.met("SS-38 three Alertmanagers, of which two stay", () => {
    expect(alertmanager()["replicas"]).to.equal(3);
    expect(stack()["alertmanager"].podDisruptionBudget).to.deep.equal({ enabled: true, minAvailable: 2 });
  });
  platform.met("SS-39 kube-state-metrics, with requests and a limit", () => {
    expect(stack()["kube-state-metrics"].resources).to.deep.equal({
      requests: { cpu: "50m", memory: "256Mi" },
      limits: { memory: "256Mi" },
    });
  });
  platform.met("SS-40 node-exporter on every node, with requests and a limit", () => {
    const { tolerations, resources } = stack()["prometheus-node-exporter"];
    expect(tolerations).to.deep.equal(anyNode);
    expect(resources).to.deep.equal({ requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "64Mi" } });
  });
  platform.met(
    "SS-41 Fluent Bit on each node: requests, a limit, the nodes' logs, and a role for CloudWatch Logs",
    () => {
      const { kind, resources, tolerations, daemonSetVolumes, serviceAccount } = values("observability-fluent-bit");
      expect([kind, tolerations]).to.deep.equal(["DaemonSet", anyNode]);
      expect(resources).to.deep.equal({ requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } });
      expect(daemonSetVolumes).to.deep.include({ name: "varlog", hostPath: { path: "/var/log", type: "Directory" } });
      expect(role(serviceAccount as Json)).to.equal(`${iam}logging-host-fluent-bit`);
    },
  );

  platform.met("SS-42 every component asks for CPU and memory and has a limit; what says nothing gets requests", () => {
    for (const [name, { resources }] of Object.entries(sized())) {
      expect(resources?.requests, name).to.include.keys("cpu", "memory");
      expect(resources?.limits, name).to.include.keys("memory");
    }
    for (const home of componentNamespaces)
      expect(
        spec("kubernetes:core/v1:LimitRange", `namespaces-${home}-container-limits`)["limits"],
        home,
      ).to.deep.equal([{ type: "Container", defaultRequest: { cpu: "10m", memory: "32Mi" } }]);
  });
  platform.met(
    "SS-43 of the critical components one pod may be disrupted at a time, and what is one is not held up",
    () => {
      for (const [name, { podDisruptionBudget }] of Object.entries({
        ...certManager(),
        "load balancer controller": controller(),
      }))
        expect(podDisruptionBudget?.maxUnavailable, name).to.equal(1);
      expect(stack()["prometheus"].podDisruptionBudget).to.deep.equal({ enabled: true, minAvailable: 1 });
      expect(stack()["alertmanager"].podDisruptionBudget).to.deep.equal({ enabled: true, minAvailable: 2 });
      expect(values("addons-sealed-secrets")).not.to.have.property("pdb");
    },
  );
  platform.met("SS-44 copies are on different nodes, by a rule that holds, and over zones where it can be", () => {
    const spread = {
      ...certManager(),
      "load balancer controller": controller(),
      prometheus: prometheus(),
      alertmanager: alertmanager(),
    };
    for (const [name, { topologySpreadConstraints }] of Object.entries(spread)) {
      const rules = (topologySpreadConstraints as Json[]).map(
        ({ topologyKey, maxSkew, whenUnsatisfiable }) => [topologyKey, maxSkew, whenUnsatisfiable] as unknown,
      );
      expect(rules, name).to.deep.equal([
        ["kubernetes.io/hostname", 1, "DoNotSchedule"],
        ["topology.kubernetes.io/zone", 1, "ScheduleAnyway"],
      ]);
    }
  });

  platform.met("SS-45 an application's HPA, 3 to 6 at 70 % of CPU, for which metrics-server measures", () => {
    const { minReplicas, maxReplicas, metrics } = spec(kube.hpa, "app");
    expect([minReplicas, maxReplicas, metrics[0].resource.target.averageUtilization]).to.deep.equal([3, 6, 70]);
    expect(of(kube.chart, "addons-metrics-server")["chart"]).to.equal("metrics-server");
  });
  platform.met("SS-46 an application's VPA, which recommends and changes nothing beside the HPA", () => {
    const { targetRef, updatePolicy } = spec(kube.recommendation, "app-recommendation");
    expect([targetRef.name, updatePolicy.updateMode]).to.deep.equal(["app", "Off"]);
    expect(of(kube.chart, "addons-vertical-pod-autoscaler")["chart"]).to.match(/vertical-pod-autoscaler|vpa/);
  });
});
