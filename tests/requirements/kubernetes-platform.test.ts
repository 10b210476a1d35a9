import { display } from "../../preview/display";
import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

/** Name, type, fewest and most nodes of each pool. */
const pools: Record<string, [string, string, number, number]> = {
  "KP-14": ["system-nodes", "m5.large", 3, 4], // 2 would leave a zone without one (KP-N1)
  "KP-15": ["application-nodes", "m5.xlarge", 5, 50],
  "KP-16": ["compute-intensive", "c5.2xlarge", 2, 20],
  "KP-17": ["memory-intensive", "r5.xlarge", 2, 10],
};

describe("examples/kubernetes-platform", () => {
  const platform = new Platform("kubernetes-platform");

  const networking = () =>
    JSON.parse(
      platform.of("aws:eks/addon:Addon", "networking-addons-vpc-cni")["configurationValues"] as string,
    ) as Json;
  const userData = (pool: string) =>
    Buffer.from(
      platform.of("aws:ec2/launchTemplate:LaunchTemplate", `node-pools-${pool}`)["userData"] as string,
      "base64",
    ).toString("utf8");
  const prometheus = () => platform.values("observability-kube-prometheus-stack").prometheus.prometheusSpec as Json;
  const callsOf = (service: string) => platform.spec(kube.authorization, service)["rules"] as Json[];

  platform.met("KP-1 one VPC of 10.0.0.0/16", () => {
    expect(platform.of("awsx:ec2:Vpc")["cidrBlock"]).to.equal("10.0.0.0/16");
  });

  const subnets = {
    "KP-2": ["Public", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    "KP-3": ["Private", "10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"],
  };
  for (const [id, [type, ...ranges]] of Object.entries(subnets))
    platform.met(`${id} ${type ?? ""} subnets ${ranges.join(", ")}`, () => {
      const found = platform.of("awsx:ec2:Vpc")["subnetSpecs"].find((one: Json) => one["type"] === type);
      expect(found.cidrBlocks).to.deep.equal(ranges);
    });

  platform.met("KP-4 the zones a, b and c of us-east-1", () => {
    const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
    expect(platform.of("awsx:ec2:Vpc")["availabilityZoneNames"]).to.deep.equal(zones);
  });

  platform.met("KP-5 pods have addresses of the VPC, by the add-on vpc-cni", () => {
    expect(platform.of("aws:eks/addon:Addon", "networking-addons-vpc-cni")).to.include({ addonName: "vpc-cni" });
  });

  platform.met("KP-6 by prefixes", () => {
    expect(networking()["env"]).to.include({ ENABLE_PREFIX_DELEGATION: "true" });
  });

  platform.met("KP-7 and a pod may have a security group, as no pool is of a t family (KP-N12)", () => {
    expect(networking()["env"]).to.include({ ENABLE_POD_ENI: "true" });
    for (const { inputs } of platform.all("aws:eks/nodeGroup:NodeGroup"))
      expect((inputs as Json)["instanceTypes"].join()).not.to.match(/\bt\d/);
  });

  platform.met("KP-8 the control plane is EKS's, named production", () => {
    expect(platform.of("eks:index:Cluster")["name"]).to.equal("production");
  });

  platform.met("KP-9 Kubernetes 1.36, as 1.28 is out of support", () => {
    expect(platform.of("eks:index:Cluster")["version"]).to.equal("1.36");
  });

  platform.met("KP-10 access entries, Pod Security and network policies are in force", () => {
    expect(platform.of("eks:index:Cluster")["authenticationMode"]).to.equal("API");
    for (const namespace of ["production", "staging"]) {
      const { labels } = platform.of(kube.namespace, `namespaces-${namespace}`)["metadata"];
      expect(labels["pod-security.kubernetes.io/enforce"], namespace).to.equal("restricted");
      const denied = platform.spec(kube.policy, `namespaces-${namespace}-policy-default-deny-all`);
      expect(denied["policyTypes"], namespace).to.deep.equal(["Ingress", "Egress"]);
    }
  });

  platform.met("KP-11 the kubelet's settings, with the reserved memory that Static needs (KP-N3)", () => {
    for (const [pool] of Object.values(pools)) {
      const text = userData(pool);
      expect(text, pool).to.match(/\bmaxPods: 110\b/);
      expect(text, pool).not.to.match(/podsPerCore: [1-9]/); // 0 is what the kubelet has when nothing is said
      expect(platform.config.nodePools[pool]?.kubelet.podsPerCore, pool).to.equal(0);
      expect(text, pool).to.match(/cpuManagerPolicy: static\b/);
      expect(text, pool).to.match(/memoryManagerPolicy: Static\b/);
      expect(text, pool).to.match(/memory: 1565Mi/);
    }
  });

  platform.met("KP-12 50 requests a second to the API server, 100 at once", () => {
    for (const [pool] of Object.values(pools)) {
      expect(userData(pool), pool).to.match(/kubeAPIQPS: 50\b/);
      expect(userData(pool), pool).to.match(/kubeAPIBurst: 100\b/);
    }
  });

  for (const [id, [pool, type, min, max]] of Object.entries(pools))
    platform.met(`${id} ${pool}: ${min.toString()} to ${max.toString()} ${type}`, () => {
      const { instanceTypes, scalingConfig, capacityType } = platform.pool(pool);
      expect([instanceTypes, capacityType]).to.deep.equal([[type], "ON_DEMAND"]);
      expect([scalingConfig.minSize, scalingConfig.maxSize]).to.deep.equal([min, max]);
    });

  platform.met("KP-18 the class fast-ssd", () => {
    const one = platform.of(kube.class, "storage-fast-ssd");
    expect(one["metadata"].name).to.equal("fast-ssd");
    expect(one["parameters"]).to.include({ type: "gp3", iops: "3000", throughput: "125", encrypted: "true" });
    expect(one).to.include({
      provisioner: "ebs.csi.aws.com",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    });
  });

  platform.met("KP-19 100Gi of it for the database", () => {
    const { storage } = platform.spec("kubernetes:postgresql.cnpg.io/v1:Cluster");
    expect(storage).to.deep.equal({ size: "100Gi", storageClass: "fast-ssd" });
  });

  platform.met("KP-20 the namespace production", () => {
    expect(platform.of(kube.namespace, "namespaces-production")["metadata"].name).to.equal("production");
  });

  platform.met("KP-22 and staging", () => {
    expect(platform.of(kube.namespace, "namespaces-staging")["metadata"].name).to.equal("staging");
  });

  platform.met("KP-24 each service is Burstable: less memory or CPU requested than it may use", () => {
    for (const service of ["identity-service", "frontend"]) {
      const { requests, limits } = platform.container(kube.deployment, service)["resources"];
      expect([requests.cpu, limits.cpu], service).to.deep.equal(["100m", "400m"]);
    }
    const { requests, limits } = platform.container(kube.rollout, "api-gateway")["resources"];
    expect([requests.cpu, limits.cpu]).to.deep.equal(["250m", "500m"]);
  });

  platform.met("KP-31 an autoscaler for these pools", () => {
    const { cloudProvider, autoDiscovery } = platform.values("addons-cluster-autoscaler");
    expect([cloudProvider, autoDiscovery.clusterName]).to.deep.equal(["aws", "production"]);
  });

  platform.met("KP-37 Calico enforces the policies, and the VPC CNI does not", () => {
    expect(platform.of(kube.release, "addons-calico")["chart"]).to.equal("tigera-operator");
    expect(networking()["enableNetworkPolicy"]).to.equal("false");
  });

  platform.met("KP-38 default-deny-all, where the pods are (KP-N4)", () => {
    const name = "namespaces-production-policy-default-deny-all";
    const { metadata, spec } = platform.of(kube.policy, name);
    expect(metadata).to.include({ name: "default-deny-all", namespace: "production" });
    expect(spec).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  platform.met("KP-39 api-gateway may reach identity-service on TCP 8080", () => {
    const open = platform
      .all(kube.policy)
      .map(({ inputs }) => (display(inputs) as Json)["spec"] as Json)
      .filter(({ podSelector }) => podSelector.matchLabels?.["app.kubernetes.io/name"] === "api-gateway")
      .flatMap(({ egress = [] }) => egress as Json[])
      .filter(({ to = [] }) => JSON.stringify(to).includes("identity-service"));
    expect(open.map(({ ports }) => ports as unknown)).to.deep.equal([[{ port: 8080, protocol: "TCP" }]]);
  });

  platform.met("KP-43 three labels of restricted on production", () => {
    const { labels } = platform.of(kube.namespace, "namespaces-production")["metadata"];
    for (const mode of ["enforce", "audit", "warn"])
      expect(labels[`pod-security.kubernetes.io/${mode}`], mode).to.equal("restricted");
  });

  platform.met("KP-48 scraped and evaluated each 15 seconds", () => {
    expect(prometheus()).to.include({ scrapeInterval: "15s", evaluationInterval: "15s" });
  });

  platform.met("KP-49 the job kubernetes-pods, with its two rules", () => {
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

  platform.met("KP-50 Node CPU Usage, on a panel of type timeseries", () => {
    const data = platform.of("kubernetes:core/v1:ConfigMap", "observability-dashboard-eks-cluster-overview")["data"];
    const [dashboard] = Object.values<string>(data).map((text) => JSON.parse(text) as Json);
    const panel = dashboard?.["panels"].find(({ title }: Json) => title === "Node CPU Usage");
    expect(panel.type).to.equal("timeseries");
    expect(panel.targets[0].expr).to.equal(
      '100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
    );
  });

  platform.met("KP-63 spot nodes for what names them", () => {
    const { capacityType, taints } = platform.pool("batch");
    expect([capacityType, taints.length]).to.deep.equal(["SPOT", 1]);
  });

  platform.met("KP-36 the frontend may GET and POST, in one rule (KP-N5)", () => {
    const own = callsOf("api-gateway").filter(({ from }) => JSON.stringify(from).includes("frontend"));
    expect(own).to.deep.equal([
      {
        from: [{ source: { principals: ["cluster.local/ns/production/sa/frontend"] } }],
        to: [{ operation: { ports: ["8080"], methods: ["GET", "POST"] } }],
      },
    ]);
  });
});
