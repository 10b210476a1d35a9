import { expect } from "chai";
import {
  collectorConfig,
  firstLineExpression,
  traceIdExpression,
} from "../../../../components/platform-addons/catalog/alloy/config";
import { observabilitySettings } from "../../../../components/observability/settings";
import { applicationOf } from "../../../../components/platform-addons/catalog/argo-cd/application";
import { platformNamespaces } from "../../../../components/platform-addons/namespaces";
import { tiers } from "../../../../stacks/tiers";
import { platformContext } from "../../../support/builders";
import { defects, isAllowed, wildcardGrants } from "../../../support/iam";
import { problemsIn } from "../../../support/problems";
import { addonIn, addonNames, built, resolvedOf } from "./builders";

const withLoki = (settings: Record<string, unknown> = {}) => ({ logs: { loki: settings } });
const store = (settings?: Record<string, unknown>) => addonIn("loki", withLoki(settings));
const collector = (settings?: Record<string, unknown>) => addonIn("alloy", withLoki(settings));
const events = () => addonIn("alloy-events", withLoki());
const bucket = "acme-loki-123456789012";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

describe("logs in Loki", () => {
  it("a stack chooses CloudWatch, Loki or both", () => {
    expect(addonNames(withLoki())).to.deep.equal(["loki", "alloy", "alloy-events"]);
    expect(addonNames(withLoki({ events: false }))).to.deep.equal(["loki", "alloy"]);
    expect(addonNames({ logs: { loki: {}, cloudwatch: {} } })).to.have.members([
      "fluent-bit",
      "fluent-bit-events",
      "loki",
      "alloy",
      "alloy-events",
    ]);
  });

  it("TB-10: Loki keeps its logs in a bucket of its own on S3, with one index a day", () => {
    const { storage, schemaConfig, auth_enabled } = store().values["loki"];
    expect(storage).to.deep.equal({
      type: "s3",
      bucketNames: { chunks: bucket, ruler: bucket },
      s3: { region: "us-east-1" },
    });
    expect(schemaConfig.configs[0]).to.deep.include({ store: "tsdb", object_store: "s3", schema: "v13" });
    expect(auth_enabled).to.equal(false);
  });

  it("TB-10: the compactor deletes what is older than the retention, 30 days unless the one setting says else", () => {
    expect(store().values["loki"].limits_config.retention_period).to.equal("720h");
    expect(store({ retentionDays: 7 }).values["loki"].limits_config.retention_period).to.equal("168h");
    expect(store().values["loki"].compactor).to.deep.equal({ retention_enabled: true, delete_request_store: "s3" });
  });

  it("TB-16: three copies in production, each line in all of them, over zones and nodes, one away at a time", () => {
    const { values, namespace } = store();
    expect(namespace).to.equal("logging");
    const { replicas, topologySpreadConstraints, podDisruptionBudget } = values["singleBinary"];
    expect([values["deploymentMode"], replicas]).to.deep.equal(["Monolithic", 3]);
    expect(values["loki"].commonConfig).to.deep.equal({ replication_factor: 3 });
    expect(topologySpreadConstraints.map((one: any) => one.topologyKey)).to.deep.equal([
      "kubernetes.io/hostname",
      "topology.kubernetes.io/zone",
    ]);
    expect(podDisruptionBudget).to.deep.equal({
      enabled: true,
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    expect(store({ replicas: 1 }).values["loki"].commonConfig).to.deep.equal({ replication_factor: 1 });
    const schema = observabilitySettings(tiers.production.observability);
    expect(problemsIn(schema, withLoki({ replicas: 2 }))[0]?.path).to.equal("logs.loki.replicas");
  });

  it("nothing runs beside that costs memory or reads Secrets: no caches, gateway, canary, rules", () => {
    const { values } = store();
    for (const part of ["gateway", "chunksCache", "resultsCache", "lokiCanary", "test", "ruler"])
      expect(values[part], part).to.deep.equal({ enabled: false });
    expect(values["sidecar"]).to.deep.equal({ rules: { enabled: false } });
    for (const mode of ["read", "write", "backend"]) expect(values[mode]).to.deep.equal({ replicas: 0 });
  });

  it("SS-53, SS-56: Loki may use the objects of its bucket, and change neither the bucket nor another's", async () => {
    const [identity] = store().identities;
    if (!identity) throw new Error("no identity");
    const { policy } = identity;
    expect(await defects(policy)).to.deep.equal([]);
    expect(await wildcardGrants(policy)).to.deep.equal([]);
    const may = (action: string, on: string) => isAllowed(policy, { action, on });
    const object = `arn:aws:s3:::${bucket}/fake/chunk`;
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
      expect(await may(action, object), action).to.equal(true);
    expect(await may("s3:ListBucket", `arn:aws:s3:::${bucket}`)).to.equal(true);
    for (const action of ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"])
      expect(await may(action, `arn:aws:s3:::${bucket}`), action).to.equal(false);
    expect(await may("s3:GetObject", "arn:aws:s3:::acme-tempo-123456789012/block")).to.equal(false);
  });

  it("SS-53: with a key of the account, it may use that key and the bucket is encrypted with it", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a1b";
    const [identity] = store({ kmsKeyArn }).identities;
    if (!identity) throw new Error("no identity");
    expect(await defects(identity.policy)).to.deep.equal([]);
    expect(await isAllowed(identity.policy, { action: "kms:Decrypt", on: kmsKeyArn })).to.equal(true);
    const program = await built(withLoki({ kmsKeyArn }));
    const { rules } = program.inputs(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "observability-loki-buckets-loki",
    );
    expect(rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId).to.equal(kmsKeyArn);
  });

  it("TB-10: the bucket is private, TLS only, versioned, cleared away, and logs who uses it", async () => {
    const program = await built(withLoki());
    const of = (type: string) => program.inputs(`aws:s3/${type}`, "observability-loki-buckets-loki");
    expect(of("bucket:Bucket")).to.deep.include({ bucket, forceDestroy: false });
    expect(program.one("aws:s3/bucket:Bucket", "observability-loki-buckets-loki").protect).to.equal(true);
    expect(
      Object.values(of("bucketPublicAccessBlock:BucketPublicAccessBlock")).filter((on) => on === true),
    ).to.have.length(4);
    expect(of("bucketVersioning:BucketVersioning").versioningConfiguration).to.deep.equal({ status: "Enabled" });
    const { rules } = of("bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    // The compactor alone knows what is old: the bucket never deletes a chunk that an index still names.
    expect(JSON.stringify(rules)).not.to.contain('"expiration"');
    expect(rules[0].noncurrentVersionExpiration).to.deep.equal({ noncurrentDays: 7 });
    const policy = JSON.parse(of("bucketPolicy:BucketPolicy").policy);
    expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).to.deep.equal(["TlsOnly", "Tls12"]);
    const logging = program.inputs("aws:s3/bucketLogging:BucketLogging", "observability-loki-buckets-loki");
    expect(logging.targetPrefix).to.equal("loki/");
  });

  it("TB-16, TB-72: Alloy, which succeeds Promtail, reads the containers of every node and writes to Loki", () => {
    const { values, namespace } = collector();
    expect([namespace, values["controller"].type]).to.deep.equal(["logging-host", "daemonset"]);
    expect(values["controller"].tolerations).to.deep.equal([{ operator: "Exists" }]);
    const { content } = values["alloy"].configMap;
    expect(content).to.equal(collectorConfig(platformContext(), "logging"));
    expect(content).to.contain('field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")');
    expect(content).to.contain('replacement = "/var/log/pods/*$1/*.log"');
    expect(content).to.contain('url = "http://loki.logging.svc:3100/loki/api/v1/push"');
    // The chart makes a template of it.
    expect(content).not.to.contain("{{");
  });

  it("TB-72: labels are few; pods and traces are found without being labels", () => {
    const content = collector().values["alloy"].configMap.content as string;
    const labels = [...content.matchAll(/target_label = "([a-z]+)"/g)].map(([, name]) => name);
    expect([...new Set(labels)]).to.deep.equal(["namespace", "container", "pod", "node", "team", "service"]);
    expect(content).to.contain('values = { pod = "", node = "", trace_id = "" }');
    expect(content).to.contain('values = ["filename"]');
  });

  it("TB-78: finds the trace of a line, in JSON, logfmt and plain text", () => {
    const id = "4bf92f3577b34da6a3ce929d0e0e4736";
    const expression = new RegExp(traceIdExpression.replace("(?i)", "").replace("?P<", "?<"), "i");
    const found = (line: string) => expression.exec(line)?.groups?.["trace_id"];
    for (const line of [
      `{"trace_id":"${id}"}`,
      `level=info traceId=${id}`,
      `{"traceID": "${id}"}`,
      `TraceID: ${id} GET /`,
    ])
      expect(found(line), line).to.equal(id);
    for (const line of ["GET /", `request_id=${id}`, "trace_id=short"]) expect(found(line), line).to.equal(undefined);
  });

  it("SS-66: a stack trace is one record", () => {
    const isFirst = (line: string) => new RegExp(firstLineExpression).test(line);
    expect(["java.lang.Error: x", "{", "2026-11-21 INFO"].map(isFirst)).to.deep.equal([true, true, true]);
    expect(["\tat com.acme.Main(Main.java:1)", '  File "a.py", line 1'].map(isFirst)).to.deep.equal([false, false]);
  });

  it("TB-73: events of Kubernetes go the same way, by one pod that may read events and nothing else", () => {
    const { values, namespace } = events();
    expect([namespace, values["controller"].type, values["controller"].replicas]).to.deep.equal([
      "logging",
      "deployment",
      1,
    ]);
    const rules = [...values["rbac"].rules, ...values["rbac"].clusterRules];
    expect(rules.flatMap(({ resources }) => resources)).to.deep.equal(["events", "events"]);
    expect(rules.flatMap(({ verbs }) => verbs)).to.deep.equal(["list", "watch", "get"]);
    const { content } = values["alloy"].configMap;
    expect(content).to.contain('loki.source.kubernetes_events "cluster"');
    expect(content).to.contain('values = { service = "kubernetes-events" }');
  });

  it("TB-54, TB-N8: Loki's namespace enforces restricted, the collectors' privileged with both their reasons", () => {
    const levels = platformNamespaces(resolvedOf({ logs: { loki: {}, cloudwatch: {} } }));
    const of = (name: string) => levels.find((one) => one.name === name);
    expect(of("logging")?.podSecurity).to.equal("restricted");
    expect(of("logging-host")?.podSecurity).to.equal("privileged");
    expect(of("logging-host")?.reason).to.match(/^fluent-bit: .*; alloy: the collector reads/);
  });

  it("Loki hears its writers, Grafana and Prometheus, and nobody else", async () => {
    const program = await built(withLoki());
    const { spec } = program.inputs(policyType, "observability-loki-networkpolicy-logging-loki");
    const [known, own] = spec.ingress;
    expect(
      known.from.map((one: any) => one.namespaceSelector.matchLabels["kubernetes.io/metadata.name"]),
    ).to.deep.equal(["logging", "logging-host", "monitoring"]);
    expect(known.ports).to.deep.equal([{ port: 3100, protocol: "TCP" }]);
    expect(own.from[0].podSelector.matchLabels).to.include({ "app.kubernetes.io/name": "loki" });
    const { spec: alloy } = program.inputs(policyType, "observability-alloy-networkpolicy-logging-host-alloy");
    expect(alloy.egress.at(-1).ports).to.deep.equal([{ port: 3100, protocol: "TCP" }]);
  });

  it("Loki is installed before what writes to it, its bucket and role before Loki", async () => {
    const program = await built(withLoki());
    const names = resolvedOf(withLoki()).map(({ addon }) => addon.name);
    expect(names.indexOf("loki")).to.be.lessThan(names.indexOf("alloy"));
    const { dependencies } = program.one("kubernetes:helm.sh/v4:Chart", "observability-alloy");
    expect(dependencies).to.include(program.one("kubernetes:helm.sh/v4:Chart", "observability-loki").urn);
  });

  it("both deliveries give the same chart, version and values", async () => {
    const program = await built(withLoki());
    for (const name of ["loki", "alloy", "alloy-events"]) {
      const installed = program.inputs("kubernetes:helm.sh/v4:Chart", `observability-${name}`);
      const resolved = addonIn(name, withLoki());
      const { source } = applicationOf(resolved, "argocd").spec as Record<string, any>;
      expect(installed["chart"].split("/").pop()).to.equal(source.chart);
      expect(installed["version"]).to.equal(source.targetRevision);
      expect(installed["values"]).to.deep.equal(source.helm.valuesObject);
    }
  });
});
