import { expect } from "chai";
import fc from "fast-check";
import { limitFindings, refusal } from "../../../preview/limits/check";
import { nameLimits } from "../../../preview/limits/names";
import { View } from "../../../preview/view";
import { parseStack } from "../../../stacks/config";
import { ConfigError } from "../../../stacks/problems";
import { Platform } from "../../../stacks/platform";
import { recorded } from "../../support/record";
import { stackConfig } from "../../support/stack-config";
import { resource, view } from "../support/resources";

/** Names that AWS would refuse of a stack that is production but for some names of its own. */
async function refused(change: (raw: Record<string, any>) => void): Promise<string[]> {
  const raw = { ...stackConfig("production"), today: "2026-11-21" } as Record<string, any>;
  change(raw);
  const { config } = parseStack("production", raw);
  const { resources } = await recorded(() => new Platform(config));
  return limitFindings(new View(resources)).map(({ message }) => message);
}

/** A name of the config's own form that is as long as asked for, and as odd as allowed. */
const long = (start: string, length: number) => start + "x".repeat(length - start.length - 2) + "-1";

/** The longest names that the config takes. */
function withNames(raw: Record<string, any>, cluster: string): void {
  raw["cluster"].name = cluster;
  raw["queues"] = { ...raw["queues"], [long("queue-of-", 30)]: {} };
  raw["caches"] = { ...raw["caches"], [long("cache-of-", 20)]: {} };
  raw["buckets"] = { ...raw["buckets"], [long("bucket-of-", 20)]: {} };
  raw["databases"] = { ...raw["databases"], [long("database-of-", 30)]: { kind: "rds", storageGiB: 20 } };
  const reason = "a test of names";
  raw["recovery"].exempt = { ...raw["recovery"].exempt, [`queues.${long("queue-of-", 30)}`]: { reason } };
}

describe("names of AWS", () => {
  it("have a limit for every type of the table that says how AWS takes them", () => {
    for (const [type, inputs] of Object.entries(nameLimits)) {
      expect(type).to.match(/^aws:[a-z0-9]+\/[a-zA-Z]+:[A-Z]\w+$/);
      for (const { max, words } of Object.values(inputs)) {
        expect(max).to.be.greaterThan(15);
        expect(words.length).to.be.greaterThan(5);
      }
    }
  });

  for (const [type, input, name, why] of [
    ["aws:sqs/queue:Queue", "name", "q".repeat(81), /has 81 characters, of which AWS takes 80/],
    ["aws:cloudwatch/eventRule:EventRule", "name", "r".repeat(65), /has 65 characters, of which AWS takes 64/],
    ["aws:rds/instance:Instance", "identifier", "shop-orders--db", /single hyphens/],
    ["aws:rds/instance:Instance", "identifier", "shop-orders-", /no hyphen last/],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", "web--cache", /single hyphens/],
    ["aws:backup/restoreTestingPlan:RestoreTestingPlan", "name", "shop-tests", /no hyphens/],
    ["aws:secretsmanager/secret:Secret", "name", "shop/db-abc123", /hyphen and six characters/],
    ["aws:lb/loadBalancer:LoadBalancer", "name", "internal-shop", /not `internal-` first/],
    ["aws:acm/certificate:Certificate", "domainName", `${"a".repeat(60)}.example.com`, /of which AWS takes 64/],
    ["aws:iam/role:Role", "description", "a role — with a dash", /beyond Latin-1/],
  ] as const) {
    it(`${type}: ${input} "${name.slice(0, 30)}" is refused`, () => {
      const [finding, ...more] = limitFindings(view(resource(type, "one", { inputs: { [input]: name } })));
      expect(more).to.deep.equal([]);
      expect(finding?.message).to.match(why);
      expect(finding?.level).to.equal("mandatory");
    });
  }

  it("takes what AWS takes, and judges no name that only a deployment knows", () => {
    const fine = resource("aws:rds/instance:Instance", "db", { inputs: { identifier: "shop-orders-db" } });
    expect(limitFindings(view(fine))).to.deep.equal([]);
    expect(refusal("a-b", nameLimits["aws:rds/instance:Instance"]?.["identifier"] ?? expect.fail())).to.equal(
      undefined,
    );
  });

  it("of production as it is, and with the longest names of everything, are all taken", async function () {
    this.timeout(120_000);
    expect(await refused(() => undefined)).to.deep.equal([]);
    expect(await refused((raw) => withNames(raw, `c${"l".repeat(61)}r`))).to.deep.equal([]);
  });

  it("as a property: the longest and oddest legal names make none that AWS refuses", async function () {
    this.timeout(300_000);
    const name = fc
      .tuple(fc.constantFrom("a", "z"), fc.stringMatching(/^[a-z0-9-]{0,18}$/), fc.constantFrom("b", "9"))
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(name, name, async (cluster, store) => {
        try {
          const messages = await refused((raw) => {
            raw["cluster"].name = cluster;
            raw["queues"] = { ...raw["queues"], [store]: {} };
            raw["caches"] = { ...raw["caches"], [store]: {} };
            raw["buckets"] = { ...raw["buckets"], [store]: {} };
          });
          expect(messages).to.deep.equal([]);
        } catch (error) {
          // A name that the config refuses is no legal one.
          if (!(error instanceof ConfigError)) throw error;
        }
      }),
      { numRuns: 6, seed: 21 },
    );
  });
});
