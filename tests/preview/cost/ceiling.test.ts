import { expect } from "chai";
import { costOf } from "../../../preview/cost";
import { billText } from "../../../preview/text/bill";
import { resource, view } from "../support/resources";
import { costConfig, estimate, prices } from "./support";

const key = resource("aws:ec2/eip:Eip", "k");
const address = "public IPv4 addresses of NAT gateways and elastic IPs";
const unheard = resource("aws:redshift/cluster:Cluster", "r");
const topic = resource("aws:sns/topic:Topic", "t");

const accept = (what: string[], until = "2026-12-31") => ({
  ceilingMonthlyUsd: 100,
  accept: [{ what, reason: "paid by another team", until }],
});

describe("a ceiling over what has no price", () => {
  it("refuses, names what lacks a price, and says how to accept it in writing", () => {
    const [problem, ...more] = estimate([key, unheard], costConfig({ ceilingMonthlyUsd: 100 })).problems;
    expect(more).to.deep.equal([]);
    expect(problem).to.include("can't be judged, because 1 line of the bill in us-east-1 lack");
    expect(problem).to.include("1 × redshift.Cluster (the cost model does not know this type)");
    expect(problem).to.include('cost.accept: [{ what: ["1 × redshift.Cluster"], reason: <why>, until: <last day> }]');
  });

  it("refuses a region without prices, however high the ceiling is", () => {
    const config = costConfig({ ceilingMonthlyUsd: 1_000_000 }, { aws: { region: "eu-central-1" } });
    const { problems, document } = costOf(view(key), config);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include(`${address} (the region's price table has no price for it)`);
    expect(billText(document)).to.equal("cost not known of at most $1,000,000.00: no prices for eu-central-1");
  });

  it("is not above itself only because a part is unknown: both are said where both are so", () => {
    const { problems } = estimate([key, unheard], costConfig({ ceilingMonthlyUsd: 3 }));
    expect(problems).to.have.length(2);
    expect(problems[0]).to.include("$0.65 above its ceiling of $3.00");
  });

  it("takes traffic that isn't stated for no reason to refuse, and nothing for one where no ceiling is set", () => {
    expect(estimate([key, topic], costConfig({ ceilingMonthlyUsd: 100 })).problems).to.deep.equal([]);
    expect(estimate([key, unheard]).problems).to.deep.equal([]);
  });

  for (const usd of [0, -1, NaN, "0.1" as unknown as number]) {
    it(`takes a price of ${JSON.stringify(usd)} for none`, () => {
      const garbled = {
        ...prices,
        services: { ...prices.services, "ipv4.public-hour": { usd, unit: "", source: "test" } },
      };
      const { document, problems } = estimate([key], costConfig({ ceilingMonthlyUsd: 100 }), garbled);
      expect(document.notPriced.map(({ what }) => what)).to.deep.equal([address]);
      expect(problems).to.have.length(1);
    });
  }
});

describe("an acceptance in writing", () => {
  it("lets the ceiling be judged without the line, until its last day", () => {
    const { problems, warnings, document } = estimate([key, unheard], costConfig(accept(["1 × redshift.Cluster"])));
    expect(problems).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
    expect(document.notPriced[0]?.accepted).to.deep.equal({ reason: "paid by another team", until: "2026-12-31" });
    expect(billText(document)).to.equal(
      "at least $3.65 a month of at most $100.00 (partial: 1 without a price by cost.accept)",
    );
  });

  it("holds on its last day and not on the next", () => {
    const of = (until: string) => estimate([unheard], costConfig(accept(["1 × redshift.Cluster"], until)));
    expect(of("2026-11-21").problems).to.deep.equal([]);
    expect(of("2026-11-20").problems).to.have.length(1);
    expect(of("2026-11-20").warnings).to.deep.equal(["cost.accept[0]: ended on 2026-11-20 and accepts nothing."]);
  });

  it("is said to accept nothing where the bill has no such line without a price", () => {
    const { warnings } = estimate([key, topic], costConfig(accept([address, "1 × sns.Topic"])));
    expect(warnings).to.deep.equal(
      [address, "1 × sns.Topic"].map(
        (what) => `cost.accept[0].what: the bill has no line "${what}" without a price; remove it.`,
      ),
    );
  });

  it("covers one more of the same only when it is written again", () => {
    const another = resource("aws:redshift/cluster:Cluster", "another");
    const { problems } = estimate([unheard, another], costConfig(accept(["1 × redshift.Cluster"])));
    expect(problems).to.have.length(1);
  });
});

describe("the bill in one phrase", () => {
  it("is a plain sum only where nothing is left out", () => {
    expect(billText(estimate([key]).document)).to.equal("$3.65 a month");
    expect(billText(estimate([key, unheard, topic]).document)).to.equal(
      "at least $3.65 a month (partial: 1 without a price, 1 by use not stated)",
    );
  });
});
