import { chartPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { problemsOf } from "../../../stacks/problems";
import { platformContext } from "../../support/builders";
import { isAllowed } from "../../support/iam";
import { type Recorded, recorded } from "../../support/record";
import { selection, surroundings } from "./builders";

const program = (settings = {}): Promise<Recorded> =>
  recorded(
    () =>
      new PlatformAddons("addons", {
        namespaces: () => [],
        context: platformContext(),
        addons: resolveAddons(selection({ karpenter: settings }), surroundings()),
      }),
  );

const poolType = "kubernetes:karpenter.sh/v1:NodePool";
const classType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const chartType = "kubernetes:helm.sh/v4:Chart";
const queueType = "aws:sqs/queue:Queue";

const pool = async (settings: object) =>
  (await program({ nodePools: { general: settings } })).inputs(poolType).spec as Record<string, any>;
const nodeClass = async (settings: object) =>
  (await program({ nodeClasses: { default: settings } })).inputs(classType).spec as Record<string, any>;

describe("karpenter", () => {
  it("TB-40: chart and definitions are of one version, the definitions first and kept", async () => {
    const recording = await program();
    const { chart, version, skipCrds } = recording.inputs(chartType, "addons-karpenter");
    expect({ chart, version, skipCrds }).to.deep.equal({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: chartPin("karpenter").version,
      skipCrds: true,
    });
    const layer = recording.one(chartType, "addons-karpenter-crds");
    expect(layer.retainOnDelete).to.equal(true);
    for (const type of [poolType, classType]) expect(recording.one(type).dependencies).to.include(layer.urn);
  });

  it("a destroy takes the pools before the controller, which removes their nodes", async () => {
    const recording = await program();
    const chart = recording.one(chartType, "addons-karpenter").urn;
    for (const type of [poolType, classType]) expect(recording.one(type).dependencies).to.include(chart);
  });

  it("TB-5, TB-40: {} gives one pool, on demand, with an end", async () => {
    const recording = await program();
    const { metadata, spec } = recording.inputs(poolType);
    expect(metadata.name).to.equal("karpenter");
    expect(metadata.annotations["platform/config-path"]).to.equal("addons.karpenter.nodePools.karpenter");
    expect(spec.limits).to.deep.equal({ cpu: "64", memory: "256Gi" });
    expect(spec.template.metadata.labels).to.deep.equal({ "platform/pool": "karpenter" });
    expect(spec.template.spec).to.deep.equal({
      nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
      requirements: [
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
        { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
        { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
        { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
        { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["4"] },
      ],
      expireAfter: "720h",
    });
  });

  it("TB-6, TB-98: packs pods onto fewer nodes, a tenth of them at once", async () => {
    expect((await pool({})).disruption).to.deep.equal({
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "1m",
      budgets: [{ nodes: "10%" }],
    });
  });

  it("VC-92, TB-40: a pool may be of spot, of certain types, zones and taints", async () => {
    const { template, weight } = await pool({
      capacity: ["spot", "on-demand"],
      instanceTypes: ["c7i.xlarge"],
      zones: ["us-east-1a"],
      taints: [{ key: "batch", effect: "NoSchedule" }],
      weight: 10,
    });
    const values = (key: string) => template.spec.requirements.find((one: any) => one.key === key)?.values;
    expect(values("karpenter.sh/capacity-type")).to.deep.equal(["spot", "on-demand"]);
    expect(values("node.kubernetes.io/instance-type")).to.deep.equal(["c7i.xlarge"]);
    expect(values("topology.kubernetes.io/zone")).to.deep.equal(["us-east-1a"]);
    expect(values("karpenter.k8s.aws/instance-category")).to.equal(undefined);
    expect(template.spec.taints).to.deep.equal([{ key: "batch", value: "", effect: "NoSchedule" }]);
    expect(weight).to.equal(10);
  });

  it("nodes ask for IMDSv2 within one hop, have encrypted disks and the platform's role, network and tags", async () => {
    const spec = await nodeClass({});
    expect(spec.metadataOptions).to.include({ httpTokens: "required", httpPutResponseHopLimit: 1 });
    expect(spec.blockDeviceMappings).to.deep.equal([
      {
        deviceName: "/dev/xvda",
        ebs: { volumeSize: "80Gi", volumeType: "gp3", encrypted: true, deleteOnTermination: true },
      },
    ]);
    expect(spec.role).to.equal("acme-node");
    const discovery = [{ tags: { "karpenter.sh/discovery": "acme" } }];
    expect(spec.subnetSelectorTerms).to.deep.equal(discovery);
    expect(spec.securityGroupSelectorTerms).to.deep.equal(discovery);
    expect(spec.tags).to.include({ team: "platform" });
    expect(spec.associatePublicIPAddress).to.equal(false);
  });

  it("nodes run the image that managed pools pin, never the latest", async () => {
    const alias = async (settings: object) => (await nodeClass(settings)).amiSelectorTerms;
    expect(await alias({})).to.deep.equal([{ alias: "al2023@v20260930" }]);
    expect(await alias({ os: "bottlerocket" })).to.deep.equal([{ alias: "bottlerocket@v1.66.0" }]);
    expect(await alias({ release: "v20261003" })).to.deep.equal([{ alias: "al2023@v20261003" }]);
  });

  it("both disks of Bottlerocket are encrypted, with the key of the stack", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/a1b2";
    const { blockDeviceMappings } = await nodeClass({ os: "bottlerocket", kmsKeyArn });
    expect(blockDeviceMappings.map(({ ebs }: any) => [ebs.volumeSize, ebs.encrypted, ebs.kmsKeyID])).to.deep.equal([
      ["4Gi", true, kmsKeyArn],
      ["80Gi", true, kmsKeyArn],
    ]);
  });

  it("TB-40: hears of interruptions by a queue that five rules fill, and nobody else", async () => {
    const recording = await program();
    const { name, messageRetentionSeconds, sqsManagedSseEnabled } = recording.inputs(queueType);
    expect({ name, messageRetentionSeconds, sqsManagedSseEnabled }).to.deep.equal({
      name: "acme-karpenter",
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    expect(recording.inputs(chartType, "addons-karpenter").values.settings).to.deep.equal({
      clusterName: "acme",
      eksControlPlane: true,
      interruptionQueue: "acme-karpenter",
    });
    const ruleType = "aws:cloudwatch/eventRule:EventRule";
    const rules = recording.ofType(ruleType).map((rule) => recording.inputs(ruleType, rule.name));
    expect(rules.map((rule) => JSON.parse(rule.eventPattern as string)["detail-type"][0] as string)).to.have.members([
      "AWS Health Event",
      "EC2 Spot Instance Interruption Warning",
      "EC2 Instance Rebalance Recommendation",
      "EC2 Instance State-change Notification",
      "EC2 Capacity Reservation Instance Interruption Warning",
    ]);
    const targets = recording.ofType("aws:cloudwatch/eventTarget:EventTarget");
    expect(targets).to.have.length(5);
    const policy = JSON.parse(recording.inputs("aws:sqs/queuePolicy:QueuePolicy").policy as string);
    expect(policy.Statement[0].Condition.ArnEquals["aws:SourceArn"]).to.have.members(
      rules.map((rule) => `arn:aws:events:us-east-1:123456789012:rule/${String(rule.name)}`),
    );
    expect(policy.Statement[1]).to.include({ Effect: "Deny", Sid: "TlsOnly" });
    expect(recording.one(chartType, "addons-karpenter").dependencies).to.include(recording.one(queueType).urn);
  });

  it("the name of a rule of a long-named cluster still fits the 64 characters of EventBridge", async () => {
    const facts = { ...surroundings().facts, platform: platformContext({ clusterName: "a".repeat(100) }) };
    const [found] = resolveAddons(selection({ karpenter: {} }), { ...surroundings(), facts });
    const [queue] = found?.queues ?? [];
    for (const event of Object.keys(queue?.events ?? {})) expect(`${queue?.name}-${event}`).to.have.length.at.most(64);
    const policy = found?.identities[0]?.policy;
    if (!policy) throw new Error("no policy");
    const on = `arn:aws:sqs:us-east-1:123456789012:${queue?.name}`;
    expect(await isAllowed(policy, { action: "sqs:ReceiveMessage", on })).to.equal(true);
  });

  it("outside kube-system its calls keep their priority at the API server", async () => {
    const recording = await program({ namespace: "nodes" });
    const flowType = "kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema";
    const flows = recording.ofType(flowType).map(({ name }) => recording.inputs(flowType, name).spec);
    expect(flows.map((spec) => spec.priorityLevelConfiguration.name)).to.have.members([
      "leader-election",
      "workload-high",
    ]);
    for (const { rules } of flows)
      expect(rules[0].subjects).to.deep.equal([
        { kind: "ServiceAccount", serviceAccount: { name: "karpenter", namespace: "nodes" } },
      ]);
  });

  it("runs twice, on the system pool, and never on a node of its own", async () => {
    const { values } = (await program()).inputs(chartType, "addons-karpenter");
    expect(values.replicas).to.equal(2);
    expect(values.nodeSelector).to.deep.equal({ "kubernetes.io/os": "linux", "platform/pool": "system" });
    expect(values.tolerations).to.have.length(1);
    expect(values).not.to.have.property("affinity");
    expect(values.podDisruptionBudget).to.deep.equal({ name: "karpenter", maxUnavailable: 1 });
    expect(values.controller.resources.requests).to.deep.equal({ cpu: "1", memory: "1Gi" });
  });

  const bad: [string, object, string][] = [
    ["a class that is not there", { nodePools: { a: { nodeClass: "fast" } } }, "nodePools.a.nodeClass"],
    ["the newest image", { nodeClasses: { default: { release: "latest" } } }, "nodeClasses.default.release"],
    ["a duration without unit", { nodePools: { a: { expireAfter: "720" } } }, "nodePools.a.expireAfter"],
    ["no capacity", { nodePools: { a: { capacity: [] } } }, "nodePools.a.capacity"],
    ["a limit that is no quantity", { nodePools: { a: { limits: { cpu: "many" } } } }, "nodePools.a.limits.cpu"],
  ];
  for (const [what, karpenter, path] of bad) {
    it(`${what} is refused`, () => {
      const schema = addonsSettings({ replicas: 2 });
      const parsed = schema.safeParse({ karpenter });
      const problems = parsed.success ? [] : problemsOf(parsed.error, { karpenter }, schema);
      expect(problems.map((problem) => problem.path)).to.deep.equal([`karpenter.${path}`]);
    });
  }
});
