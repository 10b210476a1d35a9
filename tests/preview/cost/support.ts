import { costOf, type Cost, type CostConfig } from "../../../preview/cost";
import type { PriceTable } from "../../../preview/cost/prices";
import type { RecordedResource } from "../../../preview/recorded";
import { costSettings } from "../../../stacks/cost-settings";
import { view } from "../support/resources";

const service = (usd: number) => ({ usd, unit: "", source: "test" });

/** Round prices, so that a test's figures can be checked by eye. */
export const prices: PriceTable = {
  region: "us-east-1",
  currency: "USD",
  date: "2026-10-01",
  sources: {},
  instances: { "m.large": 0.1, "m.xlarge": 0.2 },
  services: {
    "eks.control-plane": service(0.1),
    "eks.control-plane-extended": service(0.6),
    "nat.hour": service(0.05),
    "nat.gb": service(0.04),
    "ipv4.public-hour": service(0.005),
    "vpc-endpoint.interface-hour": service(0.01),
    "ebs.gp3": service(0.1),
    "ebs.gp3-iops": service(0.005),
    "ebs.gp3-throughput": service(0.04),
    "ebs.io2": service(0.125),
    "ebs.io2-iops-to-32000": service(0.06),
    "ebs.io2-iops-to-64000": service(0.04),
    "ebs.io2-iops-above-64000": service(0.03),
    "alb.hour": service(0.02),
    "alb.lcu": service(0.008),
    "nlb.hour": service(0.02),
    "nlb.lcu": service(0.006),
    "kms.key": service(1),
    "waf.web-acl": service(5),
    "waf.rule": service(1),
  },
};

export function costConfig(cost: Record<string, unknown> = {}, deviation: Partial<CostConfig> = {}): CostConfig {
  return {
    cost: costSettings({ spotDiscount: 0.5 }).parse(cost),
    today: "2026-11-21",
    aws: { region: "us-east-1" },
    network: { zones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    nodePools: {},
    ...deviation,
  };
}

export function estimate(resources: RecordedResource[], config = costConfig(), table: PriceTable = prices): Cost {
  return costOf(view(...resources), config, table);
}

/** `what` and dollars of each priced line. */
export function figures(cost: Cost): [string, number][] {
  return cost.document.items.map((item) => [item.what, item.monthlyUsd]);
}

export function unpriced(cost: Cost): string[] {
  return cost.document.notPriced.map(({ what }) => what);
}
