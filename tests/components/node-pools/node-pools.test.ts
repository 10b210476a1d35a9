import { expect } from "chai";
import { NodePools } from "../../../components/node-pools/node-pools";
import { recorded } from "../../support/record";
import { nodePoolsArgs, pool, pools } from "./builders";

const group = "aws:eks/nodeGroup:NodeGroup";
const template = "aws:ec2/launchTemplate:LaunchTemplate";

async function built(given: Record<string, unknown>) {
  return recorded(() => new NodePools("nodes", nodePoolsArgs({ settings: pools(given) })));
}

describe("NodePools", () => {
  it("makes a node group of exactly what a pool says", async () => {
    const run = await built({ general: pool({ repair: true }) });
    expect(run.inputs(group)).to.deep.equal({
      clusterName: "acme",
      nodeGroupNamePrefix: "general-",
      nodeRoleArn: "[unknown]",
      subnetIds: ["subnet-a2", "subnet-b2", "subnet-c2"],
      instanceTypes: ["m7i.large"],
      capacityType: "ON_DEMAND",
      amiType: "AL2023_x86_64_STANDARD",
      releaseVersion: "1.36.4-20260930",
      version: "1.36",
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 3 },
      launchTemplate: { id: "[unknown]", version: "[unknown]" },
      labels: { "platform/pool": "general" },
      taints: [],
      updateConfig: { maxUnavailablePercentage: 33 },
      forceUpdateVersion: false,
      nodeRepairConfig: { enabled: true },
      tags: {
        Name: "acme-general",
        "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage": "80Gi",
      },
    });
  });

  it("leaves the number of nodes to the autoscaler after the start", async () => {
    const run = await built({ general: pool() });
    expect(run.one(group).ignoreChanges).to.deep.equal(["scalingConfig.desiredSize"]);
  });

  it("starts no node before its permissions are there, and takes them last", async () => {
    const run = await built({ general: pool() });
    const permissions = [
      ...run.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
      ...run.ofType("aws:iam/rolePolicy:RolePolicy"),
    ].map((resource) => resource.urn);
    expect(permissions).to.have.length(4);
    expect(run.one(group).dependencies).to.include.members(permissions);
  });

  it("makes a launch template that requires IMDSv2 within one hop and encrypts the disk", async () => {
    const run = await built({ general: pool() });
    const inputs = run.inputs(template);
    const { userData, tagSpecifications, ...rest } = inputs;
    expect(rest).to.deep.equal({
      namePrefix: "acme-general-",
      description: "Nodes of pool general of acme",
      vpcSecurityGroupIds: ["sg-0d"],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: 80, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      monitoring: { enabled: false },
      updateDefaultVersion: true,
    });
    expect(Buffer.from(userData, "base64").toString()).to.include("kind: NodeConfig");
    expect(tagSpecifications.map((one: { resourceType: string }) => one.resourceType)).to.deep.equal([
      "instance",
      "volume",
      "network-interface",
    ]);
  });

  it("encrypts both disks of Bottlerocket and sizes the one with the data", async () => {
    const run = await built({ general: pool({ os: "bottlerocket", disk: { sizeGiB: 100 } }) });
    const { blockDeviceMappings: disks } = run.inputs(template);
    expect(
      disks.map((disk: Record<string, any>) => [disk.deviceName, disk.ebs.volumeSize, disk.ebs.encrypted]),
    ).to.deep.equal([
      ["/dev/xvda", 4, "true"],
      ["/dev/xvdb", 100, "true"],
    ]);
    expect(run.inputs(group).releaseVersion).to.equal("1.66.0-1ad6b4a4");
  });

  it("VC-14, VC-15, VC-16, VC-92: makes the three pools of the video creator, on spot where asked", async () => {
    const run = await built({
      general: pool({ instanceTypes: ["t3.large"], size: { min: 2, desired: 2, max: 5 } }),
      compute: pool({ instanceTypes: ["c5.xlarge"], size: { min: 1, desired: 1, max: 4 }, capacity: "spot" }),
      memory: pool({ instanceTypes: ["r5.large"], size: { min: 0, desired: 0, max: 1 } }),
    });
    const made = run
      .ofType(group)
      .map(({ name, inputs }) => [name, inputs.instanceTypes, inputs.scalingConfig, inputs.capacityType]);
    expect(made).to.have.deep.members([
      ["nodes-general", ["t3.large"], { minSize: 2, desiredSize: 2, maxSize: 5 }, "ON_DEMAND"],
      ["nodes-compute", ["c5.xlarge"], { minSize: 1, desiredSize: 1, maxSize: 4 }, "SPOT"],
      ["nodes-memory", ["r5.large"], { minSize: 0, desiredSize: 0, maxSize: 1 }, "ON_DEMAND"],
    ]);
  });

  it("KP-14, KP-15, KP-16, KP-17: makes the four pools of the general platform, over all zones", async () => {
    const figures: [string, string, number, number][] = [
      ["system-nodes", "m5.large", 3, 4], // KP-N1: 2 to 4, but one in each of three zones
      ["application-nodes", "m5.xlarge", 5, 50],
      ["compute-intensive", "c5.2xlarge", 2, 20],
      ["memory-intensive", "r5.xlarge", 2, 10],
    ];
    const given = figures.map(([name, type, min, max]) => [
      name,
      pool({ instanceTypes: [type], size: { min, desired: min, max }, system: name === "system-nodes" }),
    ]);
    const run = await built(Object.fromEntries(given));
    expect(
      run.ofType(group).map(({ name, inputs }) => {
        const { minSize, maxSize } = inputs.scalingConfig as { minSize: number; maxSize: number };
        return [name.replace(/^nodes-/, ""), (inputs.instanceTypes as string[])[0], minSize, maxSize];
      }),
    ).to.have.deep.members(figures);
    for (const { inputs } of run.ofType(group)) expect(inputs.subnetIds).to.have.length(3);
  });

  it("MP-5: taints nodes in the words of the EKS API", async () => {
    const taints = [{ key: "media-processing", value: "true", effect: "PreferNoSchedule" }];
    const run = await built({ media: pool({ labels: { workload: "media-processing" }, taints }) });
    expect(run.inputs(group).taints).to.deep.equal([
      { key: "media-processing", value: "true", effect: "PREFER_NO_SCHEDULE" },
    ]);
    expect(run.inputs(group).labels).to.deep.equal({ workload: "media-processing", "platform/pool": "media" });
  });

  it("puts a pool of one zone into that zone's subnet", async () => {
    const run = await built({ general: pool({ zones: ["us-east-1c"] }) });
    expect(run.inputs(group).subnetIds).to.deep.equal(["subnet-c2"]);
  });

  it("prefers the release of the stack to the platform's pin, and its own pace to the tier's", async () => {
    const run = await built({ general: pool({ releaseVersion: "1.36.4-20261003", update: { maxUnavailable: 2 } }) });
    expect(run.inputs(group).releaseVersion).to.equal("1.36.4-20261003");
    expect(run.inputs(group).updateConfig).to.deep.equal({ maxUnavailable: 2 });
  });

  it("gives nodes one role with no more than joining, pulling, Pod Identity and sessions need", async () => {
    const run = await built({ general: pool(), other: pool() });
    expect(run.inputs("aws:iam/role:Role").name).to.equal("acme-node");
    const attached = run.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attached.map(({ inputs }) => inputs.policyArn)).to.deep.equal([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
    expect(JSON.parse(run.inputs("aws:iam/rolePolicy:RolePolicy").policy).Statement).to.deep.equal([
      {
        Sid: "NodeName",
        Effect: "Allow",
        Action: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes"],
        Resource: "*",
      },
      {
        Sid: "Cluster",
        Effect: "Allow",
        Action: "eks:DescribeCluster",
        Resource: "arn:aws:eks:us-east-1:123456789012:cluster/acme",
      },
    ]);
  });

  it("names resources by pool, whatever the order of the YAML", async () => {
    const urns = async (given: Record<string, unknown>) => (await built(given)).resources.map(({ urn }) => urn).sort();
    expect(await urns({ a: pool(), b: pool() })).to.deep.equal(await urns({ b: pool(), a: pool() }));
  });

  it("lets a transform have the last word on a node group and its template", async () => {
    const transform: NonNullable<ReturnType<typeof nodePoolsArgs>["transform"]> = {
      nodeGroup: (args) => ({ ...args, forceUpdateVersion: true }),
      launchTemplate: (args) => ({ ...args, ebsOptimized: "true" }),
    };
    const run = await recorded(() => new NodePools("nodes", nodePoolsArgs({ transform })));
    expect(run.inputs(group).forceUpdateVersion).to.equal(true);
    expect(run.inputs(template).ebsOptimized).to.equal("true");
  });
});
