import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

describe("the video creator platform: network, cluster, node pools, storage and namespaces", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator");
  const { of, spec, pool } = ask;
  const vpc = () => of("awsx:ec2:Vpc");
  const subnets = (type: string) => vpc()["subnetSpecs"].filter((one: Json) => one["type"] === type) as Json[];
  const blocks = (type: string) => subnets(type).map(({ cidrBlocks }) => cidrBlocks as string[]);
  const cluster = () => of("eks:index:Cluster");
  const open = (rule: string) => {
    const { ipProtocol, fromPort, toPort } = of(ingress, rule);
    return [ipProtocol, fromPort, toPort] as unknown[];
  };
  const scaling = (name: string) => {
    const { minSize, desiredSize, maxSize } = pool(name)["scalingConfig"];
    return [minSize, desiredSize, maxSize] as number[];
  };
  /** vCPU and GiB of an instance type, by the catalog that the program reads. */
  const sizeOf = (type: string) => {
    const entry = new RegExp(`"${type.replace(".", "\\.")}": \\{([^}]*)\\}`).exec(
      ask.file("components/node-pools/instance-types.json"),
    );
    const figure = (key: string) => Number(new RegExp(`"${key}": (\\d+)`).exec(entry?.[1] ?? "")?.[1]);
    return [figure("vcpu"), figure("memoryMiB") / 1024];
  };

  ask.met("VC-1 one VPC, 10.0.0.0/16", () => {
    expect(vpc()["cidrBlock"]).to.equal("10.0.0.0/16");
  });
  ask.met("VC-2 us-east-1a, us-east-1b and us-east-1c carry everything", () => {
    expect(vpc()["availabilityZoneNames"]).to.deep.equal(zones);
  });
  ask.met("VC-3 public subnets 10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24, in the order of zones", () => {
    expect(blocks("Public")).to.deep.equal([["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]]);
  });
  ask.met("VC-4 private subnets 10.0.11.0/24, 10.0.12.0/24, 10.0.13.0/24, in the order of zones", () => {
    expect(blocks("Private")).to.deep.equal([["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"]]);
  });
  ask.met("VC-5 what leaves the private subnets goes through NAT, one gateway a zone", () => {
    expect(vpc()["natGateways"]).to.deep.equal({ strategy: "OnePerAz" });
  });
  ask.met("VC-6 the control plane's security group admits TCP 443", () => {
    expect(of("aws:ec2/securityGroup:SecurityGroup", "network-control-plane")["description"]).to.equal(
      "API server of the cluster",
    );
    expect(cluster()["clusterSecurityGroup"]).to.match(/::network-control-plane$/);
    expect(open("network-control-plane-api-from-nodes")).to.deep.equal(["tcp", 443, 443]);
  });
  ask.met("VC-7 the nodes' security group admits pods of each other, and NodePorts from the subnets", () => {
    expect(of("aws:ec2/securityGroup:SecurityGroup", "network-nodes")["description"]).to.equal("Worker nodes and pods");
    expect(of(ingress, "network-nodes-all-from-nodes")["ipProtocol"]).to.equal("-1");
    for (const block of [...blocks("Public"), ...blocks("Private")].flat()) {
      const [address, bits] = block.split("/");
      for (const protocol of ["tcp", "udp"])
        expect(open(`network-nodes-nodeports-${protocol}-from-${address ?? ""}-${bits ?? ""}`)).to.deep.equal([
          protocol,
          30000,
          32767,
        ]);
    }
  });
  ask.met("VC-8 the databases' security group admits PostgreSQL 5432 and Redis 6379", () => {
    expect(of("aws:ec2/securityGroup:SecurityGroup", "network-databases")["description"]).to.match(/^Databases/);
    expect(open("network-databases-postgresql-from-nodes")).to.deep.equal(["tcp", 5432, 5432]);
    expect(open("network-databases-redis-from-nodes")).to.deep.equal(["tcp", 6379, 6379]);
  });

  ask.met("VC-9 an EKS control plane in us-east-1", () => {
    expect(ask.all("eks:index:Cluster").map(({ inputs }) => inputs["name"] as string)).to.deep.equal(["video-creator"]);
    expect(of("pulumi:providers:aws", "aws")["region"]).to.equal("us-east-1");
  });
  ask.succeeded("VC-10 Kubernetes 1.36", "EKS has not offered 1.28 since November 2025", () => {
    expect(cluster()["version"]).to.equal("1.36");
  });
  ask.met(
    "VC-11 the control plane is in private subnets, of two of the three zones, so that another zone can come",
    () => {
      expect(vpc()["availabilityZoneNames"]).to.deep.equal(zones);
      expect(cluster()["subnetIds"]).to.have.length(2);
    },
  );
  ask.met("VC-12 three workers at the start, three to ten, in all zones", () => {
    const workers = ["general", "compute", "memory"];
    const sums = workers.map(scaling).reduce((sum, one) => sum.map((figure, index) => figure + (one[index] ?? 0)));
    expect(sums).to.deep.equal([3, 3, 10]);
    for (const name of workers) expect(pool(name)["subnetIds"], name).to.have.length(3);
  });
  ask.met("VC-13 version 1.0 of the specification, of 28 January 2026, of the Infrastructure Team", () => {
    const [header = ""] = ask.file("examples/video-creator/Pulumi.production.yaml").split("config:");
    expect(header).to.contain("version 1.0 of its specification");
    expect(header).to.match(/28 January 2026,\s+(# )?of the Infrastructure Team/);
    expect(ask.config.team).to.equal("infrastructure");
  });

  ask.met("VC-14 general purpose: t3.large of 2 vCPU and 8 GB, two at the start", () => {
    expect(pool("general")["instanceTypes"]).to.deep.equal(["t3.large"]);
    expect(sizeOf("t3.large")).to.deep.equal([2, 8]);
    expect(scaling("general")).to.deep.equal([2, 2, 5]);
  });
  ask.met("VC-15 compute optimized: c5.xlarge of 4 vCPU and 8 GB first, one at the start, for workers", () => {
    expect(pool("compute")["instanceTypes"][0]).to.equal("c5.xlarge");
    expect(sizeOf("c5.xlarge")).to.deep.equal([4, 8]);
    expect(scaling("compute")).to.deep.equal([1, 1, 4]);
    expect(pool("compute")["taints"]).to.deep.equal([
      { effect: "NO_SCHEDULE", key: "platform/pool", value: "compute" },
    ]);
  });
  ask.met("VC-16 memory optimized: r5.large of 2 vCPU and 16 GB, none until asked for", () => {
    expect(pool("memory")["instanceTypes"]).to.deep.equal(["r5.large"]);
    expect(sizeOf("r5.large")).to.deep.equal([2, 16]);
    expect(scaling("memory")).to.deep.equal([0, 0, 1]);
  });

  ask.met("VC-17 class gp3: type gp3, 3000 IOPS, 125 MB/s, kept, growing; the database is on it", () => {
    const { metadata, parameters, reclaimPolicy, allowVolumeExpansion } = of(kube.class, "storage-gp3");
    expect(metadata.name).to.equal("gp3");
    expect(parameters).to.include({ type: "gp3", iops: "3000", throughput: "125" });
    expect([reclaimPolicy, allowVolumeExpansion]).to.deep.equal(["Retain", true]);
    const { volumeClaimTemplates } = spec("kubernetes:apps/v1:StatefulSet", "databases-postgres");
    expect(volumeClaimTemplates[0].spec.storageClassName).to.equal("gp3");
  });
  ask.met("VC-18 class io2: type io2, 10000 IOPS, kept", () => {
    const { metadata, parameters, reclaimPolicy } = of(kube.class, "storage-io2");
    expect(metadata.name).to.equal("io2");
    expect(parameters).to.include({ type: "io2", iops: "10000" });
    expect(reclaimPolicy).to.equal("Retain");
  });
  ask.met("VC-19 class efs: EFS, ReadWriteMany, General Purpose; the workers' videos are on it", () => {
    const { metadata, provisioner } = of(kube.class, "storage-efs");
    expect([metadata.name, provisioner]).to.deep.equal(["efs", "efs.csi.aws.com"]);
    expect(of("aws:efs/fileSystem:FileSystem", "storage-efs")["performanceMode"]).to.equal("generalPurpose");
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
  ask.succeeded(
    "VC-21 the quota: 20 CPU, 40Gi, 100 pods, 50 services, 20 claims; limits of 80 CPU and 160Gi instead of 40 and 80Gi",
    "limits of 40 CPU and 80Gi leave room for four workers only (VC-N1)",
    () => {
      expect(spec("kubernetes:core/v1:ResourceQuota", "namespaces-production-quota")["hard"]).to.deep.equal({
        "requests.cpu": "20",
        "requests.memory": "40Gi",
        "limits.cpu": "80",
        "limits.memory": "160Gi",
        pods: "100",
        services: "50",
        persistentvolumeclaims: "20",
      });
    },
  );
  ask.succeeded(
    "VC-24 ingress, cert-manager, external-dns and metrics-server are in namespace system",
    "Envoy Gateway is in place of ingress-nginx, which was retired in March 2026",
    () => {
      const homes = [
        [kube.release, "cert-manager"],
        [kube.release, "envoy-gateway"],
        [kube.chart, "external-dns"],
        [kube.chart, "metrics-server"],
      ] as const;
      for (const [type, name] of homes) expect(of(type, `addons-${name}`)["namespace"], name).to.equal("system");
    },
  );
  ask.met("VC-25 Prometheus, Grafana, Alertmanager and Jaeger are in namespace monitoring", () => {
    const stack = of(kube.chart, "observability-kube-prometheus-stack");
    expect(stack["namespace"]).to.equal("monitoring");
    for (const part of ["prometheus", "grafana", "alertmanager"])
      expect(stack["values"][part], part).to.be.an("object").that.does.not.have.property("namespaceOverride");
    expect(of(kube.chart, "observability-jaeger")["namespace"]).to.equal("monitoring");
  });
});
