import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

/** Name, type, fewest and most nodes of each pool. */
const pools: Record<string, [string, string, number, number]> = {
  "KP-15": ["application-nodes", "m5.xlarge", 5, 50],
  "KP-16": ["compute-intensive", "c5.2xlarge", 2, 20],
  "KP-17": ["memory-intensive", "r5.xlarge", 2, 10],
};
const names = ["system-nodes", ...Object.values(pools).map(([name]) => name)];
const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];

describe("examples/kubernetes-platform: network, cluster and nodes", () => {
  const platform = new Platform("kubernetes-platform");

  const network = () => platform.of("awsx:ec2:Vpc");
  const cluster = () => platform.of("eks:index:Cluster");
  const networking = () =>
    JSON.parse(
      platform.of("aws:eks/addon:Addon", "networking-addons-vpc-cni")["configurationValues"] as string,
    ) as Json;
  const calico = () => platform.of(kube.release, "addons-calico");
  /** Settings of the kubelet in what nodes of a pool start with; what is not said is undefined. */
  const kubelet = (pool: string, keys: string[]) => {
    const template = platform.of("aws:ec2/launchTemplate:LaunchTemplate", `node-pools-${pool}`);
    const text = Buffer.from(template["userData"] as string, "base64").toString("utf8");
    return Object.fromEntries(keys.map((key) => [key, new RegExp(`\\b${key}: (\\S+)`).exec(text)?.[1]]));
  };
  const size = (pool: string) => {
    const { instanceTypes, scalingConfig, capacityType } = platform.pool(pool);
    return [instanceTypes, capacityType, scalingConfig.minSize, scalingConfig.maxSize] as unknown[];
  };

  platform.met("KP-1 one VPC with the CIDR 10.0.0.0/16", () => {
    expect(network()["cidrBlock"]).to.equal("10.0.0.0/16");
  });

  const subnets = {
    "KP-2": ["Public", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    "KP-3": ["Private", "10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"],
  };
  for (const [id, [type, ...ranges]] of Object.entries(subnets))
    platform.met(`${id} ${type ?? ""} subnets ${ranges.join(", ")}, in zones a, b and c`, () => {
      const found = network()["subnetSpecs"].find((one: Json) => one["type"] === type);
      expect(found?.cidrBlocks).to.deep.equal(ranges);
      expect(network()["availabilityZoneNames"]).to.deep.equal(zones);
    });

  platform.met("KP-4 the zones us-east-1a, us-east-1b and us-east-1c", () => {
    expect(network()["availabilityZoneNames"]).to.deep.equal(zones);
  });

  platform.met("KP-5 pods have addresses of the VPC, by the add-on vpc-cni, beside which Calico gives none", () => {
    expect(platform.of("aws:eks/addon:Addon", "networking-addons-vpc-cni")["addonName"]).to.equal("vpc-cni");
    expect(calico()["values"].installation.cni).to.deep.equal({ type: "AmazonVPC" });
  });

  platform.met("KP-6 addresses come by prefixes", () => {
    expect(networking()["env"].ENABLE_PREFIX_DELEGATION).to.equal("true");
  });

  platform.met(
    "KP-7 a pod may have a security group, as no pool is of a t family (KP-N12)",
    () => {
      expect(networking()["env"].ENABLE_POD_ENI).to.equal("true");
      for (const { inputs } of platform.all("aws:eks/nodeGroup:NodeGroup"))
        expect(inputs["instanceTypes"].join()).not.to.match(/\bt\d/);
    },
    ["t3.large"],
  );

  platform.met("KP-8 the control plane is EKS's, named production", () => {
    expect(cluster()["name"]).to.equal("production");
  });

  platform.succeeded("KP-9 Kubernetes 1.36, kept in standard support", "1.28 is not offered any more", () => {
    expect(cluster()["version"]).to.equal("1.36");
    expect(cluster()["upgradePolicy"]).to.deep.equal({ supportType: "STANDARD" });
  });

  platform.met("KP-10 RBAC by access entries, Pod Security Standards and network policies are in force", () => {
    expect(cluster()["authenticationMode"]).to.equal("API");
    for (const namespace of ["production", "staging", "batch"]) {
      const { labels } = platform.of(kube.namespace, `namespaces-${namespace}`)["metadata"];
      expect(labels["pod-security.kubernetes.io/enforce"], namespace).to.equal("restricted");
      const denied = platform.spec(kube.policy, `namespaces-${namespace}-policy-default-deny-all`);
      expect(denied["policyTypes"], namespace).to.deep.equal(["Ingress", "Egress"]);
    }
  });

  platform.met(
    "KP-11 maxPods 110, podsPerCore 0, both managers static, with the memory that Static needs (KP-N3)",
    () => {
      for (const pool of names) {
        const keys = ["maxPods", "podsPerCore", "cpuManagerPolicy", "memoryManagerPolicy"];
        // Nothing said of podsPerCore is 0.
        expect({ podsPerCore: "0", ...defined(kubelet(pool, keys)) }, pool).to.deep.equal({
          maxPods: "110",
          podsPerCore: "0",
          cpuManagerPolicy: "static",
          memoryManagerPolicy: "Static",
        });
        // kube 1465Mi and eviction 100Mi: without their sum as reservedMemory the kubelet does not start.
        expect(kubelet(pool, ["memory"])["memory"], pool).to.equal("1565Mi");
      }
    },
  );

  platform.met("KP-12 the kubelet sends 50 requests a second to the API server, 100 at once", () => {
    for (const pool of names)
      expect(kubelet(pool, ["kubeAPIQPS", "kubeAPIBurst"]), pool).to.deep.equal({
        kubeAPIQPS: "50",
        kubeAPIBurst: "100",
      });
  });

  platform.notApplicable(
    "KP-13 200 changes and 400 requests at once are the API server's own limits; an alert says when it is slow by them",
    "EKS lets nobody set them; 200 and 400 are its defaults",
    () => {
      expect(Object.keys(cluster()).filter((key) => /inflight|flags|arguments/i.test(key))).to.deep.equal([]);
      expect(platform.exprs("ApiServerSlow")).to.deep.equal(["verb:apiserver_request_duration_seconds:p99_5m > 1"]);
      expect(platform.exprs("ApiServerErrors")).to.deep.equal(["cluster:apiserver_errors:ratio_rate5m > 0.03"]);
    },
    [{ apiServerArguments: { "max-requests-inflight": "400" } }],
  );

  platform.succeeded(
    "KP-14 system-nodes: 3 to 4 m5.large for system components, in each zone one at least",
    "2 would leave a zone without one (KP-N1)",
    () => {
      expect(size("system-nodes")).to.deep.equal([["m5.large"], "ON_DEMAND", 3, 4]);
      expect(platform.pool("system-nodes")["taints"]).to.deep.equal([
        { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" },
      ]);
      expect(platform.pool("system-nodes")["subnetIds"]).to.have.length(3);
    },
  );

  for (const [id, [pool, type, min, max]] of Object.entries(pools))
    platform.met(`${id} ${pool}: ${min.toString()} to ${max.toString()} ${type}, over all zones`, () => {
      expect(size(pool)).to.deep.equal([[type], "ON_DEMAND", min, max]);
      expect(platform.pool(pool)["subnetIds"]).to.have.length(3);
      // What nobody asked for on machines of a kind goes elsewhere.
      const own = { key: "platform/pool", value: pool, effect: "NO_SCHEDULE" };
      expect(platform.pool(pool)["taints"]).to.deep.equal(id === "KP-15" ? [] : [own]);
    });

  platform.met("KP-31 the Cluster Autoscaler scales each of these pools within its range", () => {
    const { cloudProvider, autoDiscovery } = platform.values("addons-cluster-autoscaler");
    expect([cloudProvider, autoDiscovery.clusterName]).to.deep.equal(["aws", "production"]);
    const ranges = names.map((name) => size(name).slice(2));
    expect(ranges).to.deep.equal([
      [3, 4],
      [5, 50],
      [2, 20],
      [2, 10],
    ]);
  });

  platform.met("KP-63 spot nodes carry what is not critical: the reports, which may always go first", () => {
    const { capacityType, taints } = platform.pool("batch");
    expect([capacityType, taints]).to.deep.equal([
      "SPOT",
      [{ key: "platform/pool", value: "batch", effect: "NO_SCHEDULE" }],
    ]);
    const { spec } = platform.spec("kubernetes:batch/v1:CronJob", "reports")["jobTemplate"].spec.template;
    expect(spec.nodeSelector["platform/pool"]).to.equal("batch");
  });

  platform.met("KP-64 a node that is used by less than half for ten minutes goes", () => {
    const { extraArgs } = platform.values("addons-cluster-autoscaler");
    expect(extraArgs["scale-down-unneeded-time"]).to.equal("10m");
    expect(extraArgs["scale-down-utilization-threshold"]).to.equal(0.5);
  });
});

function defined(given: Record<string, string | undefined>): Record<string, string> {
  const there = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(there);
}
