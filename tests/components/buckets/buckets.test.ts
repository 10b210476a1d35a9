import { expect } from "chai";
import { bucketGrant } from "../../../components/buckets/bucket-plan";
import { Buckets, type BucketsArgs } from "../../../components/buckets/buckets";
import { bucketsSettings, bucketUseSettings } from "../../../components/buckets/settings";
import { policyDocument } from "../../../components/identity/policy-document";
import { problemsOf } from "../../../stacks/problems";
import { platformContext } from "../../support/builders";
import { defects, isAllowed } from "../../support/iam";
import { recorded } from "../../support/record";

const schema = bucketsSettings();
const settingsOf = (given: Record<string, unknown> = {}) => {
  const { media } = schema.parse({ media: given });
  if (!media) throw new Error("no bucket");
  return media;
};
const built = (given: Record<string, unknown> = {}, deviation: Partial<BucketsArgs> = {}) =>
  recorded(
    () => new Buckets("buckets", { context: platformContext(), settings: { media: settingsOf(given) }, ...deviation }),
  );
const arn = "arn:aws:s3:::acme-media-123456789012";
const policyOf = (use: Record<string, unknown>) =>
  policyDocument(...bucketGrant(platformContext(), "media", settingsOf(), bucketUseSettings.parse(use)).statements);

describe("buckets", () => {
  it("block public access four ways, have no ACLs, are encrypted, keep versions, and outlive a destroy", async () => {
    const run = await built();
    expect(run.one("aws:s3/bucket:Bucket", "buckets-media").protect).to.equal(true);
    expect(run.inputs("aws:s3/bucket:Bucket", "buckets-media")).to.deep.equal({
      bucket: "acme-media-123456789012",
      forceDestroy: false,
    });
    expect(run.inputs("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "buckets-media")).to.deep.include({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(run.inputs("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "buckets-media").rule).to.deep.equal({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(
      run.inputs(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "buckets-media",
      ).rules,
    ).to.deep.equal([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
    expect(
      run.inputs("aws:s3/bucketVersioning:BucketVersioning", "buckets-media").versioningConfiguration,
    ).to.deep.equal({
      status: "Enabled",
    });
  });

  it("SS-27: refuse whoever comes without TLS, or with less than 1.2", async () => {
    const { policy } = (await built()).inputs("aws:s3/bucketPolicy:BucketPolicy", "buckets-media");
    const { Statement } = JSON.parse(policy as string);
    expect(Statement.map(({ Effect, Condition }: any) => [Effect, Condition])).to.deep.equal([
      ["Deny", { Bool: { "aws:SecureTransport": "false" } }],
      ["Deny", { NumericLessThan: { "s3:TlsVersion": "1.2" } }],
    ]);
  });

  it("VC-88: objects go to Glacier after the days that a stack says; old versions and broken uploads go too", async () => {
    const run = await built({ archive: { afterDays: 90 }, expireAfterDays: 365 });
    const { rules } = run.inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "buckets-media");
    expect(rules).to.deep.equal([
      {
        id: "archive",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [{ days: 90, storageClass: "GLACIER" }],
      },
      { id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: 365 } },
      {
        id: "old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("who reads and writes is logged, into a bucket that only S3 writes to", async () => {
    const run = await built();
    expect(run.inputs("aws:s3/bucketLogging:BucketLogging")).to.deep.equal({
      bucket: "[unknown]",
      targetBucket: "[unknown]",
      targetPrefix: "media/",
    });
    const { policy } = run.inputs("aws:s3/bucketPolicy:BucketPolicy", "buckets-access-logs");
    expect(JSON.parse(policy as string).Statement.at(-1)).to.deep.equal({
      Sid: "AccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::acme-access-logs-123456789012/*",
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
  });

  it("VC-N13: an archive for less than the days that Glacier bills is refused", () => {
    const input = { media: { archive: { afterDays: 30 }, expireAfterDays: 60 } };
    const parsed = schema.safeParse(input);
    const [problem] = parsed.success ? [] : problemsOf(parsed.error, input, schema);
    expect([problem?.path, problem?.set]).to.deep.equal(["media.expireAfterDays", "120 or more, or no archive"]);
  });

  it("MP-56: a service has rights below its prefix and no keys", async () => {
    const policy = policyOf({ access: "read-write", prefix: "uploads/" });
    expect(await defects(policy)).to.deep.equal([]);
    const may = (action: string, on: string, more = {}) => isAllowed(policy, { action, on, ...more });
    expect(await may("s3:PutObject", `${arn}/uploads/a.mp4`)).to.equal(true);
    expect(await may("s3:GetObject", `${arn}/private/a.mp4`)).to.equal(false);
    expect(await may("s3:ListBucket", arn, { with: { "s3:prefix": "uploads/2026" } })).to.equal(true);
    expect(await may("s3:ListBucket", arn, { with: { "s3:prefix": "private/" } })).to.equal(false);
    expect(await may("s3:DeleteBucket", arn)).to.equal(false);
  });

  it("who reads can't write, and who writes can't read", async () => {
    const object = `${arn}/a.mp4`;
    expect(await isAllowed(policyOf({}), { action: "s3:PutObject", on: object })).to.equal(false);
    expect(await isAllowed(policyOf({}), { action: "s3:GetObject", on: object })).to.equal(true);
    expect(await isAllowed(policyOf({ access: "write" }), { action: "s3:GetObject", on: object })).to.equal(false);
    expect(await isAllowed(policyOf({ access: "write" }), { action: "s3:DeleteObject", on: object })).to.equal(false);
  });

  it("name and prefix are in the environment", () => {
    const use = bucketUseSettings.parse({ prefix: "uploads/" });
    expect(bucketGrant(platformContext(), "media", settingsOf(), use).env).to.deep.equal({
      MEDIA_BUCKET: "acme-media-123456789012",
      MEDIA_PREFIX: "uploads/",
    });
  });

  it("transform reaches every child", async () => {
    const marked = (args: any) => ({ ...args, region: "eu-west-1" });
    const slots = ["logging", "bucket", "publicAccess", "ownership", "encryption", "versioning", "lifecycle", "policy"];
    const run = await built({}, { transform: Object.fromEntries(slots.map((slot) => [slot, marked])) });
    const mine = run.resources.filter(({ inputs }) => (inputs as any).region === "eu-west-1");
    // Of the bucket and of that of the access logs, which has none itself.
    expect(mine).to.have.length(2 * slots.length - 1);
  });

  it("a slot is called for each bucket, with the name that the preview prints", async () => {
    const names: string[] = [];
    const bucket = (args: any, name: string) => {
      names.push(name);
      return args;
    };
    const run = await built({}, { transform: { bucket } });
    expect(names).to.deep.equal(run.ofType("aws:s3/bucket:Bucket").map(({ name }) => name));
  });
});
