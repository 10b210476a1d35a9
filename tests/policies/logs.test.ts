import { expect } from "chai";
import { type Json, kube, make, says } from "./support/stack";
import { resource, unknown } from "./support/workloads";

const bucket = make("aws:s3/bucket:Bucket", "data", {});
const logs = make("aws:s3/bucket:Bucket", "logs", {});
const found = ["violation Bucket data"];

describe("a bucket", () => {
  const policy = (statement: Json, of = bucket) =>
    make(
      "aws:s3/bucketPolicy:BucketPolicy",
      "policy",
      { bucket: unknown, policy: JSON.stringify({ Statement: [statement] }) },
      of,
    );
  const toLogs = (targetBucket: unknown) =>
    make(
      "aws:s3/bucketLogging:BucketLogging",
      "logging",
      { bucket: unknown, targetBucket, targetPrefix: "data/" },
      bucket,
    );
  const delivers = {
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
  };
  const of = (...beside: ReturnType<typeof make>[]) => says("bucket-logging", [bucket, ...beside]);

  it("logs who uses it", async () => {
    expect(await of()).to.deep.equal(found);
    expect(await of(toLogs("logs"))).to.deep.equal([]);
    for (const target of ["", undefined, 3, {}]) {
      expect(await of(toLogs(target))).to.deep.equal(["violation BucketLogging logging"]);
    }
    expect(await of(toLogs(unknown))).to.deep.equal(["unknown BucketLogging logging"]);
  });

  it("needs no logs of its own when it is for logs, which its policy says", async () => {
    expect(await of(policy(delivers))).to.deep.equal([]);
    expect(await of(policy({ ...delivers, Principal: { Service: ["x", "logging.s3.amazonaws.com"] } }))).to.deep.equal(
      [],
    );
    expect(await of(policy({ ...delivers, Effect: "Deny" }))).to.deep.equal(found);
    expect(await of(policy({ ...delivers, Principal: "*" }))).to.deep.equal(found);
    expect(await of(policy({ ...delivers, Principal: { Service: "ec2.amazonaws.com" } }))).to.deep.equal(found);
    expect(await of(policy(delivers, logs)), "the policy of another").to.deep.equal(found);
    const unsure = make("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: unknown, policy: unknown }, bucket);
    expect(await of(unsure)).to.deep.equal(["unknown Bucket data"]);
  });

  const keeps = (rules: unknown) =>
    says("bucket-lifecycle", [
      bucket,
      make(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "keeps",
        { bucket: unknown, rules },
        bucket,
      ),
    ]);
  const wrong = "violation BucketLifecycleConfiguration keeps";
  const abort = { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };

  it("says how long it keeps what, and clears away broken uploads", async () => {
    expect(await says("bucket-lifecycle", [bucket])).to.deep.equal(found);
    const one = { id: "1", status: "Enabled", expiration: { days: 30 }, ...abort };
    expect(await keeps([one])).to.deep.equal([]);
    expect(
      await keeps([
        { status: "Enabled", ...abort },
        { status: "Enabled", transitions: [{ days: 30 }] },
      ]),
    ).to.deep.equal([]);
    expect(await keeps([{ ...one, abortIncompleteMultipartUpload: undefined }])).to.deep.equal([wrong]);
    expect(await keeps([{ ...one, expiration: undefined }])).to.deep.equal([wrong]);
    for (const rules of [
      [{ ...one, status: "Disabled" }],
      [],
      undefined,
      [{ ...one, expiration: {}, abortIncompleteMultipartUpload: 7 }],
    ]) {
      expect(await keeps(rules), JSON.stringify(rules)).to.deep.equal([wrong, wrong]);
    }
    expect(await keeps("garbage")).to.include(wrong);
    expect(await keeps(unknown)).to.deep.equal([wrong.replace("violation", "unknown")]);
    expect(await keeps([{ ...one, status: unknown }])).to.deep.equal([wrong.replace("violation", "unknown")]);
  });
});

describe("a load balancer", () => {
  const rule = "load-balancer-logs";
  const attributes = (...pairs: [unknown, unknown][]) => pairs.map(([key, value]) => ({ key, value }));
  const gateway = (loadBalancerAttributes: unknown) =>
    says(rule, [
      resource(
        "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration",
        { metadata: { name: "public", namespace: "gateways" }, spec: { loadBalancerAttributes } },
        "public",
      ),
    ]);
  const wrong = ["violation LoadBalancerConfiguration public"];
  const on: [unknown, unknown] = ["access_logs.s3.enabled", "true"];
  const into: [unknown, unknown] = ["access_logs.s3.bucket", "logs"];

  it("of a Gateway logs its requests", async () => {
    expect(await gateway(attributes(on, into))).to.deep.equal([]);
    for (const list of [
      undefined,
      [],
      attributes(on),
      attributes(into),
      attributes([on[0], "false"], into),
      "garbage",
      [3],
      attributes(on, into, [on[0], "false"]),
    ]) {
      expect(await gateway(list), JSON.stringify(list)).to.deep.equal(wrong);
    }
    expect(await gateway(unknown)).to.deep.equal(["unknown LoadBalancerConfiguration public"]);
    expect(await gateway(attributes([on[0], unknown], into))).to.deep.equal([
      "unknown LoadBalancerConfiguration public",
    ]);
    expect(await gateway(attributes([unknown, "true"], into))).to.deep.equal([
      "unknown LoadBalancerConfiguration public",
    ]);
    expect(await gateway(attributes(on, [into[0], unknown]))).to.deep.equal([
      "unknown LoadBalancerConfiguration public",
    ]);
  });

  it("of an Ingress or of the program does, too", async () => {
    const ingress = (text: unknown, className = "alb") =>
      says(rule, [
        kube(
          "Ingress",
          "web",
          { ingressClassName: className },
          { annotations: { "alb.ingress.kubernetes.io/load-balancer-attributes": text } },
        ),
      ]);
    expect(await ingress("access_logs.s3.enabled=true, access_logs.s3.bucket=logs")).to.deep.equal([]);
    expect(await ingress(undefined, "nginx")).to.deep.equal([]);
    for (const text of [
      undefined,
      "",
      3,
      {},
      "access_logs.s3.enabled=true",
      "access_logs.s3.enabled=true,access_logs.s3.bucket=l,access_logs.s3.enabled=false",
    ]) {
      expect(await ingress(text), JSON.stringify(text)).to.deep.equal(["violation Ingress web"]);
    }
    expect(await ingress(unknown)).to.deep.equal(["unknown Ingress web"]);
    const own = (accessLogs: unknown, more: Json = {}) =>
      says(rule, [make("aws:lb/loadBalancer:LoadBalancer", "web", { accessLogs, ...more })]);
    expect(await own({ enabled: true, bucket: "logs" })).to.deep.equal([]);
    for (const garbage of [undefined, 3, {}, { enabled: true }, { enabled: false, bucket: "logs" }]) {
      expect(await own(garbage), JSON.stringify(garbage)).to.deep.equal(["violation LoadBalancer web"]);
    }
    expect(await own({ enabled: true, bucket: unknown })).to.deep.equal(["unknown LoadBalancer web"]);
    expect(await own(undefined, { loadBalancerType: "gateway" })).to.deep.equal([]);
  });

  it("needs none where the config says so", async () => {
    const one = make("aws:lb/loadBalancer:LoadBalancer", "web", {});
    expect(await says(rule, [one], { logs: "optional" })).to.deep.equal([]);
  });
});

describe("a secret", () => {
  const secret = make("aws:secretsmanager/secret:Secret", "key", {});
  const rotating = (rotationRules: unknown, ...of: ReturnType<typeof make>[]) =>
    make("aws:secretsmanager/secretRotation:SecretRotation", "rotation", { secretId: unknown, rotationRules }, ...of);
  const rotates = (rules: unknown, config: Json = {}) =>
    says("secret-rotation", [secret, rotating(rules, secret)], config);
  const wrong = ["violation SecretRotation rotation"];

  it("is rotated, or has a waiver that says why not", async () => {
    const none = ["violation Secret key"];
    expect(await says("secret-rotation", [secret])).to.deep.equal(none);
    expect(
      await says("secret-rotation", [secret, rotating({ automaticallyAfterDays: 30 })]),
      "another's",
    ).to.deep.equal(none);
    const waivers = { "aws.secretsmanager.Secret/key": "a partner's key, rotated by them until 2026-12-31" };
    expect(await says("secret-rotation", [secret], { waivers })).to.deep.equal([]);
  });

  it("is rotated often enough", async () => {
    for (const rules of [
      { automaticallyAfterDays: 90 },
      { scheduleExpression: "rate(30 days)" },
      { scheduleExpression: "rate(4 hours)" },
      { scheduleExpression: "cron(0 8 1 * ? *)" },
    ]) {
      expect(await rotates(rules), JSON.stringify(rules)).to.deep.equal([]);
    }
    for (const rules of [
      { automaticallyAfterDays: 91 },
      { automaticallyAfterDays: 0 },
      { automaticallyAfterDays: "30" },
      { scheduleExpression: "rate(91 days)" },
      { scheduleExpression: "never" },
      { scheduleExpression: 3 },
      {},
      undefined,
      3,
    ]) {
      expect(await rotates(rules), JSON.stringify(rules)).to.deep.equal(wrong);
    }
    expect(await rotates({ automaticallyAfterDays: 60 }, { maxDays: 30 })).to.deep.equal(wrong);
    expect(await rotates({ automaticallyAfterDays: unknown })).to.deep.equal([
      wrong[0]?.replace("violation", "unknown"),
    ]);
    expect(await rotates({ scheduleExpression: unknown })).to.deep.equal([wrong[0]?.replace("violation", "unknown")]);
  });
});
