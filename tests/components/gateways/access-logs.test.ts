import { expect } from "chai";
import { logBucketName, logBucketPolicy } from "../../../components/gateways/access-logs";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { Gateways } from "../../../components/gateways/gateways";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { gatewaysArgs, gatewaysOf } from "./builders";

const bucketType = "aws:s3/bucket:Bucket";
const configurationType = "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration";
const name = logBucketName(platformContext());

const build = (gateways: Record<string, unknown>) => {
  const settings = gatewaysOf(gateways);
  return recorded(() => new Gateways("gateways", gatewaysArgs({ settings })));
};
const one = (accessLogs: unknown = {}, more: Record<string, unknown> = {}) =>
  build({ public: { type: "alb", accessLogs, ...more } });

async function attributesOf(program: Awaited<ReturnType<typeof build>>): Promise<Record<string, string>> {
  const list = program.inputs(configurationType).spec.loadBalancerAttributes as { key: string; value: string }[];
  return Object.fromEntries(
    list.filter(({ key }) => key.startsWith("access_logs")).map(({ key, value }) => [key, value]),
  );
}

describe("access logs of gateways", () => {
  it("are written by default in production, into a bucket that the platform makes", async () => {
    const program = await build({ public: { type: "alb" } });
    expect(program.inputs(bucketType).bucket).to.equal(name);
    expect(await attributesOf(program)).to.deep.equal({
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": name,
      "access_logs.s3.prefix": "public",
    });
  });

  it("are written outside of production where the stack says so, or names a bucket", () => {
    const schema = gatewaysSettings({ deletionProtection: false, accessLogs: false });
    const enabled = (accessLogs: unknown) => {
      const { gateway } = schema.parse({ gateway: { type: "alb", accessLogs } });
      return gateway?.type === "alb" && gateway.accessLogs.enabled;
    };
    expect([undefined, {}, { enabled: true }, { bucket: "logs-of-acme" }].map(enabled)).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
    expect(enabled({ bucket: "logs-of-acme", enabled: false })).to.equal(false);
    expect(() => enabled({ prefix: "x/AWSLogs" })).to.throw("is not a folder for access logs");
  });

  it("go into one bucket for all gateways, where each has a folder and an age", async () => {
    const program = await build({
      public: { type: "alb" },
      inside: { type: "alb", scheme: "internal", accessLogs: { prefix: "private", retentionDays: 7 } },
    });
    expect(program.ofType(bucketType)).to.have.length(1);
    const { rules } = program.inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    expect(rules.map((rule: any) => [rule.id, rule.filter.prefix, rule.expiration?.days, rule.status])).to.deep.equal([
      ["public", "public/", 90, "Enabled"],
      ["inside", "private/", 7, "Enabled"],
      ["broken-uploads", undefined, undefined, "Enabled"],
    ]);
    const { policy } = program.inputs("aws:s3/bucketPolicy:BucketPolicy");
    expect(JSON.parse(policy)).to.deep.equal(
      JSON.parse(JSON.stringify(logBucketPolicy(name, ["public", "private"], platformContext()))),
    );
  });

  it("are written by load balancers of the account alone, below their folders, and over TLS", () => {
    const [tls, tls12, write] = logBucketPolicy("logs", ["public"], platformContext()).Statement;
    expect(write).to.deep.equal({
      Sid: "LoadBalancersWrite",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: ["arn:aws:s3:::logs/public/AWSLogs/123456789012/*"],
    });
    expect(tls?.Effect).to.equal("Deny");
    expect(tls?.Condition).to.deep.equal({ Bool: { "aws:SecureTransport": "false" } });
    expect(tls12?.Condition).to.deep.equal({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
  });

  it("lie private, versioned, and encrypted with S3's own key, which is all that load balancers can write with", async () => {
    const program = await one();
    const sse = program.inputs(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    expect(sse.rules).to.deep.equal([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    const block = program.inputs("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    expect([
      block.blockPublicAcls,
      block.blockPublicPolicy,
      block.ignorePublicAcls,
      block.restrictPublicBuckets,
    ]).to.deep.equal([true, true, true, true]);
    const versions = program.inputs("aws:s3/bucketVersioning:BucketVersioning");
    expect(versions.versioningConfiguration).to.deep.equal({ status: "Enabled" });
  });

  it("can be switched off, or sent to a bucket that exists", async () => {
    const off = await one({ enabled: false });
    expect(off.ofType(bucketType)).to.deep.equal([]);
    expect(await attributesOf(off)).to.deep.equal({});
    const elsewhere = await one({ bucket: "logs-of-acme" });
    expect(elsewhere.ofType(bucketType)).to.deep.equal([]);
    expect((await attributesOf(elsewhere))["access_logs.s3.bucket"]).to.equal("logs-of-acme");
    const envoy = await build({});
    expect(envoy.ofType(bucketType)).to.deep.equal([]);
  });

  it("are protected with the gateway, and go with a stack that comes and goes", async () => {
    const of = async (deletionProtection: boolean) => (await one({}, { deletionProtection })).ofType(bucketType)[0];
    expect([(await of(true))?.protect, (await of(true))?.inputs["forceDestroy"]]).to.deep.equal([true, false]);
    expect([(await of(false))?.protect, (await of(false))?.inputs["forceDestroy"]]).to.deep.equal([false, true]);
  });

  it("have a bucket before the load balancer, which tries it at once", async () => {
    const program = await one();
    const [configuration] = program.ofType(configurationType);
    expect(configuration?.dependencies.some((urn) => urn.endsWith("BucketPolicy::gateways-access-logs"))).to.equal(
      true,
    );
  });

  it("have a bucket with a name that S3 takes, however long the cluster's is", () => {
    const long = logBucketName({
      ...platformContext(),
      clusterName: "A_very-long-name-of-a-cluster-that-somebody-liked",
    });
    expect(long).to.match(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    expect(logBucketName({ ...platformContext(), region: "eu-west-1" })).not.to.equal(name);
  });
});
