import { expect } from "./support/mutations";
import { kube, Platform } from "./support/platform";

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

describe("the video creator platform: network, cluster, storage and doors", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pool, values } = ask;
  const vpc = () => of("awsx:ec2:Vpc");
  const subnets = (type: string) => vpc()["subnetSpecs"].find((one: any) => one.type === type).cidrBlocks;
  const cluster = () => of("eks:index:Cluster");
  const capacity = (name: string) => pool(name)["capacityType"];
  const start = (name: string) => [pool(name)["instanceTypes"][0], pool(name)["scalingConfig"].desiredSize];
  const home = (type: string, name: string) => of(type, name)["namespace"];
  const traffic = () => spec("kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy");
  const target = (name: string, host: string) => {
    const { hostnames, rules } = spec(kube.route, `${name}.public.${host}`);
    return [hostnames, rules[0].backendRefs[0].name, rules[0].backendRefs[0].port];
  };

  ask.met("VC-1 the VPC's range", () => {
    expect(vpc()["cidrBlock"]).to.equal("10.0.0.0/16");
  });
  ask.met("VC-2 three zones", () => {
    expect(vpc()["availabilityZoneNames"]).to.deep.equal(zones);
  });
  ask.met("VC-3 public subnets, in the order of zones", () => {
    expect(subnets("Public")).to.deep.equal(["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
  });
  ask.met("VC-4 private subnets, in the order of zones", () => {
    expect(subnets("Private")).to.deep.equal(["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"]);
  });
  ask.met("VC-5 NAT in each zone", () => {
    expect(vpc()["natGateways"]).to.deep.equal({ strategy: "OnePerAz" });
  });
  ask.met("VC-6 the control plane admits 443", () => {
    expect(ask.ports("network-control-plane-api-from-nodes")).to.deep.equal([443, 443]);
  });
  ask.met("VC-7 nodes admit pods of each other, and NodePorts", () => {
    expect(
      of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "network-nodes-all-from-nodes")["ipProtocol"],
    ).to.equal("-1");
    expect(ask.ports("network-nodes-nodeports-tcp-from-10.0.1.0-24")).to.deep.equal([30000, 32767]);
  });
  ask.met("VC-8 databases admit 5432 and 6379", () => {
    expect(ask.ports("network-databases-postgresql-from-nodes")).to.deep.equal([5432, 5432]);
    expect(ask.ports("network-databases-redis-from-nodes")).to.deep.equal([6379, 6379]);
  });

  ask.met("VC-9 in us-east-1", () => {
    expect(of("pulumi:providers:aws", "aws")["region"]).to.equal("us-east-1");
  });
  ask.met("VC-10 a Kubernetes version that EKS offers, in place of 1.28", () => {
    expect(cluster()["version"]).to.equal("1.36");
  });
  ask.met("VC-11 the control plane is in three zones", () => {
    expect(cluster()["subnetIds"]).to.have.length(zones.length);
  });
  ask.met("VC-12 three workers at the start, three to ten, in all zones", () => {
    const workers = ["general", "compute", "memory"].map(pool);
    const sum = (key: string) => workers.reduce((total, one) => total + Number(one["scalingConfig"][key]), 0);
    expect([sum("desiredSize"), sum("minSize"), sum("maxSize")]).to.deep.equal([3, 3, 10]);
    for (const one of workers) expect(one["subnetIds"]).to.have.length(zones.length);
  });
  ask.met("VC-14 general purpose: two t3.large", () => {
    expect(start("general")).to.deep.equal(["t3.large", 2]);
  });
  ask.met("VC-15 compute optimized: one c5.xlarge", () => {
    expect(start("compute")).to.deep.equal(["c5.xlarge", 1]);
  });
  ask.met("VC-16 memory optimized: r5.large, none", () => {
    expect(start("memory")).to.deep.equal(["r5.large", 0]);
  });
  ask.met("VC-91 what carries the platform is on demand", () => {
    expect(capacity("system")).to.equal("ON_DEMAND");
  });
  ask.met("VC-92 video processing is on spot, at 80 % off; the database's pool is not (VC-N10)", () => {
    expect([capacity("compute"), capacity("general")]).to.deep.equal(["SPOT", "ON_DEMAND"]);
    expect(ask.config.cost.spotDiscount).to.equal(0.8);
  });
  ask.met("VC-95 off-peak the compute pool may be empty", () => {
    const at = (name: string) => of("aws:autoscaling/schedule:Schedule", `node-pools-compute-${name}`);
    expect([at("shrink")["recurrence"], at("shrink")["minSize"]]).to.deep.equal(["0 22 * * *", 0]);
    expect([at("grow")["recurrence"], at("grow")["minSize"]]).to.deep.equal(["0 6 * * *", 1]);
  });

  ask.met("VC-17 storage class gp3", () => {
    const { parameters, reclaimPolicy, allowVolumeExpansion } = of(kube.class, "storage-gp3");
    expect(parameters).to.include({ type: "gp3", iops: "3000", throughput: "125" });
    expect([reclaimPolicy, allowVolumeExpansion]).to.deep.equal(["Retain", true]);
  });
  ask.met("VC-18 storage class io2", () => {
    const { parameters, reclaimPolicy } = of(kube.class, "storage-io2");
    expect(parameters).to.include({ type: "io2", iops: "10000" });
    expect(reclaimPolicy).to.equal("Retain");
  });
  ask.met("VC-19 storage class efs, General Purpose, read and written by many", () => {
    expect(of(kube.class, "storage-efs")["provisioner"]).to.equal("efs.csi.aws.com");
    expect(of("aws:efs/fileSystem:FileSystem")["performanceMode"]).to.equal("generalPurpose");
    const { accessModes, storageClassName } = spec("kubernetes:core/v1:PersistentVolumeClaim", "worker-volume-videos");
    expect([accessModes, storageClassName]).to.deep.equal([["ReadWriteMany"], "efs"]);
  });

  ask.met("VC-20 the API, workers, scheduler and background jobs are in namespace production", () => {
    const ours = [
      [kube.rollout, "api-service"],
      [kube.deployment, "worker"],
      [kube.deployment, "scheduler"],
      ["kubernetes:batch/v1:CronJob", "cleanup"],
    ] as const;
    for (const [type, name] of ours) expect(of(type, name)["metadata"].namespace, name).to.equal("production");
  });
  ask.met("VC-21 the quota, its limits doubled so that the workers fit (VC-N1)", () => {
    expect(spec("kubernetes:core/v1:ResourceQuota", "namespaces-production-quota")["hard"]).to.deep.equal({
      "requests.cpu": "20",
      "requests.memory": "40Gi",
      "limits.cpu": "80",
      "limits.memory": "160Gi",
      pods: "100",
      services: "50",
      persistentvolumeclaims: "20",
    });
  });
  ask.met("VC-24 ingress, cert-manager, external-dns and metrics-server are in namespace system", () => {
    for (const name of ["cert-manager", "envoy-gateway"])
      expect(home(kube.release, `addons-${name}`), name).to.equal("system");
    for (const name of ["external-dns", "metrics-server"])
      expect(home(kube.chart, `addons-${name}`), name).to.equal("system");
  });
  ask.met("VC-25 Prometheus, Grafana, Alertmanager and Jaeger are in namespace monitoring", () => {
    for (const name of ["kube-prometheus-stack", "jaeger"])
      expect(home(kube.chart, `observability-${name}`), name).to.equal("monitoring");
  });

  ask.met("VC-26 an NLB before the ingress controller, Envoy in place of NGINX", () => {
    const proxy = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy", "doors-public-proxies-proxy");
    expect(proxy["provider"].kubernetes.envoyService).to.include({
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
    });
  });
  ask.met("VC-27 TLS ends at the ingress controller, with a certificate of Let's Encrypt", () => {
    const { issuerRef, secretName } = spec("kubernetes:cert-manager.io/v1:Certificate");
    expect(issuerRef.name).to.equal("letsencrypt-prod");
    const issuer = spec(
      "kubernetes:cert-manager.io/v1:ClusterIssuer",
      "addons-cert-manager-clusterissuer-letsencrypt-prod",
    );
    expect(issuer["acme"].server).to.equal("https://acme-v02.api.letsencrypt.org/directory");
    const [, https] = spec("kubernetes:gateway.networking.k8s.io/v1:Gateway")["listeners"];
    expect([https.tls.mode, https.tls.certificateRefs[0].name]).to.deep.equal(["Terminate", secretName]);
  });
  ask.met("VC-28 100 requests a second for each client", () => {
    const [rule] = traffic()["rateLimit"].global.rules;
    expect(rule.limit).to.deep.equal({ requests: 100, unit: "Second" });
    expect(rule.clientSelectors).to.deep.equal([{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }]);
  });
  ask.met("VC-29 a timeout of 60 seconds", () => {
    expect(traffic()["timeout"].http.requestTimeout).to.equal("60s");
    const client = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:ClientTrafficPolicy");
    expect(client["timeout"].http.requestReceivedTimeout).to.equal("60s");
  });
  ask.met("VC-30 api.ytvideocreator.com goes to api-service:8000", () => {
    const host = "api.ytvideocreator.com";
    expect(target("api-service", host)).to.deep.equal([[host], "api-service", 8000]);
  });
  ask.met("VC-31 app.ytvideocreator.com goes to frontend-service:3000", () => {
    const host = "app.ytvideocreator.com";
    expect(target("frontend-service", host)).to.deep.equal([[host], "frontend-service", 3000]);
  });
  ask.met("VC-32 admin.ytvideocreator.com goes to admin-service:8000", () => {
    const host = "admin.ytvideocreator.com";
    expect(target("admin-service", host)).to.deep.equal([[host], "admin-service", 8000]);
  });
  ask.met("VC-33 external-dns writes the routes' hosts into the domain", () => {
    const { domainFilters, sources } = values("addons-external-dns");
    expect([domainFilters, sources]).to.deep.equal([["ytvideocreator.com"], ["gateway-httproute"]]);
  });

  ask.met("VC-64 Trivy looks at every running image", () => {
    expect(of(kube.chart, "addons-trivy-operator")["chart"]).to.equal("trivy-operator");
  });
  ask.met("VC-65 images of the own registry run with a signature of Cosign only", () => {
    const { images, authorities } = spec("kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy");
    expect(images).to.deep.equal([{ glob: "123456789012.dkr.ecr.us-east-1.amazonaws.com/**" }]);
    expect(authorities[0].keyless.identities[0].issuer).to.equal("https://token.actions.githubusercontent.com");
    const { failurePolicy, namespaceSelector } = values("addons-policy-controller")["webhook"];
    expect(failurePolicy).to.equal("Fail");
    expect(namespaceSelector.matchExpressions).to.deep.equal([
      { key: "kubernetes.io/metadata.name", operator: "In", values: ["production"] },
    ]);
  });
  ask.met("VC-71 Prometheus, Grafana and Alertmanager are of one chart in monitoring", () => {
    const stack = of(kube.chart, "observability-kube-prometheus-stack");
    expect(stack["namespace"]).to.equal("monitoring");
    expect(stack["chart"]).to.match(/\/kube-prometheus-stack$/);
    expect(stack["values"]).to.include.keys("prometheus", "grafana", "alertmanager");
  });
  ask.met("VC-75 traces are in Jaeger in monitoring", () => {
    expect([home(kube.chart, "observability-jaeger"), home(kube.chart, "observability-otel-gateway")]).to.deep.equal([
      "monitoring",
      "monitoring",
    ]);
  });
});
