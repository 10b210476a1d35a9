import { expect } from "chai";
import fc from "fast-check";
import { addressesOf, blockAt, blockInside, blocksOverlap, isNetworkBlock } from "../../../components/network/cidr";
import { CidrPlanError, maxZones, planSubnets } from "../../../components/network/cidr-plan";

/** A VPC of /16 to /21, the sizes that hold every number of zones. */
const roomyVpc = fc
  .record({ second: fc.nat(255), prefix: fc.integer({ min: 16, max: 21 }), slot: fc.nat() })
  .map(({ second, prefix, slot }) => {
    const step = addressesOf(prefix);
    return blockAt(`10.${second}.0.0/16`, (slot % (65536 / step)) * step, prefix);
  });
const zoneCount = fc.integer({ min: 1, max: maxZones });

describe("the subnet plan", () => {
  it("gives privates an eighth of the VPC each and publics a /24 from the last quarter", () => {
    expect(planSubnets("10.0.0.0/16", 3)).to.deep.equal({
      privateSubnets: ["10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"],
      publicSubnets: ["10.0.192.0/24", "10.0.193.0/24", "10.0.194.0/24"],
    });
  });

  it("gives public subnets of a small VPC the /27 that a load balancer needs", () => {
    expect(planSubnets("10.0.0.0/24", 2)).to.deep.equal({
      privateSubnets: ["10.0.0.0/27", "10.0.0.32/27"],
      publicSubnets: ["10.0.0.192/27", "10.0.0.224/27"],
    });
  });

  it("says how much is missing when the zones do not fit", () => {
    expect(() => planSubnets("10.0.0.0/24", 3))
      .to.throw(CidrPlanError)
      .that.includes({
        message:
          "3 zones need 3 private subnets of 32 and 3 public ones of 32 addresses; 10.0.0.0/24 has 256 addresses, enough for 2 zones",
        remedy: "a larger VPC, such as /23, or 2 zones",
      });
  });

  it("stops at six zones, however large the VPC", () => {
    expect(() => planSubnets("10.0.0.0/16", 7))
      .to.throw(CidrPlanError)
      .with.property("remedy", "at most 6 zones");
  });

  it("keeps every range inside the VPC, as a network, and apart from every other", () => {
    fc.assert(
      fc.property(roomyVpc, zoneCount, (vpc, zones) => {
        const plan = planSubnets(vpc, zones);
        const all = [...plan.publicSubnets, ...plan.privateSubnets];
        expect(all).to.have.length(2 * zones);
        all.forEach((block, index) => {
          expect(isNetworkBlock(block), block).to.equal(true);
          expect(blockInside(block, vpc), `${block} in ${vpc}`).to.equal(true);
          all
            .slice(0, index)
            .forEach((other) => expect(blocksOverlap(block, other), `${block} ${other}`).to.equal(false));
        });
      }),
    );
  });

  it("moves no range when a zone is appended", () => {
    fc.assert(
      fc.property(roomyVpc, fc.integer({ min: 1, max: maxZones - 1 }), (vpc, zones) => {
        const before = planSubnets(vpc, zones);
        const after = planSubnets(vpc, zones + 1);
        expect(after.privateSubnets.slice(0, zones)).to.deep.equal(before.privateSubnets);
        expect(after.publicSubnets.slice(0, zones)).to.deep.equal(before.publicSubnets);
      }),
    );
  });

  it("gives the same plan every time", () => {
    fc.assert(
      fc.property(roomyVpc, zoneCount, (vpc, zones) => {
        expect(planSubnets(vpc, zones)).to.deep.equal(planSubnets(vpc, zones));
      }),
    );
  });

  it("either fits or throws with quantities, for every VPC size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 1, max: 8 }), (prefix, zones) => {
        try {
          const { publicSubnets } = planSubnets(`10.0.0.0/${prefix}`, zones);
          publicSubnets.forEach((block) => expect(blockInside(block, `10.0.0.0/${prefix}`)).to.equal(true));
        } catch (error) {
          expect(error).to.be.instanceOf(CidrPlanError);
          expect((error as CidrPlanError).message).to.match(/\d+ zones need .* has \d+ addresses, enough for \d zones/);
        }
      }),
    );
  });
});
