import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { main } from "../../../tools/prices/main";
import { tableFrom } from "../../../tools/prices/table";

/** Columns as the offer files have them, a part of EC2's and RDS's together. */
const columns = [
  "SKU",
  "OfferTermCode",
  "TermType",
  "PriceDescription",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "Instance Type",
  "Operating System",
  "Tenancy",
  "Pre Installed S/W",
  "CapacityStatus",
  "usageType",
  "operation",
  "Region Code",
  "Database Engine",
  "Cache Engine",
];

interface Given {
  [column: string]: string;
}

const linux = { "Operating System": "Linux", Tenancy: "Shared", "Pre Installed S/W": "NA", CapacityStatus: "Used" };

/** A row that counts by default. */
function row(usageType: string, usd: string, more: Given = {}): Given {
  return {
    ...{ SKU: "S", TermType: "OnDemand", StartingRange: "0", EndingRange: "Inf", Unit: "Hrs", Currency: "USD" },
    ...{ PricePerUnit: usd, usageType, "Region Code": "eu-central-1" },
    ...more,
  };
}

const box = (type: string, usd: string, more: Given = {}) =>
  row(`EUC1-BoxUsage:${type}`, usd, { "Instance Type": type, ...linux, ...more });

function offerFile(code: string, rows: Given[]): string {
  const quoted = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return [
    quoted(["FormatVersion", "v1.0"]),
    quoted(["Disclaimer", 'This "list" is for information, only.']),
    quoted(["Publication Date", "2026-11-20T17:08:44Z"]),
    quoted(["Version", "20261120170844"]),
    quoted(["OfferCode", code]),
    quoted(columns),
    ...rows.map((one) => quoted(columns.map((column) => one[column] ?? ""))),
  ].join("\n");
}

describe("npm run prices", () => {
  let directory: string;
  let count = 0;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "prices-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function file(code: string, ...rows: Given[]): string {
    const path = join(directory, `${code}-${count++}.csv`);
    writeFileSync(path, offerFile(code, rows));
    return path;
  }

  it("takes Linux on shared hardware, on demand, and none of the rows beside it", async () => {
    const { table } = await tableFrom("eu-central-1", [
      file(
        "AmazonEC2",
        box("m5.large", "0.1150000000"),
        box("m5.large", "0.0000000000"),
        box("m5.large", "0.2070000000", { "Operating System": "Windows" }),
        box("m5.large", "0.1219000000", { Tenancy: "Dedicated", usageType: "EUC1-DedicatedUsage:m5.large" }),
        box("m5.large", "0.5950000000", { "Pre Installed S/W": "SQL Std" }),
        box("m5.large", "0.1160000000", {
          CapacityStatus: "UnusedCapacityReservation",
          usageType: "EUC1-UnusedBox:m5.large",
        }),
        box("m5.large", "0.0720000000", { TermType: "Reserved" }),
        box("m5.large", "0.0960000000", { "Region Code": "us-east-1", usageType: "BoxUsage:m5.large" }),
      ),
    ]);
    expect(table.instances).to.deep.equal({ "m5.large": 0.115 });
    expect(table).to.include({ region: "eu-central-1", currency: "USD", date: "2026-11-20" });
  });

  it("knows usage types with the prefix of any region, and without one", async () => {
    for (const [region, prefix] of [
      ["us-east-1", ""],
      ["us-east-1", "USE1-"],
      ["eu-west-1", "EU-"],
      ["eu-central-1", "EUC1-"],
      ["ap-southeast-5", "APS7-"],
      ["us-gov-west-1", "UGW1-"],
      ["us-west-2", "us-west-2-"],
    ] as const) {
      const nat = row(`${prefix}NatGateway-Hours`, "0.052", { "Region Code": region });
      const { table } = await tableFrom(region, [file("AmazonEC2", nat)]);
      expect(table.services["nat.hour"]?.usd, prefix).to.equal(0.052);
    }
  });

  it("takes no usage type that only ends alike", async () => {
    const { table } = await tableFrom("eu-central-1", [
      file("AmazonEC2", row("EUC1-Regional-NatGateway-Hours", "0.9")),
    ]);
    expect(table.services).to.deep.equal({});
  });

  it("takes the steps of a price by where they begin", async () => {
    const step = (start: string, usd: string) =>
      row("EUC1-DataTransfer-Out-Bytes", usd, { StartingRange: start, Unit: "GB" });
    const { table } = await tableFrom("eu-central-1", [
      file("AWSDataTransfer", step("0", "0.09"), step("10240", "0.085"), step("51200", "0.07"), step("153600", "0.05")),
    ]);
    expect(Object.values(table.services).map(({ usd }) => usd)).to.deep.equal([0.09, 0.05, 0.07, 0.085]);
  });

  it("turns units into the table's: throughput by the GiB, requests by the million", async () => {
    const throughput = (unit: string, usd: string) => row("EUC1-EBS:VolumeP-Throughput.gp3", usd, { Unit: unit });
    for (const one of [throughput("GiBps-mo", "48.742400"), throughput("MiBps-Mo", "0.0476")]) {
      const { table } = await tableFrom("eu-central-1", [file("AmazonEC2", one)]);
      expect(table.services["ebs.gp3-throughput"]?.usd).to.equal(0.0476);
    }
    const { table } = await tableFrom("eu-central-1", [
      file("awskms", row("eu-central-1-KMS-Requests", "0.0000030000")),
    ]);
    expect(table.services["kms.requests"]).to.include({ usd: 3, unit: "1M requests" });
  });

  it("tells load balancers by their operation, and databases and caches by their engine", async () => {
    const { table } = await tableFrom("eu-central-1", [
      file(
        "AWSELB",
        row("EUC1-LoadBalancerUsage", "0.03", { operation: "LoadBalancing" }),
        row("EUC1-LoadBalancerUsage", "0.027", { operation: "LoadBalancing:Application" }),
        row("EUC1-LoadBalancerUsage", "0.026", { operation: "LoadBalancing:Network" }),
      ),
      file(
        "AmazonRDS",
        row("EUC1-InstanceUsage:db.m7g.large", "0.2", { "Database Engine": "PostgreSQL" }),
        row("EUC1-InstanceUsage:db.m7g.large", "0.9", { "Database Engine": "Oracle" }),
        row("EUC1-Multi-AZUsage:db.m7g.large", "0.4", { "Database Engine": "PostgreSQL" }),
      ),
      file(
        "AmazonElastiCache",
        row("EUC1-NodeUsage:cache.t4g.small", "0.03", { "Cache Engine": "Valkey" }),
        row("EUC1-NodeUsage:cache.t4g.small", "0.04", { "Cache Engine": "Redis" }),
      ),
    ]);
    expect(Object.entries(table.services).map(([key, { usd }]) => [key, usd])).to.deep.equal([
      ["alb.hour", 0.027],
      ["elasticache.valkey.cache.t4g.small", 0.03],
      ["nlb.hour", 0.026],
      ["rds.postgres.db.m7g.large.multi-az", 0.4],
      ["rds.postgres.db.m7g.large.single", 0.2],
    ]);
  });

  it("leaves a price out where rows disagree, and says so", async () => {
    const { table, unpriced } = await tableFrom("eu-central-1", [
      file("AmazonEC2", row("EUC1-NatGateway-Hours", "0.052"), row("EUC1-NatGateway-Hours", "0.06")),
    ]);
    expect(table.services).to.deep.equal({});
    expect(unpriced.find(({ key }) => key === "nat.hour")?.why).to.equal("2 rows of different prices");
  });

  it("reads a cell with a line break, quotes and commas as one", async () => {
    const odd = row("EUC1-NatGateway-Hours", "0.052", { PriceDescription: 'per "hour",\nor part of one' });
    const { table } = await tableFrom("eu-central-1", [file("AmazonEC2", odd)]);
    expect(table.services["nat.hour"]?.usd).to.equal(0.052);
  });

  async function command(...args: string[]) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const read = Promise.all([text(stdout), text(stderr)]);
    const status = await main(args, { directory, stdout, stderr });
    stdout.end();
    stderr.end();
    const [out, err] = await read;
    return { status, out, err };
  }

  it("writes the table, and lists the files that are missing and what stays without a price", async () => {
    file("AmazonEC2", box("m5.large", "0.115"));
    const { status, out } = await command("eu-central-1", "--from", ".", "--out", ".");
    expect(status).to.equal(0);
    expect(out).to.match(/1 instance types and 0 other prices, published 2026-11-20/);
    expect(out).to.match(/not there: AmazonEKS, AmazonVPC, /);
    expect(out).to.include("eks.control-plane: no row");
    const table = JSON.parse(readFileSync(join(directory, "eu-central-1.json"), "utf8"));
    expect(table.instances).to.deep.equal({ "m5.large": 0.115 });
  });

  for (const [title, args, why] of [
    ["no region", ["--from", "."], /Name one region/],
    ["no folder", ["eu-central-1"], /--from is missing/],
    ["a folder that isn't there", ["eu-central-1", "--from", "nowhere"], /there is no such folder/],
    [
      "a folder without prices of the region",
      ["eu-central-1", "--from", "."],
      /no file there has a price of eu-central-1/,
    ],
  ] as const) {
    it(`exits 2 for ${title}, and writes nothing`, async () => {
      const { status, err } = await command(...args);
      expect(status).to.equal(2);
      expect(err).to.match(why);
    });
  }
});
