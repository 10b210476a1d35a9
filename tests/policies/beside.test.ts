import { expect } from "chai";
import type { RecordedResource } from "../../preview/recorded";
import { type Json, make } from "./support/stack";
import { runStrictly, set, unknown } from "./support/workloads";

/** What one rule says of a stack: `violation` or `unknown`, with the logical name of what it complains about. */
async function says(rule: string, resources: RecordedResource[], config: Json = {}): Promise<string[]> {
  const { findings, problems } = await runStrictly(resources, {
    all: "disabled",
    [rule]: { enforcementLevel: "mandatory", ...config },
  });
  expect(problems).to.deep.equal([]);
  return findings.map(({ kind, urn }) => `${kind} ${urn.split("::").at(-1) ?? ""}`);
}

describe("a VPC", () => {
  const vpc = make("awsx:ec2:Vpc", "net", {});
  const log = (inputs: Json, ...of: RecordedResource[]) =>
    make("aws:ec2/flowLog:FlowLog", "log", { trafficType: "ALL", vpcId: unknown, ...inputs }, ...of);

  it("has flow logs, found by the dependency while its id isn't known", async () => {
    expect(await says("vpc-flow-logs", [vpc, log({}, vpc)])).to.deep.equal([]);
    expect(await says("vpc-flow-logs", [vpc, log({})])).to.deep.equal(["violation net"]);
    expect(await says("vpc-flow-logs", [vpc])).to.deep.equal(["violation net"]);
  });

  it("is judged once: as the component, or as the resource that stands alone", async () => {
    const inner = { ...make("aws:ec2/vpc:Vpc", "inner", {}), parent: vpc.urn };
    expect(await says("vpc-flow-logs", [vpc, inner, log({}, inner)])).to.deep.equal([]);
    expect(await says("vpc-flow-logs", [make("aws:ec2/vpc:Vpc", "alone", {})])).to.deep.equal(["violation alone"]);
  });

  it("logs what is refused", async () => {
    expect(await says("vpc-flow-logs", [vpc, log({ trafficType: "REJECT" }, vpc)])).to.deep.equal([]);
    for (const trafficType of ["ACCEPT", undefined, 3, {}]) {
      expect(await says("vpc-flow-logs", [vpc, log({ trafficType }, vpc)])).to.deep.equal(["violation log"]);
    }
    expect(await says("vpc-flow-logs", [vpc, log({ trafficType: unknown }, vpc)])).to.deep.equal(["unknown log"]);
  });
});

describe("a bucket", () => {
  const bucket = make("aws:s3/bucket:Bucket", "data", {});
  const named = make("aws:s3/bucket:Bucket", "data", { bucket: "data" });
  const block = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  const beside = (type: string, inputs: Json, ...of: RecordedResource[]) =>
    make(`aws:s3/${type}`, "beside", { bucket: unknown, ...inputs }, ...of);

  it("blocks public access four ways", async () => {
    const kind = "bucketPublicAccessBlock:BucketPublicAccessBlock";
    const of = (inputs: Json) => says("bucket-public-access", [bucket, beside(kind, inputs, bucket)]);
    expect(await of(block)).to.deep.equal([]);
    for (const key of Object.keys(block)) {
      expect(await of({ ...block, [key]: false }), key).to.deep.equal(["violation beside"]);
      expect(await of({ ...block, [key]: undefined }), key).to.deep.equal(["violation beside"]);
      expect(await of({ ...block, [key]: unknown }), key).to.deep.equal(["unknown beside"]);
    }
    expect(await says("bucket-public-access", [bucket])).to.deep.equal(["violation data"]);
    expect(await says("bucket-public-access", [named, beside(kind, { ...block, bucket: "data" })])).to.deep.equal([]);
  });

  it("keeps versions", async () => {
    const kind = "bucketVersioning:BucketVersioning";
    const of = (status: unknown) =>
      says("bucket-versioning", [bucket, beside(kind, { versioningConfiguration: { status } }, bucket)]);
    expect(await of("Enabled")).to.deep.equal([]);
    for (const status of ["Suspended", undefined, {}, 1]) {
      expect(await of(status)).to.deep.equal(["violation beside"]);
    }
    expect(await of(unknown)).to.deep.equal(["unknown beside"]);
    expect(await says("bucket-versioning", [bucket])).to.deep.equal(["violation data"]);
    const old = make("aws:s3/bucket:Bucket", "old", { versioning: { enabled: true } });
    expect(await says("bucket-versioning", [old])).to.deep.equal([]);
  });

  it("says how it encrypts, with KMS where that is asked for", async () => {
    const kind = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const of = (sseAlgorithm: unknown, config: Json = {}) =>
      says(
        "bucket-encryption",
        [bucket, beside(kind, { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] }, bucket)],
        config,
      );
    expect(await of("AES256")).to.deep.equal([]);
    expect(await of("AES256", { algorithms: ["aws:kms"] })).to.deep.equal(["violation beside"]);
    expect(await of("none")).to.deep.equal(["violation beside"]);
    expect(await of(unknown)).to.deep.equal(["unknown beside"]);
    expect(await says("bucket-encryption", [bucket, beside(kind, { rules: [] }, bucket)])).to.have.length(1);
    expect(await says("bucket-encryption", [bucket])).to.deep.equal(["violation data"]);
  });

  it("refuses requests without TLS", async () => {
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const of = (policy: unknown) =>
      says("bucket-tls-only", [bucket, beside("bucketPolicy:BucketPolicy", { policy }, bucket)]);
    const text = (...statements: unknown[]) => JSON.stringify({ Statement: statements });
    expect(await of(text(deny))).to.deep.equal([]);
    expect(await of({ Statement: deny })).to.deep.equal([]);
    for (const change of [
      { Effect: "Allow" },
      { Condition: undefined },
      { Action: "s3:GetObject" },
      { Principal: { AWS: "arn:x" } },
    ]) {
      expect(await of(text({ ...deny, ...change })), JSON.stringify(change)).to.deep.equal(["violation data"]);
    }
    expect(await of("{")).to.deep.equal(["violation data"]);
    expect(await of(unknown)).to.deep.equal(["unknown data"]);
    expect(await says("bucket-tls-only", [bucket])).to.deep.equal(["violation data"]);
  });
});

describe("a queue", () => {
  const dead = make("aws:sqs/queue:Queue", "dead", {});
  const queue = (inputs: Json) => make("aws:sqs/queue:Queue", "jobs", { redrivePolicy: unknown, ...inputs }, dead);
  const redrive = JSON.stringify({ deadLetterTargetArn: "arn:x", maxReceiveCount: 3 });

  it("has a queue for what fails, which needs none itself", async () => {
    expect(await says("queues", [dead, queue({ redrivePolicy: redrive })])).to.deep.equal([]);
    expect(await says("queues", [dead, queue({ redrivePolicy: "{}" })])).to.deep.equal(["violation jobs"]);
    expect(await says("queues", [make("aws:sqs/queue:Queue", "jobs", {})])).to.deep.equal(["violation jobs"]);
    expect(await says("queues", [make("aws:sqs/queue:Queue", "jobs", {})], { deadLetters: "optional" })).to.deep.equal(
      [],
    );
  });

  it("may have a policy of its own beside it, but not that of another queue", async () => {
    const jobs = make("aws:sqs/queue:Queue", "jobs", {});
    const beside = (...of: RecordedResource[]) =>
      make("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", { redrivePolicy: redrive }, ...of);
    expect(await says("queues", [jobs, beside(jobs)])).to.deep.equal([]);
    expect(await says("queues", [jobs, beside()])).to.deep.equal(["violation jobs"]);
  });

  it("has none for events that are of no use after five minutes, such as Karpenter's", async () => {
    const keeping = (seconds: unknown) => [make("aws:sqs/queue:Queue", "events", { messageRetentionSeconds: seconds })];
    expect(await says("queues", keeping(300))).to.deep.equal([]);
    expect(await says("queues", keeping(301))).to.deep.equal(["violation events"]);
    expect(await says("queues", keeping(301), { fleetingSeconds: 600 })).to.deep.equal([]);
    expect(await says("queues", keeping(unknown))).to.deep.equal(["unknown events"]);
  });

  it("is encrypted", async () => {
    for (const value of [false, "no", {}]) {
      const plain = queue({ redrivePolicy: redrive, sqsManagedSseEnabled: value });
      expect(await says("queues", [dead, plain])).to.deep.equal(["violation jobs"]);
    }
    const own = queue({ redrivePolicy: redrive, sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/x" });
    expect(await says("queues", [dead, own])).to.deep.equal([]);
  });
});

describe("charts and images", () => {
  const chart = (inputs: Json) =>
    make("kubernetes:helm.sh/v3:Release", "chart", { chart: "app", version: "1.2.3", ...inputs });

  it("aren't retired ones", async () => {
    for (const name of ["ingress-nginx", "oci://ghcr.io/x/promtail", "https://charts.example.com/loki-stack"]) {
      expect(await says("no-retired-components", [chart({ chart: name })]), name).to.deep.equal(["violation chart"]);
    }
    expect(await says("no-retired-components", [chart({})])).to.deep.equal([]);
    expect(await says("no-retired-components", [chart({})], { retired: { app: "web" } })).to.deep.equal([
      "violation chart",
    ]);
    expect(await says("no-retired-components", [chart({ chart: unknown })])).to.deep.equal(["unknown chart"]);
    for (const image of [
      "registry.k8s.io/ingress-nginx/controller:v1.11.2",
      "grafana/promtail:3.0.0@sha256:0",
      "docker.io/grafana/promtail",
    ]) {
      const pod = make("kubernetes:core/v1:Pod", "pod", { spec: { containers: [{ name: "a", image }] } });
      expect(await says("no-retired-components", [pod]), image).to.deep.equal(["violation pod"]);
    }
    const other = make("kubernetes:core/v1:Pod", "pod", {
      spec: { containers: [{ name: "a", image: "x/promtail-exporter:1" }] },
    });
    expect(await says("no-retired-components", [other])).to.deep.equal([]);
  });

  it("are of a supported version", async () => {
    const of = (version: unknown) =>
      says("no-retired-components", [chart({ version })], { minimum: { app: "1.10.0" } });
    expect(await of("1.10.0")).to.deep.equal([]);
    expect(await of("v2.0.0")).to.deep.equal([]);
    for (const version of ["1.9.9", undefined, 2, "latest"]) {
      expect(await of(version), String(version)).to.deep.equal(["violation chart"]);
    }
    expect(await of(unknown)).to.deep.equal(["unknown chart"]);
  });

  it("are pinned", async () => {
    for (const version of ["1.2", "^1.2.3", "", undefined, 1]) {
      expect(await says("charts-pinned", [chart({ version })])).to.deep.equal(["violation chart"]);
    }
    expect(await says("charts-pinned", [chart({ version: "v1.2.3-rc.1" })])).to.deep.equal([]);
    expect(await says("charts-pinned", [chart({ chart: "./charts/app", version: undefined })])).to.deep.equal([]);
  });

  it("say why where no rule sees what they install", async () => {
    const release = (description: unknown) => says("opaque-release", [chart({ description })]);
    expect(await release("needs hooks")).to.deep.equal([]);
    for (const description of [undefined, "", 3, {}]) {
      expect(await release(description)).to.deep.equal(["violation chart"]);
    }
    expect(await release(unknown)).to.deep.equal(["unknown chart"]);
  });
});

describe("API versions", () => {
  const of = (kind: string, config: Json = {}) =>
    says("api-versions", [make(`kubernetes:${kind}`, "one", { metadata: {} })], config);

  it("are served by the cluster's release", async () => {
    expect(await of("policy/v1beta1:PodDisruptionBudget")).to.deep.equal(["violation one"]);
    expect(await of("extensions/v1beta1:Deployment")).to.deep.equal(["violation one"]);
    expect(await of("flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema", { kubernetesVersion: "1.31" })).to.deep.equal(
      [],
    );
    expect(await of("flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema", { kubernetesVersion: "1.32" })).to.deep.equal([
      "violation one",
    ]);
    for (const kind of ["apps/v1:Deployment", "core/v1:Pod", "storage.k8s.io/v1beta1:VolumeAttributesClass"]) {
      expect(await of(kind), kind).to.deep.equal([]);
    }
  });

  it("can be waived like anything else", async () => {
    const old = make("kubernetes:batch/v1beta1:CronJob", "one", { metadata: { name: "one" } });
    set(old.inputs, "metadata.annotations", { "platform/waive.api-versions": "old cluster until 2026-12-31" });
    expect(await says("api-versions", [old])).to.deep.equal([]);
  });
});
