import { expect } from "chai";
import { parse } from "yaml";
import { namespaceLogGroup } from "../../../../components/platform-addons/catalog/fluent-bit/log-groups";
import { tagsBeside, tagsOf } from "../../../../components/platform-addons/catalog/fluent-bit/config";
import { observabilitySettings } from "../../../../components/observability/settings";
import { applicationOf } from "../../../../components/platform-addons/catalog/argo-cd/application";
import { platformNamespaces } from "../../../../components/platform-addons/namespaces";
import { tiers } from "../../../../stacks/tiers";
import { platformContext } from "../../../support/builders";
import { defects, isAllowed, wildcardGrants } from "../../../support/iam";
import { problemsIn } from "../../../support/problems";
import { addonIn, addonNames, built, resolvedOf } from "./builders";

const cloudwatch = (settings: Record<string, unknown> = {}) => ({ logs: { cloudwatch: settings } });
const collector = (settings?: Record<string, unknown>) => addonIn("fluent-bit", cloudwatch(settings));
const reader = (settings?: Record<string, unknown>) => addonIn("fluent-bit-events", cloudwatch(settings));
const configOf = ({ values }: ReturnType<typeof collector>): Record<string, any> =>
  parse(values["config"].extraFiles["fluent-bit.yaml"]) as Record<string, any>;
const groupType = "aws:cloudwatch/logGroup:LogGroup";
const context = platformContext();

describe("logs in CloudWatch", () => {
  it("are there where a stack names them, and only there", () => {
    expect(addonNames({})).to.deep.equal([]);
    expect(addonNames(cloudwatch())).to.deep.equal(["fluent-bit", "fluent-bit-events"]);
    expect(addonNames(cloudwatch({ events: false }))).to.deep.equal(["fluent-bit"]);
  });

  it("VC-74, SS-67, SS-84: every group is the program's and keeps 30 days, or what the one setting says", async () => {
    const groups = async (settings?: Record<string, unknown>) => {
      const program = await built(cloudwatch(settings));
      return program.ofType(groupType).map(({ name }) => program.inputs(groupType, name));
    };
    const names = ["default", "kube-system", "logging", "logging-host", "monitoring", "monitoring-host", "shop"];
    expect((await groups()).map(({ name }) => name)).to.have.members([
      ...names.map((name) => `/aws/eks/${context.clusterName}/namespaces/${name}`),
      `/aws/eks/${context.clusterName}/other-namespaces`,
      `/aws/eks/${context.clusterName}/events`,
    ]);
    expect(new Set((await groups()).map(({ retentionInDays }) => retentionInDays))).to.deep.equal(new Set([30]));
    expect(new Set((await groups({ retentionDays: 7 })).map((one) => one.retentionInDays))).to.deep.equal(new Set([7]));
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b";
    expect(new Set((await groups({ kmsKeyArn })).map(({ kmsKeyId }) => kmsKeyId))).to.deep.equal(new Set([kmsKeyArn]));
  });

  it("VC-74: a retention that CloudWatch does not have is refused, with those that it has", () => {
    const schema = observabilitySettings(tiers.production.observability);
    const [problem] = problemsIn(schema, cloudwatch({ retentionDays: 31 }));
    expect(problem?.path).to.equal("logs.cloudwatch.retentionDays");
    expect(problem?.set).to.contain("30, 60");
  });

  it("VC-73, SS-41, SS-66, TB-75: one collector on each node reads what every container writes", () => {
    const { values, namespace } = collector();
    expect([namespace, values["kind"]]).to.deep.equal(["logging-host", "DaemonSet"]);
    expect(values["tolerations"]).to.deep.equal([{ operator: "Exists" }]);
    expect(values).not.to.have.property("nodeSelector");
    expect(values["priorityClassName"]).to.equal("system-node-critical");
    const [input] = configOf(collector()).pipeline.inputs;
    expect(input).to.include({ name: "tail", path: "/var/log/containers/*.log", read_from_head: "true" });
  });

  it("SS-66: split lines and stack traces are one record, then each gets the names and labels of its pod", () => {
    const { inputs, filters } = configOf(collector()).pipeline;
    expect(inputs[0]["multiline.parser"]).to.equal("cri");
    expect(filters.map(({ name }: { name: string }) => name)).to.deep.equal(["multiline", "kubernetes"]);
    expect(filters[0]["multiline.parser"]).to.equal("go, java, python, ruby");
    expect(filters[1]).to.include({ merge_log: "on", labels: "on", annotations: "off" });
  });

  it("VC-73, TB-75: each namespace has its group; one that the program does not know shares a group with others", () => {
    const [known, other] = configOf(collector()).pipeline.outputs;
    expect(known.log_group_template).to.equal(namespaceLogGroup(context, "$kubernetes['namespace_name']"));
    expect(other.log_group_name).to.equal(`/aws/eks/${context.clusterName}/other-namespaces`);
    for (const { name, auto_create_group } of [known, other])
      expect([name, auto_create_group]).to.deep.equal(["cloudwatch_logs", "off"]);
    const tag = (pod: string, namespace: string) => `kube.var.log.containers.${pod}_${namespace}_app-0a1b.log`;
    const tags = [tag("shop-1", "shop"), tag("api-1", "shop-2"), tag("shop_", "x"), tag("a", "elsewhere")];
    const matched = (expression: string) => tags.map((one) => new RegExp(expression).test(one));
    expect(matched(tagsOf(["shop"]))).to.deep.equal([true, false, false, false]);
    // Never both, never none: nothing is lost or paid twice.
    expect(matched(tagsBeside(["shop"]))[0]).to.equal(false);
    expect([matched(tagsBeside(["shop"]))[1], matched(tagsBeside(["shop"]))[3]]).to.deep.equal([true, true]);
    expect(known.match_regex).to.equal(tagsOf(loggedNames));
    expect(other.match_regex).to.equal(tagsBeside(loggedNames));
  });

  it("SS-61: no pod can withdraw its logs, so that audit logs of components stay; every component has a group", () => {
    expect(configOf(collector()).pipeline.filters[1]["k8s-logging.exclude"]).to.equal("off");
    const set = resolvedOf(cloudwatch(), { "cert-manager": {}, keda: {}, "metrics-server": {} });
    const groups = set.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));
    for (const { name } of platformNamespaces(set)) expect(groups, name).to.include(namespaceLogGroup(context, name));
  });

  it("SS-66: an outage of CloudWatch costs disk, not logs: buffers and positions are on the node, bounded", () => {
    const { service, pipeline } = configOf(collector({ bufferSize: "1G" }));
    expect(service["storage.path"]).to.equal("/var/fluent-bit/state/buffers");
    expect(pipeline.inputs[0]["storage.type"]).to.equal("filesystem");
    for (const output of pipeline.outputs) expect(output["storage.total_limit_size"]).to.equal("1G");
    expect(pipeline.inputs[0].db).to.equal("/var/fluent-bit/state/positions.db");
  });

  it("TB-N8, SS-N8: the collector is in a privileged namespace, apart from everything else, and says why", () => {
    const set = resolvedOf(cloudwatch());
    const levels = Object.fromEntries(
      platformNamespaces(set).map(({ name, podSecurity, reason }) => [name, { podSecurity, reason }]),
    );
    expect(levels["logging-host"]?.podSecurity).to.equal("privileged");
    expect(levels["logging-host"]?.reason).to.match(/^fluent-bit: the collector reads the log files of its node/);
    expect(levels["logging"]?.podSecurity).to.equal("restricted");
  });

  it("SS-53: it reads the node's logs and changes nothing but its own directory", () => {
    const { daemonSetVolumeMounts, securityContext } = collector().values;
    expect(daemonSetVolumeMounts).to.deep.equal([
      { name: "varlog", mountPath: "/var/log", readOnly: true },
      { name: "state", mountPath: "/var/fluent-bit/state" },
    ]);
    for (const { values } of [collector(), reader()]) {
      expect(values["securityContext"]).to.deep.equal(securityContext);
      expect(securityContext).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
    expect(reader().values["podSecurityContext"]).to.include({ runAsNonRoot: true, runAsUser: 65532 });
  });

  it("TB-73: events of Kubernetes go the same way, by one pod that may read events", () => {
    const { values, namespace } = reader();
    expect([namespace, values["kind"], values["replicaCount"]]).to.deep.equal(["logging", "Deployment", 1]);
    expect(values["updateStrategy"]).to.deep.equal({ type: "Recreate" });
    expect(values["rbac"]).to.deep.equal({ create: true, eventsAccess: true });
    const { inputs, outputs } = configOf(reader()).pipeline;
    expect(inputs[0].name).to.equal("kubernetes_events");
    expect(outputs[0].log_group_name).to.equal(`/aws/eks/${context.clusterName}/events`);
  });

  it("SS-53, SS-56: may open streams and write in its groups, and neither read, make nor keep anything", async () => {
    const [own] = collector().identities;
    const [events] = reader().identities;
    if (!own || !events) throw new Error("no identity");
    const stream = (group: string) =>
      `arn:aws:logs:us-east-1:123456789012:log-group:/aws/eks/${context.clusterName}/${group}:log-stream:api-1.app`;
    for (const { policy } of [own, events]) {
      expect(await defects(policy)).to.deep.equal([]);
      expect(await wildcardGrants(policy)).to.deep.equal([]);
    }
    const may = (policy: typeof own.policy, action: string, group: string) =>
      isAllowed(policy, { action, on: stream(group) });
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      expect(await may(own.policy, action, "namespaces/shop")).to.equal(true);
      expect(await may(own.policy, action, "other-namespaces")).to.equal(true);
      expect(await may(own.policy, action, "cluster")).to.equal(false);
      expect(await may(events.policy, action, "events")).to.equal(true);
      expect(await may(events.policy, action, "namespaces/shop")).to.equal(false);
    }
    expect(await may(own.policy, "logs:GetLogEvents", "namespaces/shop")).to.equal(false);
    const group = `arn:aws:logs:us-east-1:123456789012:log-group:/aws/eks/${context.clusterName}/namespaces/shop`;
    for (const action of ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"])
      expect(await isAllowed(own.policy, { action, on: group }), action).to.equal(false);
  });

  it("groups and role are there before the collector; its network policy lets metrics in", async () => {
    const program = await built(cloudwatch());
    const chart = program.one("kubernetes:helm.sh/v4:Chart", "observability-fluent-bit");
    const group = program.one(groupType, "observability-fluent-bit-logs-namespace-shop");
    expect(chart.dependencies).to.include(group.urn);
    const policies = program.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ name }) => name);
    expect(policies.filter((policy) => policy.includes("fluent-bit"))).to.have.members([
      "observability-fluent-bit-networkpolicy-logging-host-fluent-bit",
      "observability-fluent-bit-events-networkpolicy-logging-fluent-bit-events",
    ]);
    const { metadata, spec } = program.inputs(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "observability-fluent-bit-networkpolicy-logging-host-fluent-bit",
    );
    expect(metadata.annotations).to.include({ "platform/config-path": "observability.logs.cloudwatch" });
    expect(spec.ingress).to.deep.equal([{ ports: [{ port: 2020, protocol: "TCP" }] }]);
  });

  it("both deliveries give the same chart, version and values", async () => {
    const program = await built(cloudwatch());
    for (const name of ["fluent-bit", "fluent-bit-events"]) {
      const installed = program.inputs("kubernetes:helm.sh/v4:Chart", `observability-${name}`);
      const { source } = applicationOf(addonIn(name, cloudwatch()), "argocd").spec as Record<string, any>;
      expect(installed["chart"]).to.equal(`oci://${source.repoURL}/${source.chart}`);
      expect(installed["version"]).to.equal(source.targetRevision);
      expect(installed["values"]).to.deep.equal(source.helm.valuesObject);
    }
  });

  it("SS-66: its metrics are scraped, and its pods say whose they are", () => {
    for (const { values } of [collector(), reader()]) {
      expect(values["serviceMonitor"]).to.deep.equal({ enabled: true });
      expect(values["podLabels"]).to.deep.equal({ "platform/team": "platform", "platform/cost-center": "acme" });
    }
  });
});

const loggedNames = ["default", "kube-system", "logging", "logging-host", "monitoring", "monitoring-host", "shop"];
