import { expect } from "chai";
import { observabilitySettings } from "../../../../components/observability/settings";
import { estimate, costConfig } from "../../../preview/cost/support";
import { pricesOf } from "../../../../preview/cost/prices";
import { kube, resource } from "../../../preview/support/resources";
import { tiers } from "../../../../stacks/tiers";
import { problemsIn } from "../../../support/problems";
import { addonIn, built, resolvedOf } from "../logs/builders";
import { platformNamespaces } from "../../../../components/platform-addons/namespaces";

const withJaeger = (jaeger: Record<string, unknown>, traces: Record<string, unknown> = {}) => ({
  traces: { ...traces, jaeger },
});
const jaeger = (settings: Record<string, unknown>) => addonIn("jaeger", withJaeger(settings)).values;
const elasticsearch = { url: "https://es.acme.example:9200", login: { secret: "jaeger-search" } };
const backendOf = (values: Record<string, any>) => values["userconfig"].extensions.jaeger_storage.backends.main;
const problems = (settings: Record<string, unknown>) =>
  problemsIn(observabilitySettings(tiers.production.observability), withJaeger(settings));

describe("traces in Jaeger", () => {
  it("VC-75: Jaeger 2 runs in the namespace monitoring, where a stack says so, and shows what it keeps", () => {
    const raw = withJaeger({ volume: {} }, { namespace: "monitoring" });
    expect(addonIn("jaeger", raw).namespace).to.equal("monitoring");
    const { service, extensions, receivers } = jaeger({ volume: {} })["userconfig"];
    expect(service.extensions).to.deep.equal(["jaeger_storage", "jaeger_query", "healthcheckv2"]);
    expect(extensions.jaeger_query.http).to.deep.equal({ endpoint: "0.0.0.0:16686" });
    expect(receivers).to.deep.equal({ otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" } } } });
    const level = platformNamespaces(resolvedOf(raw)).find(({ name }) => name === "monitoring");
    expect(level?.podSecurity).to.equal("restricted");
  });

  it("TB-11: keeps traces in Elasticsearch, an index for each day, with a login that no object shows", () => {
    const values = jaeger({ elasticsearch, replicas: 2 });
    expect(backendOf(values).elasticsearch).to.deep.include({
      server_urls: ["https://es.acme.example:9200"],
      auth: {
        basic: {
          username: "${env:SEARCH_USERNAME}",
          password_file: "/etc/jaeger-login/password",
          reload_interval: "1m",
        },
      },
    });
    expect(backendOf(values).elasticsearch.indices.spans).to.deep.equal({
      date_layout: "2006-01-02",
      rollover_frequency: "day",
    });
    expect(values["jaeger"].extraVolumes[0].secret).to.deep.equal({
      secretName: "jaeger-search",
      items: [{ key: "password", path: "password" }],
    });
    expect(values["jaeger"].strategy).to.deep.equal({ type: "RollingUpdate" });
  });

  it("TB-11: a job deletes indices that are older than the retention, with the same prefix and login", () => {
    const { esIndexCleaner, storage } = jaeger({
      elasticsearch: { ...elasticsearch, indexPrefix: "acme" },
      retentionDays: 14,
    });
    expect([esIndexCleaner.enabled, esIndexCleaner.numberOfDays]).to.deep.equal([true, 14]);
    expect(esIndexCleaner.cmdlineParams).to.deep.equal({ "index-prefix": "acme" });
    expect(storage.elasticsearch.url).to.equal("https://es.acme.example:9200");
    expect(esIndexCleaner.extraEnv.map(({ name }: { name: string }) => name)).to.deep.equal([
      "ES_USERNAME",
      "ES_PASSWORD",
    ]);
  });

  it("OpenSearch is named as itself", () => {
    expect(backendOf(jaeger({ opensearch: { url: "https://search.acme.example" } }))).to.have.all.keys("opensearch");
  });

  it("VC-75: keeps traces in a database of its own on a volume for 7 days, in one copy", () => {
    const values = jaeger({ volume: { size: "50Gi" } });
    expect(backendOf(values).badger).to.deep.equal({
      directories: { keys: "/badger/keys", values: "/badger/values" },
      ephemeral: false,
      ttl: { spans: "168h" },
    });
    const [claim] = values["extraObjects"];
    expect([claim.kind, claim.spec.resources.requests.storage]).to.deep.equal(["PersistentVolumeClaim", "50Gi"]);
    expect(values["jaeger"].extraVolumes[0].persistentVolumeClaim.claimName).to.equal(claim.metadata.name);
    // The chart's own: the old pod goes first.
    expect(values["jaeger"]).not.to.have.property("strategy");
  });

  it("has exactly one place to keep traces, and no copies that would share a volume", () => {
    expect(problems({})[0]?.why).to.contain("has no place");
    expect(problems({ volume: {}, elasticsearch })[0]?.why).to.contain("more than one place");
    expect(problems({ volume: {}, replicas: 2 })[0]?.path).to.equal("traces.jaeger.replicas");
  });

  it("a changed configuration rolls its pods, which the chart alone does not", () => {
    const checksum = (settings: Record<string, unknown>) => jaeger(settings)["jaeger"].extraEnv[0].value as string;
    expect(checksum({ volume: {} })).to.equal(checksum({ volume: {} }));
    expect(checksum({ volume: {} })).not.to.equal(checksum({ volume: {}, retentionDays: 8 }));
  });

  it("several copies have a budget for the servers and not for the job", async () => {
    const program = await built(withJaeger({ elasticsearch, replicas: 2 }));
    const { spec } = program.inputs(
      "kubernetes:policy/v1:PodDisruptionBudget",
      "observability-jaeger-poddisruptionbudget-tracing-jaeger",
    );
    expect(spec.selector.matchLabels["app.kubernetes.io/component"]).to.equal("all-in-one");
    const { spec: policy } = program.inputs(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "observability-jaeger-networkpolicy-tracing-jaeger",
    );
    expect(policy.egress[0].ports.map(({ port }: { port: number }) => port)).to.deep.equal([53, 53, 443, 9200]);
  });

  it("its volume is in the bill, though the chart takes it as an object of a list: 50 × $0.08", () => {
    const gp3 = kube("storage.k8s.io/v1:StorageClass", "gp3", {
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3" },
    });
    const chart = resource("kubernetes:helm.sh/v4:Chart", "jaeger", {
      inputs: { values: jaeger({ volume: { size: "50Gi" } }) },
    });
    const { document } = estimate([gp3, chart], costConfig(), pricesOf("us-east-1"));
    expect(document.monthlyUsd).to.equal(4);
  });
});
