import { expect } from "chai";
import { focusText } from "../../../preview/cost-report/focus";
import { costOf } from "../../../preview/cost";
import { pricesOf } from "../../../preview/cost/prices";
import { resource, view } from "../support/resources";
import { costConfig } from "../cost/support";
import { focusColumns } from "./focus-columns";

const recorded = view(
  resource("aws:eks/cluster:Cluster", "c", { inputs: { version: "1.36", tags: { team: "shop", note: 'a "b", c' } } }),
  resource("aws:eks/nodeGroup:NodeGroup", "n", {
    inputs: {
      instanceTypes: ["c5.xlarge"],
      capacityType: "SPOT",
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
    },
  }),
  resource("aws:kms/key:Key", "k"),
  resource("aws:redshift/cluster:Cluster", "unknown"),
);
const config = costConfig({ usage: { internetGigabytes: 100 } });
const cost = costOf(recorded, config, pricesOf("us-east-1"));
const text = focusText({
  cost,
  view: recorded,
  config: { ...config, aws: { ...config.aws, accountId: "123456789012" } } as never,
});

/** Cells of a line of CSV. */
const cells = (line: string) =>
  [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? "").replaceAll('""', '"'),
  );
const [header = "", ...lines] = text.trimEnd().split("\n");
const rows = lines.map((line) => {
  const values = cells(line);
  return Object.fromEntries(cells(header).map((name, index) => [name, values[index] ?? ""]));
});

describe("the bill as FOCUS 1.2", () => {
  it("has the 57 columns of the specification, and one that marks it as an estimate", () => {
    expect(Object.keys(focusColumns)).to.have.length(57);
    expect(cells(header)).to.deep.equal([...Object.keys(focusColumns), "x_Estimate"]);
    for (const row of rows) expect(row["x_Estimate"]).to.equal("true");
  });

  it("leaves no column empty that doesn't allow nulls, and writes each as its type", () => {
    expect(rows.length).to.be.greaterThan(3);
    for (const row of rows) {
      for (const [name, { nulls, type }] of Object.entries(focusColumns)) {
        const value = row[name] ?? "";
        if (value === "") expect(nulls, name).to.equal(true);
        else if (type === "Decimal") expect(value, name).to.match(/^\d+(\.\d+)?$/);
        else if (type === "Date/Time") expect(value, name).to.match(/^20\d\d-\d\d-01T00:00:00Z$/);
        else if (type === "JSON") expect(() => JSON.parse(value), name).not.to.throw();
      }
    }
  });

  it("adds up to the bill, for one month", () => {
    const sum = rows.reduce((total, row) => total + Number(row["BilledCost"]), 0);
    expect(sum).to.be.closeTo(cost.document.monthlyUsd, 0.02);
    expect(rows[0]).to.include({ ChargePeriodStart: "2026-11-01T00:00:00Z", ChargePeriodEnd: "2026-12-01T00:00:00Z" });
  });

  it("says what each price is: quantity times unit price is the cost", () => {
    for (const row of rows) {
      expect(Number(row["PricingQuantity"]) * Number(row["ListUnitPrice"])).to.be.closeTo(
        Number(row["ListCost"]),
        1e-6,
      );
    }
    const nodes = rows.find((row) => row["ChargeDescription"]?.startsWith("Estimate: nodes of")) ?? expect.fail();
    expect(nodes).to.include({
      PricingCategory: "Other",
      ServiceName: "Amazon Elastic Compute Cloud",
      PricingQuantity: "1460",
    });
  });

  it("carries tags as JSON, quotes and commas included", () => {
    const [first] = rows;
    expect(JSON.parse(first?.["Tags"] ?? "")).to.deep.equal({ team: "shop", note: 'a "b", c' });
  });

  it("has no row for what has no price", () => {
    expect(text).not.to.include("redshift");
  });
});
