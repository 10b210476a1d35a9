import { expect } from "chai";
import { costOf } from "../../../preview/cost";
import { pricesOf, type PriceTable } from "../../../preview/cost/prices";
import { View } from "../../../preview/view";
import { parseStack } from "../../../stacks/config";
import { Platform } from "../../../stacks/platform";
import { tiers } from "../../../stacks/tiers";
import { resource, view } from "../support/resources";
import { recorded } from "../../support/record";
import { stackConfig } from "../../support/stack-config";
import { costConfig, estimate, unpriced } from "./support";

const regions = ["us-east-1", "us-west-2"];
const tableOf = (region: string) => pricesOf(region) ?? expect.fail(`no prices of ${region}`);

/** Reasons for which something has no price although the model knows it: nobody knows before how much there will be. */
const byUsage = /^(by |EFS is billed by|free at )/;

/** A table that remembers which of its prices were asked for. */
function watched(table: PriceTable) {
  const asked = new Set<string>();
  const services = new Proxy(table.services, {
    get: (target, key: string) => (asked.add(key), target[key]),
  });
  return { asked, table: { ...table, services } };
}

/** Source and date of a price; fails where one is missing. */
function sourceOf(table: PriceTable, key: string): string {
  const { source, unit } = table.services[key] ?? expect.fail(`${key} has no price in ${table.region}`);
  expect(unit, key).not.to.equal("");
  return (table.sources as Record<string, string>)[source] ?? expect.fail(`${key}: no source ${source}`);
}

describe("prices of the stacks", () => {
  for (const stack of ["production", "staging"] as const) {
    it(`everything of ${stack} that has a price of its own is priced, from a source with a date`, async () => {
      const raw = { ...stackConfig(stack), today: "2026-11-21" };
      const { config } = parseStack(stack, raw);
      const { resources } = await recorded(() => new Platform(config));
      const { asked, table } = watched(tableOf(config.aws.region));
      const { document } = costOf(new View(resources), config, table);
      expect(document.notPriced.filter(({ why }) => !byUsage.test(why))).to.deep.equal([]);
      expect(asked.size).to.be.greaterThan(12);
      for (const key of asked) expect(sourceOf(table, key), key).to.match(/20\d\d-\d\d-\d\d/);
      expect(table.date).to.match(/^20\d\d-\d\d-\d\d$/);
    });
  }

  for (const region of regions) {
    it(`TB-12, VC-8: what the tiers choose for databases and caches has a price in ${region}`, () => {
      const table = tableOf(region);
      for (const { databases, caches } of Object.values(tiers)) {
        const standby = databases.multiAz ? "multi-az" : "single";
        sourceOf(table, `rds.postgres.${databases.instanceClass}.${standby}`);
        sourceOf(table, `rds.storage-gp3.${standby}`);
        sourceOf(table, `elasticache.valkey.${caches.nodeType}`);
      }
      for (const key of ["secrets-manager.secret", "cloudwatch.alarm", "s3.standard", "s3.glacier-flexible"]) {
        sourceOf(table, key);
      }
    });
  }
});

describe("cost of data stores", () => {
  const instance = (inputs: object) =>
    resource("aws:rds/instance:Instance", "db", {
      inputs: { engine: "postgres", storageType: "gp3", allocatedStorage: 100, ...inputs },
    });
  const dollars = (inputs: object, type = "aws:rds/instance:Instance") => {
    const one = type.startsWith("aws:rds") ? instance(inputs) : resource(type, "cache", { inputs: { ...inputs } });
    return estimate([one], costConfig(), tableOf("us-east-1")).document.monthlyUsd;
  };

  it("TB-12: db.m7g.large Multi-AZ with 100 GB: 730 × $0.337 + 100 × $0.23", () => {
    expect(dollars({ instanceClass: "db.m7g.large", multiAz: true })).to.equal(269.01);
    expect(dollars({ instanceClass: "db.m7g.large", multiAz: false })).to.equal(134.14);
  });

  it("VC-8: two cache.t4g.small of Valkey: 2 × 730 × $0.0256", () => {
    const inputs = { engine: "valkey", nodeType: "cache.t4g.small", numCacheClusters: 2 };
    expect(dollars(inputs, "aws:elasticache/replicationGroup:ReplicationGroup")).to.equal(37.38);
  });

  it("a class without a price, and advanced insights, are listed and not silently free", () => {
    const cost = estimate(
      [instance({ instanceClass: "db.x9.huge", databaseInsightsMode: "advanced" })],
      costConfig(),
      tableOf("us-east-1"),
    );
    expect(unpriced(cost)).to.include.members(["RDS postgres db.x9.huge, single", "RDS Database Insights, advanced"]);
  });

  it("KP-28: a cluster of CloudNativePG is three volumes of 100 GB, which its operator claims", () => {
    const storageClass = resource("kubernetes:storage.k8s.io/v1:StorageClass", "fast-ssd", {
      inputs: { metadata: { name: "fast-ssd" }, provisioner: "ebs.csi.aws.com", parameters: { type: "gp3" } },
    });
    const cluster = resource("kubernetes:postgresql.cnpg.io/v1:Cluster", "db", {
      inputs: {
        metadata: { name: "db" },
        spec: { instances: 3, storage: { size: "100Gi", storageClass: "fast-ssd" } },
      },
    });
    const { document } = estimate([storageClass, cluster], costConfig(), tableOf("us-east-1"));
    expect(document.monthlyUsd).to.equal(24);
    expect(view(cluster).kubernetes("Cluster")).to.have.length(1);
  });
});
