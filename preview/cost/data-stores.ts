import { at, numberAt, textAt } from "../view";
import type { Charge } from "./charge";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";

/**
 * https://aws.amazon.com/rds/postgresql/pricing/: instance by the hour and storage by the gigabyte, each at the price of two
 * with a standby. Backups up to the size of the storage are free; what is beyond, no plan knows.
 */
export function rdsInstance({ inputs }: Thing, prices: Pricing): Charge[] {
  const deployment = at(inputs, "multiAz") === true ? "multi-az" : "single";
  const type = textAt(inputs, "instanceClass") ?? "";
  const engine = textAt(inputs, "engine") ?? "";
  const storage = textAt(inputs, "storageType") ?? "gp2";
  return [
    {
      group: "data",
      what: `RDS ${engine} ${type}, ${deployment}`,
      quantity: 1,
      usd: prices.service(`rds.${engine}.${type}.${deployment}`),
      per: "hour",
    },
    {
      group: "data",
      what: `RDS storage ${storage}, ${deployment}`,
      quantity: numberAt(inputs, "allocatedStorage") ?? 0,
      unit: "GB",
      usd: prices.service(`rds.storage-${storage}.${deployment}`),
      per: "month",
    },
    ...insights(inputs, prices),
    // RDS makes a secret for the password that it manages: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    ...(at(inputs, "manageMasterUserPassword") === true ? secrets(1, prices) : []),
  ];
}

/** https://aws.amazon.com/secrets-manager/pricing/ */
export function secrets(quantity: number, prices: Pricing): Charge[] {
  const usd = prices.service("secrets-manager.secret");
  return [{ group: "other", what: "secrets in Secrets Manager", quantity, usd, per: "month" }];
}

/** Advanced Database Insights is billed by the vCPU, the standard mode is free: https://aws.amazon.com/cloudwatch/pricing/ */
function insights(inputs: unknown, prices: Pricing): Charge[] {
  if (textAt(inputs, "databaseInsightsMode") !== "advanced") return [];
  const usd = prices.service("rds.insights-advanced");
  return [{ group: "data", what: "RDS Database Insights, advanced", quantity: 1, unit: "instance", usd, per: "hour" }];
}

/** https://aws.amazon.com/elasticache/pricing/: each node by the hour; snapshots beyond one by the gigabyte. */
export function replicationGroup({ inputs }: Thing, prices: Pricing): Charge[] {
  const type = textAt(inputs, "nodeType") ?? "";
  const engine = textAt(inputs, "engine") ?? "";
  return [
    {
      group: "data",
      what: `ElastiCache ${engine} ${type}`,
      quantity: numberAt(inputs, "numCacheClusters") ?? 1,
      usd: prices.service(`elasticache.${engine}.${type}`),
      per: "hour",
    },
  ];
}
