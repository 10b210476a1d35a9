import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

interface Capacity {
  vcpu: number;
  memoryMiB: number;
  architecture: "amd64" | "arm64";
  enis: number;
  ipv4PerEni: number;
  trunkEni: boolean;
  branchEnis: number;
  localNvmeGB: number;
  bareMetal: boolean;
}

interface Prices {
  region: string;
  currency: string;
  date: string;
  sources: Record<string, string>;
  instanceSources: { default: string; bareMetal: string };
  instances: Record<string, number>;
  services: Record<string, { usd: number; unit: string; source: string }>;
}

const root = join(__dirname, "..", "..");
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
const file: { source: string; date: string; types: Record<string, Capacity> } = read(
  "components/node-pools/instance-types.json",
);
const types = file.types;
const regions = ["us-east-1", "us-west-2"];
const pricesOf = (region: string) => read(`preview/cost/prices/${region}.json`) as Prices;
const east = pricesOf("us-east-1");
const west = pricesOf("us-west-2");
const month = 730;
const capacity = (name: string) => types[name] ?? expect.fail(`no capacities of ${name}`);
const hourly = (list: Prices, name: string) => list.instances[name] ?? expect.fail(`no price of ${name}`);
const service = (list: Prices, key: string) => (list.services[key] ?? expect.fail(`no price ${key}`)).usd;

/** What each region's list does not sell, of the types with known capacities. */
const notSold: Record<string, RegExp | undefined> = {
  "us-west-2": /^([cmr]8g[bn]|[cmr]8ib|[mr]8idb|[mr]8in|r8idn)\.metal-\d+xl$/,
};

/** Asked for by the requirements and not found for that region. */
const notFound: Record<string, string[]> = {
  "us-west-2": [
    "backup.efs-warm",
    "backup.rds",
    "cloudwatch.metric",
    "cloudwatch.vended-logs",
    "cloudwatch.vended-logs-to-s3",
    "ebs.io2-iops-above-64000",
    "ebs.io2-iops-to-32000",
    "ebs.io2-iops-to-64000",
    "ec2.surplus-t3",
    "kms.requests",
    "nlb.hour",
    "nlb.lcu",
    "s3.glacier-deep-archive",
    "sqs.requests",
  ],
};

describe("capacities of instance types", () => {
  it("say where they are from, and are sorted by family", () => {
    expect(file.source).to.match(/karpenter/i);
    expect(file.date).to.match(/^20\d\d-\d\d-\d\d$/);
    const families = Object.keys(types).map((name) => name.replace(/\..*/, ""));
    expect(families).to.deep.equal([...families].sort());
  });

  it("are complete and plausible for every type", () => {
    const wrong = Object.entries(types).filter(
      ([name, t]) =>
        !(t.vcpu >= 1 && t.memoryMiB >= 512 && t.enis >= 2 && t.ipv4PerEni >= 2 && t.localNvmeGB >= 0) ||
        !["amd64", "arm64"].includes(t.architecture) ||
        t.trunkEni !== t.branchEnis > 0 ||
        t.bareMetal !== /\.metal/.test(name),
    );
    expect(wrong.map(([name]) => name)).to.deep.equal([]);
  });

  it("know Graviton by the family's name", () => {
    const wrong = Object.entries(types).filter(([name, t]) => {
      const graviton = /^[a-z]+\dg|^g5g|^[a-z]+\d+g/.test(name);
      return (t.architecture === "arm64") !== graviton;
    });
    expect(wrong.map(([name]) => name)).to.deep.equal([]);
  });

  it("hold the published figures of m5.large, t3.large, m7g.xlarge and i4i.large", () => {
    expect(capacity("m5.large")).to.include({ vcpu: 2, memoryMiB: 8192, enis: 3, ipv4PerEni: 10, trunkEni: true });
    expect(capacity("t3.large")).to.include({ vcpu: 2, memoryMiB: 8192, enis: 3, ipv4PerEni: 12, trunkEni: false });
    expect(capacity("m7g.xlarge")).to.include({ vcpu: 4, architecture: "arm64", trunkEni: true });
    expect(capacity("i4i.large").localNvmeGB).to.be.greaterThan(400);
  });
});

for (const region of regions) {
  const list = pricesOf(region);
  describe(`prices of ${region}`, () => {
    it("are of that region, in USD, with a date", () => {
      expect(list).to.include({ region, currency: "USD" });
      expect(list.date).to.match(/^20\d\d-\d\d-\d\d$/);
    });

    it("cover every type with capacities, and no other", () => {
      const unpriced = Object.keys(types).filter((name) => list.instances[name] === undefined);
      expect(unpriced.filter((name) => !notSold[region]?.test(name))).to.deep.equal([]);
      expect(Object.keys(list.instances).filter((name) => types[name] === undefined)).to.deep.equal([]);
      expect(Object.values(list.instances).filter((usd) => !(usd > 0))).to.deep.equal([]);
    });

    it("name a source that exists and is dated, and no source that isn't used", () => {
      const used = new Set([
        ...Object.values(list.services).map((price) => price.source),
        ...Object.values(list.instanceSources),
      ]);
      expect([...used].sort()).to.deep.equal(Object.keys(list.sources).sort());
      expect(Object.values(list.sources).filter((text) => !/\b20\d\d(-\d\d)*$/.test(text))).to.deep.equal([]);
      const wrong = Object.entries(list.services).filter(([, price]) => !(price.usd > 0) || !price.unit);
      expect(wrong.map(([key]) => key)).to.deep.equal([]);
    });

    it("cost more for the larger size of a family", () => {
      const wrong = Object.keys(list.instances).filter((name) => {
        const twice = name.replace(/\.(\d*)xlarge$/, (_, n) => `.${2 * Number(n || 1)}xlarge`);
        return twice !== name && twice in list.instances && hourly(list, twice) <= hourly(list, name);
      });
      expect(wrong).to.deep.equal([]);
    });

    it("have a Multi-AZ database at about twice the price of a single one", () => {
      const single = Object.entries(list.services).filter(([key]) => /^rds\..*\.single$/.test(key));
      expect(single.length).to.be.greaterThan(30);
      for (const [key, price] of single) {
        const multi = service(list, key.replace(/single$/, "multi-az"));
        expect(multi / price.usd, key).to.be.within(1.9, 2.1);
      }
    });

    it("lack only what is known to be missing", () => {
      const regional = Object.keys(east.services).filter((key) => !key.startsWith("transfer.us-"));
      const missing = regional.filter((key) => list.services[key] === undefined);
      expect(missing.sort()).to.deep.equal(notFound[region] ?? []);
    });
  });
}

describe("prices quoted in the requirements", () => {
  const usd = (key: string) => service(east, key);

  it("are those of the list", () => {
    expect(hourly(east, "m5.large")).to.equal(0.096);
    expect(hourly(east, "t3.large")).to.equal(0.0832);
    expect(Math.round(3 * hourly(east, "t3.large") * month)).to.equal(182);
    expect(usd("eks.control-plane") * month).to.be.closeTo(73, 0.001);
    expect(usd("eks.control-plane-extended") / usd("eks.control-plane")).to.be.closeTo(6, 0.001);
    expect(usd("nat.hour") * month).to.be.closeTo(32.85, 0.001);
    expect(usd("ebs.io2") * 1000 + usd("ebs.io2-iops-to-32000") * 16000).to.be.closeTo(1165, 0.001);
  });

  it("are the same in both regions where both are known", () => {
    const both = Object.keys(west.services).filter((key) => key in east.services);
    const differ = both.filter((key) => service(east, key) !== service(west, key));
    expect(differ).to.deep.equal([]);
  });
});
