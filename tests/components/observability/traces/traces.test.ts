import { expect } from "chai";
import { parse } from "yaml";
import { observabilitySettings } from "../../../../components/observability/settings";
import { otlpEndpoint } from "../../../../components/platform-addons/catalog/opentelemetry-collector/collector";
import { applicationOf } from "../../../../components/platform-addons/catalog/argo-cd/application";
import { platformNamespaces } from "../../../../components/platform-addons/namespaces";
import { tiers } from "../../../../stacks/tiers";
import { defects, isAllowed, wildcardGrants } from "../../../support/iam";
import { problemsIn } from "../../../support/problems";
import { addonIn, addonNames, built, resolvedOf } from "../logs/builders";

const withTempo = (traces: Record<string, unknown> = {}) => ({ traces: { tempo: {}, ...traces } });
const gateway = (traces?: Record<string, unknown>) => addonIn("otel-gateway", withTempo(traces)).values;
const agent = () => addonIn("otel-agent", withTempo()).values;
const problems = (traces: Record<string, unknown>) =>
  problemsIn(observabilitySettings(tiers.production.observability), { traces });
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

describe("traces", () => {
  it("are there where a stack names them: a store, a gateway and an agent on each node", () => {
    expect(addonNames({})).to.deep.equal([]);
    expect(addonNames(withTempo())).to.have.members(["tempo", "otel-gateway", "otel-agent"]);
    expect(addonNames({ traces: { jaeger: { volume: {} } } })).to.have.members([
      "jaeger",
      "otel-gateway",
      "otel-agent",
    ]);
  });

  it("a stack keeps its traces in one place: neither none nor two", () => {
    expect(problems({})[0]?.why).to.contain("are kept nowhere");
    expect(problems({ tempo: {}, jaeger: { volume: {} } })[0]?.why).to.contain("are kept twice");
    expect(problems({ tempo: {} })).to.deep.equal([]);
  });

  it("TB-77: every trace with an error and every slow one is kept, and the share of the others that the config says", () => {
    const { tail_sampling } = gateway().alternateConfig.processors;
    expect(tail_sampling.policies).to.deep.equal([
      { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      { name: "slow", type: "latency", latency: { threshold_ms: 1000 } },
      { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 10 } },
    ]);
    const { policies } = gateway({ sampling: { percent: 1.5, slowerThan: "250ms" } }).alternateConfig.processors
      .tail_sampling;
    expect(policies[1].latency.threshold_ms).to.equal(250);
    expect(policies[2].probabilistic.sampling_percentage).to.equal(1.5);
    expect(problems({ tempo: {}, sampling: { percent: 101 } })[0]?.path).to.equal("traces.sampling.percent");
  });

  it("TB-77: all spans of a trace meet in one copy of the gateway, two of them in production", () => {
    const { alternateConfig, mode, service } = agent();
    expect([mode, service]).to.deep.equal(["daemonset", { enabled: true }]);
    const { load_balancing } = alternateConfig.exporters;
    expect(load_balancing.routing_key).to.equal("traceID");
    expect(load_balancing.resolver.dns).to.include({
      hostname: "otel-gateway.tracing.svc.cluster.local",
      port: "4317",
    });
    const { replicaCount, topologySpreadConstraints, service: ofGateway } = gateway();
    expect([replicaCount, ofGateway.clusterIP]).to.deep.equal([2, "None"]);
    expect(topologySpreadConstraints).to.have.length(2);
    const kinds = (traces?: Record<string, unknown>) =>
      addonIn("otel-gateway", withTempo(traces)).objects.map(({ kind }) => kind);
    expect(kinds()).to.deep.equal(["NetworkPolicy", "PodDisruptionBudget"]);
    expect(kinds({ replicas: 1 })).to.deep.equal(["NetworkPolicy"]);
  });

  it("TB-77: the gateway sends to the store that the stack chose", () => {
    const endpoint = (values: Record<string, any>) => values["alternateConfig"].exporters.otlp_grpc.endpoint as string;
    expect(endpoint(gateway())).to.equal("tempo.tracing.svc.cluster.local:4317");
    const jaeger = { traces: { namespace: "monitoring", jaeger: { volume: {} } } };
    expect(endpoint(addonIn("otel-gateway", jaeger).values)).to.equal("jaeger.monitoring.svc.cluster.local:4317");
  });

  it("TB-76: services send to the agent of their node by OTLP; spans say their pod and service", () => {
    const { traces } = observabilitySettings(tiers.production.observability).parse(withTempo());
    expect(otlpEndpoint(traces ?? expect.fail("no traces"))).to.deep.equal({
      endpoint: "http://otel-agent.tracing.svc:4317",
      namespace: "tracing",
      port: 4317,
    });
    const { processors, receivers } = agent().alternateConfig;
    expect(Object.keys(receivers)).to.deep.equal(["otlp"]);
    expect(processors.k8s_attributes.extract.metadata).to.include.members(["k8s.namespace.name", "k8s.pod.name"]);
    expect(agent().clusterRole.rules).to.deep.equal([
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
  });

  it("TB-53: no port or file of the node, no root: the whole of it in a restricted namespace", () => {
    for (const values of [agent(), gateway()]) {
      const open = Object.values<any>(values.ports).filter(({ enabled }) => enabled !== false);
      expect(open.map(({ hostPort }) => hostPort)).to.deep.equal([0, 0, undefined, undefined]);
      expect(values.podSecurityContext).to.include({ runAsNonRoot: true, runAsUser: 10001 });
      expect(values.securityContext.readOnlyRootFilesystem).to.equal(true);
    }
    const level = platformNamespaces(resolvedOf(withTempo())).find(({ name }) => name === "tracing");
    expect(level?.podSecurity).to.equal("restricted");
  });

  it("the gateway hears agents and Prometheus alone, Tempo the gateway and Grafana", async () => {
    const program = await built(withTempo());
    const heard = (name: string) =>
      program
        .inputs(policyType, `observability-${name}-networkpolicy-tracing-${name}`)
        .spec.ingress.map(({ from = [], ports }: any) => [
          from.map((one: any) => one.namespaceSelector.matchLabels["kubernetes.io/metadata.name"]).join(),
          ports.map(({ port }: any) => port).join(),
        ]);
    expect(heard("otel-gateway")).to.deep.equal([
      ["tracing", "4317"],
      ["monitoring", "8888"],
    ]);
    expect(heard("tempo")).to.deep.equal([
      ["tracing", "4317"],
      ["monitoring", "3200"],
    ]);
    expect(heard("otel-agent")).to.deep.equal([["", "4317,4318,8888"]]);
  });

  it("keeps traces in Tempo on S3 for 14 days, with no receiver but OTLP", () => {
    const config = parse(addonIn("tempo", withTempo()).values["config"]) as Record<string, any>;
    expect(config["storage"].trace).to.deep.include({
      backend: "s3",
      s3: { bucket: "acme-tempo-123456789012", endpoint: "s3.us-east-1.amazonaws.com", region: "us-east-1" },
    });
    expect(config["compactor"].compaction.block_retention).to.equal("336h");
    expect(Object.keys(config["distributor"].receivers)).to.deep.equal(["otlp"]);
    expect(addonIn("tempo", { traces: { tempo: { retentionDays: 3 } } }).values["config"]).to.contain(
      "block_retention: 72h",
    );
  });

  it("SS-53, SS-56: Tempo may use the objects of its bucket and their tags, and no other bucket", async () => {
    const [identity] = addonIn("tempo", withTempo()).identities;
    const policy = identity?.policy ?? expect.fail("no identity");
    expect(await defects(policy)).to.deep.equal([]);
    expect(await wildcardGrants(policy)).to.deep.equal([]);
    const object = "arn:aws:s3:::acme-tempo-123456789012/single-tenant/block";
    for (const action of [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:GetObjectTagging",
      "s3:PutObjectTagging",
    ])
      expect(await isAllowed(policy, { action, on: object }), action).to.equal(true);
    expect(await isAllowed(policy, { action: "s3:GetObject", on: "arn:aws:s3:::acme-loki-123456789012/x" })).to.equal(
      false,
    );
    expect(await isAllowed(policy, { action: "s3:DeleteBucket", on: "arn:aws:s3:::acme-tempo-123456789012" })).to.equal(
      false,
    );
    const program = await built(withTempo());
    expect(program.one("aws:s3/bucket:Bucket", "observability-tempo-buckets-tempo").protect).to.equal(true);
  });

  it("MP-45, MP-60, TB-77: with a mesh, its proxies send all their spans to the agents, unless it says where", () => {
    const tracing = (istiod: Record<string, unknown>, raw: Record<string, unknown>) =>
      (addonIn("istiod", raw, { "istio-base": {}, "istio-cni": {}, istiod }).settings as any).tracing;
    expect(tracing({}, withTempo())).to.deep.equal({
      endpoint: "otel-agent.tracing.svc.cluster.local:4317",
      samplingPercent: 100,
    });
    const own = { endpoint: "spans.acme.svc.cluster.local:4317", samplingPercent: 5 };
    expect(tracing({ tracing: own }, withTempo())).to.deep.equal(own);
    expect(tracing({}, {})).to.equal(undefined);
  });

  it("both deliveries give the same chart, version and values", async () => {
    const raws = [withTempo(), { traces: { jaeger: { volume: {} } } }];
    for (const raw of raws) {
      const program = await built(raw);
      for (const name of addonNames(raw)) {
        const installed = program.inputs("kubernetes:helm.sh/v4:Chart", `observability-${name}`);
        const { source } = applicationOf(addonIn(name, raw), "argocd").spec as Record<string, any>;
        expect(installed["chart"].split("/").pop()).to.equal(source.chart);
        expect([installed["version"], installed["values"]]).to.deep.equal([
          source.targetRevision,
          source.helm.valuesObject,
        ]);
      }
    }
  });
});
