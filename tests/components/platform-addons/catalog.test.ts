import { expect } from "chai";
import { Network } from "../../../components/network/network";
import { networkSettings } from "../../../components/network/settings";
import { placementOn } from "../../../components/platform-addons/placement";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { tiers } from "../../../stacks/tiers";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { catalog } from "../../../components/platform-addons/registry";
import { addonFacts, selection, surroundings } from "./builders";

/** What the program decided about one add-on of a set. */
function resolved(name: string, raw: Record<string, unknown>, around = surroundings()) {
  const found = resolveAddons(selection(raw), around).find(({ addon }) => addon.name === name);
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const metrics = (settings = {}, beside = {}) => resolved("metrics-server", { "metrics-server": settings, ...beside });
const controller = (settings = {}, around = surroundings()) =>
  resolved(
    "aws-load-balancer-controller",
    { "aws-load-balancer-controller": settings, "gateway-api-crds": {} },
    around,
  );

describe("metrics-server", () => {
  it("SS-42, SS-43, SS-44: two copies on two nodes over the zones, one may be disrupted, with requests and a limit", () => {
    const { replicas, podDisruptionBudget, topologySpreadConstraints, resources } = metrics().values;
    expect(replicas).to.equal(2);
    expect(podDisruptionBudget).to.include({ enabled: true, maxUnavailable: 1 });
    expect(topologySpreadConstraints.map((one: any) => [one.topologyKey, one.whenUnsatisfiable])).to.deep.equal([
      ["kubernetes.io/hostname", "DoNotSchedule"],
      ["topology.kubernetes.io/zone", "ScheduleAnyway"],
    ]);
    expect(resources).to.deep.equal({ requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "200Mi" } });
  });

  it("one copy has neither a budget, which would keep its node from being drained, nor a spread", () => {
    const { podDisruptionBudget, topologySpreadConstraints } = metrics({ replicas: 1 }).values;
    expect(podDisruptionBudget.enabled).to.equal(false);
    expect(topologySpreadConstraints).to.deep.equal([]);
  });

  it("goes to the system pool and tolerates its taint", () => {
    const { nodeSelector, tolerations } = metrics().values;
    expect(nodeSelector).to.deep.equal({ "platform/pool": "system" });
    expect(tolerations).to.deep.equal([
      { key: "CriticalAddonsOnly", operator: "Equal", value: "true", effect: "NoSchedule" },
    ]);
  });

  it("without a system pool it goes anywhere", () => {
    const around = { facts: addonFacts(), placement: placementOn(undefined) };
    const { nodeSelector, tolerations } = resolved("metrics-server", { "metrics-server": {} }, around).values;
    expect({ nodeSelector, tolerations }).to.deep.equal({ nodeSelector: {}, tolerations: [] });
  });

  it("verifies the kubelets' certificates", () => {
    const { values } = metrics();
    expect(JSON.stringify(values)).not.to.contain("kubelet-insecure-tls");
    expect(values.tls.type).to.equal("metrics-server");
  });

  it("has a monitor where its kind is installed, else none, which the API server would refuse", () => {
    expect(metrics({}, { "prometheus-operator-crds": {} }).values.serviceMonitor.enabled).to.equal(true);
    expect(metrics().values.serviceMonitor.enabled).to.equal(false);
  });

  it("is a chart of the program, so that policies see its pods", () => {
    expect(metrics().delivery.kind).to.equal("chart");
  });
});

describe("aws-load-balancer-controller", () => {
  it("SS-31: two replicas of which one may be disrupted", () => {
    const { replicaCount, podDisruptionBudget } = controller().values;
    expect({ replicaCount, podDisruptionBudget }).to.deep.equal({
      replicaCount: 2,
      podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    });
  });

  it("SS-1: sends traffic to pods themselves", () => {
    expect(controller().values.defaultTargetType).to.equal("ip");
  });

  it("SS-12: lives in ingress-system unless the stack moves it", () => {
    expect(controller().namespace).to.equal("ingress-system");
    expect(controller({ namespace: "system" }).namespace).to.equal("system");
  });

  it("finds a new VPC by its tags, so that no value is unknown, and an existing one by its id", () => {
    const byTags = controller().values;
    expect(byTags.vpcTags).to.deep.equal({ platform: "acme", stack: "test" });
    expect(byTags).not.to.have.property("vpcId");
    const existing = controller({}, { ...surroundings(), facts: addonFacts({ vpc: { id: "vpc-0a" } }) }).values;
    expect(existing.vpcId).to.equal("vpc-0a");
    expect(existing).not.to.have.property("vpcTags");
  });

  it("is a Helm release, with a reason, because its chart makes a certificate at each render", () => {
    const { delivery } = controller();
    expect(delivery.kind).to.equal("release");
    expect(delivery.reason).to.contain("certificate");
  });

  it("does not stand in the way of new Services while it is down", () => {
    expect(controller().values.enableServiceMutatorWebhook).to.equal(false);
  });

  it("SS-20, SS-21: may attach web ACLs, and Shield only when the stack turns it on", () => {
    const actions = (settings = {}) =>
      (controller(settings).identities[0]?.policy.Statement ?? []).flatMap(({ Action }) => Action);
    expect(actions()).to.include("wafv2:AssociateWebACL");
    expect(actions().filter((action) => action.startsWith("shield:"))).to.deep.equal([]);
    expect(actions({ shield: true })).to.include("shield:CreateProtection");
    expect(controller({ shield: true }).values.enableShield).to.equal(true);
  });

  it("SS-53, SS-56: no action is a wildcard, and a wildcard resource stands only for calls that take none", () => {
    const statements = controller({ shield: true }).identities[0]?.policy.Statement ?? [];
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).to.deep.equal([]);
    expect(statements.filter(({ Resource }) => Resource === "*").map(({ Sid }) => Sid)).to.deep.equal([
      "Read",
      "WebAclOfLoadBalancer",
      "ShieldState",
    ]);
  });

  it("SS-19: opens the nodes' security group, by the tag that the network gives it", async () => {
    const [statement] = (controller().identities[0]?.policy.Statement ?? []).filter(
      ({ Sid }) => Sid === "NodeSecurityGroup",
    );
    const settings = networkSettings(tiers.production.network).parse({
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
    });
    const program = await recorded(() => new Network("network", { context: platformContext(), settings }));
    const groups = program
      .ofType("aws:ec2/securityGroup:SecurityGroup")
      .map(({ name }) => program.inputs("aws:ec2/securityGroup:SecurityGroup", name).tags as Record<string, string>)
      .filter((tags) => tags["karpenter.sh/discovery"] === "acme");
    expect(groups).to.have.length(1);
    expect(statement?.Condition).to.deep.equal({
      StringEquals: { "aws:ResourceTag/karpenter.sh/discovery": "acme" },
    });
  });

  it("may change nothing that another cluster's controller made", () => {
    const statements = controller().identities[0]?.policy.Statement ?? [];
    const destructive = statements.filter(({ Action }) =>
      [Action].flat().some((action) => /Delete(SecurityGroup|LoadBalancer|TargetGroup)$/.test(action)),
    );
    expect(destructive.map(({ Condition }) => Condition?.StringEquals)).to.deep.equal([
      { "aws:ResourceTag/elbv2.k8s.aws/cluster": "acme" },
      { "aws:ResourceTag/elbv2.k8s.aws/cluster": "acme" },
    ]);
  });

  it("fits the 10,240 characters that a role's inline policies may have", () => {
    expect(JSON.stringify(controller({ shield: true }).identities[0]?.policy)).to.have.length.below(10_240);
  });
});

describe("the catalog", () => {
  it("every add-on is listed under its own name", () => {
    for (const [key, { name }] of Object.entries(catalog)) expect(name).to.equal(key);
  });
});
