import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { isKnown } from "../../../preview/cost";
import { pricesOf } from "../../../preview/cost/prices";
import { usages } from "../../../preview/cost/usages";
import { costSettings } from "../../../stacks/cost-settings";
import { kube, resource } from "../support/resources";
import { costConfig, estimate, figures, prices, unpriced } from "./support";

const root = join(__dirname, "..", "..", "..");

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") ? [readFileSync(path, "utf8")] : [];
  });
}

/** Classes of the provider that the program's source names, by module: `aws.kms.Key`, without their `…Args`. */
function madeTypes(): string[] {
  const text = ["components", "stacks"].flatMap((directory) => sources(join(root, directory))).join("\n");
  const named = new Set(
    [...text.matchAll(/\baws\.([a-z0-9]+)\.([A-Z]\w*)/g)].map(([, module, name]) => `${module}.${name}`),
  );
  return [...named].flatMap((one) => {
    const [module = "", name = ""] = one.split(".");
    const found = (aws as unknown as Record<string, Record<string, { __pulumiType?: string } | undefined>>)[module]?.[
      name
    ];
    return found?.__pulumiType === undefined ? [] : [found.__pulumiType];
  });
}

const everyUsage = Object.fromEntries(usages.map(({ key }) => [key, 1]));

describe("what is paid for is somewhere", () => {
  it("every AWS type that the program can make is priced, billed by a use that is listed, or known to be free", () => {
    const types = madeTypes();
    expect(types.length).to.be.greaterThan(60);
    expect(types.filter((type) => !isKnown(type))).to.deep.equal([]);
  });

  it("every use that a stack may state has a line, and every line a key", () => {
    const { usage } = costSettings({ spotDiscount: 0 }).shape;
    expect(usages.map(({ key }) => key).sort()).to.deep.equal(Object.keys(usage.unwrap().shape).sort());
  });

  it("every price of a service that the table has is read, but for those of a class and those that wait for a use", () => {
    const east = pricesOf("us-east-1") ?? expect.fail("no prices");
    const text = sources(join(root, "preview/cost")).join("\n");
    const keys = Object.keys(east.services).filter((key) => !composed.test(key) && !text.includes(`"${key}"`));
    expect(keys).to.deep.equal(unread);
  });

  it("every use has a price in us-east-1", () => {
    const keys = usages.flatMap(({ price }) =>
      typeof price === "string" ? [price] : Array.isArray(price) ? price.map(({ key }) => key) : [],
    );
    const east = pricesOf("us-east-1") ?? expect.fail("no prices");
    expect(keys.length).to.be.greaterThan(20);
    expect(keys.filter((key) => east.services[key] === undefined)).to.deep.equal([]);
  });
});

/** Keys that the code puts together from what a resource is. */
const composed = /^(rds\.[a-z]+\.db\.|rds\.storage-|elasticache\.|ebs\.(gp2|gp3|st1|io2)$|[an]lb\.)/;

/** Prices of a use that is listed and that no setting states: flow logs to S3, metrics of one's own, copies between regions. */
const unread = [
  "cloudwatch.metric",
  "cloudwatch.vended-logs",
  "cloudwatch.vended-logs-to-s3",
  "transfer.us-east-1.us-west-2",
];

describe("what was in neither list", () => {
  it("Vault's volumes: data and audit, each as often as there are replicas", () => {
    const gp3 = kube(
      "storage.k8s.io/v1:StorageClass",
      "gp3",
      { parameters: { type: "gp3" } },
      { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    );
    const storage = { enabled: true, size: "10Gi" };
    const server = { ha: { enabled: true, replicas: 3 }, dataStorage: storage, auditStorage: storage };
    const vault = resource("kubernetes:helm.sh/v4:Chart", "vault", { inputs: { values: { server } } });
    expect(figures(estimate([gp3, vault]))).to.deep.equal([["volumes of vault: gp3", 6]]);
  });

  it("a secret's copies in other regions, and the secret that RDS makes for its password", () => {
    const secret = resource("aws:secretsmanager/secret:Secret", "s", {
      inputs: { replicas: [{ region: "us-west-2" }] },
    });
    const table = {
      ...prices,
      services: { ...prices.services, "secrets-manager.secret": { usd: 0.4, unit: "", source: "" } },
    };
    expect(figures(estimate([secret], costConfig(), table))).to.deep.equal([["secrets in Secrets Manager", 0.8]]);
    const database = resource("aws:rds/instance:Instance", "d", { inputs: { manageMasterUserPassword: true } });
    expect(figures(estimate([database], costConfig(), table))).to.deep.include(["secrets in Secrets Manager", 0.4]);
  });

  for (const [what, made] of [
    ["requests that web ACLs judge", resource("aws:wafv2/webAcl:WebAcl", "w")],
    [
      "surplus CPU credits of T instances",
      resource("aws:eks/nodeGroup:NodeGroup", "n", { inputs: { instanceTypes: ["t3.large"] } }),
    ],
    ["snapshots of volumes outside AWS Backup", kube("snapshot.storage.k8s.io/v1:VolumeSnapshotClass", "ebs")],
    ["backups of volumes", resource("aws:backup/vault:Vault", "v")],
    [
      "logs taken in by CloudWatch",
      resource("aws:rds/instance:Instance", "d", { inputs: { enabledCloudwatchLogsExports: ["postgresql"] } }),
    ],
    ["requests to SQS", resource("aws:sqs/queue:Queue", "q")],
  ] as const) {
    it(`${what}: listed until the stack states them`, () => {
      expect(unpriced(estimate([made]))).to.include(what);
      const stated = estimate([made], costConfig({ usage: everyUsage }), pricesOf("us-east-1"));
      expect(stated.document.items.map((item) => item.what)).to.include(what);
    });
  }

  it("flow logs are the logs that CloudWatch takes in, and those to S3 are listed by themselves", () => {
    const flow = (logDestinationType: string) =>
      resource("aws:ec2/flowLog:FlowLog", "f", { inputs: { logDestinationType } });
    expect(unpriced(estimate([flow("cloud-watch-logs")]))).to.deep.equal(["logs taken in by CloudWatch"]);
    expect(unpriced(estimate([flow("s3")]))).to.deep.equal(["flow logs to s3"]);
  });

  it("a use that falls in price with its amount is priced by its steps: 10 TB at $0.09, then $0.085", () => {
    const cluster = resource("aws:eks/cluster:Cluster", "c", { inputs: { version: "1.36" } });
    const { document } = estimate(
      [cluster],
      costConfig({ usage: { internetGigabytes: 11_240 } }),
      pricesOf("us-east-1"),
    );
    expect(document.monthlyUsd).to.equal(73 + 10_240 * 0.09 + 1_000 * 0.085);
  });

  it("what lifecycle rules archive has the price of the dearest class they name", () => {
    const rules = ["GLACIER", "GLACIER_IR"].map((storageClass) => ({ transitions: [{ days: 90, storageClass }] }));
    const buckets = [
      resource("aws:s3/bucket:Bucket", "b"),
      resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "l", { inputs: { rules } }),
    ];
    const { items } = estimate(
      buckets,
      costConfig({ usage: { archiveGigabytes: 1000 } }),
      pricesOf("us-east-1"),
    ).document;
    expect(items.map(({ what, monthlyUsd }) => [what, monthlyUsd])).to.deep.include(["data archived in S3", 4]);
  });
});
