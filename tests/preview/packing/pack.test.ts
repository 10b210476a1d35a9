import { expect } from "chai";
import fc from "fast-check";
import { consolidated, priceOf, settledNodes } from "../../../preview/packing/consolidate";
import { fixedNode, type Node, type Offer, type PodGroup } from "../../../preview/packing/fleet";
import { pack } from "../../../preview/packing/pack";

const offer = (type: string, vcpu: number, usd: number): Offer => ({
  type,
  usd,
  cpuMillis: vcpu * 1000,
  memoryMiB: vcpu * 4096,
  pods: 29,
  vcpu,
  totalMiB: vcpu * 4096,
});
const offers = [offer("large", 2, 0.1), offer("xlarge", 4, 0.2), offer("2xlarge", 8, 0.4), offer("dear.large", 2, 0.3)];
const zones = ["a", "b", "c"];
const group = (deviation: Partial<PodGroup> = {}): PodGroup => ({
  name: "api",
  cpuMillis: 500,
  memoryMiB: 256,
  perNode: Infinity,
  zoneSkew: Infinity,
  ...deviation,
});

/** Types of a fleet, in their order. */
const types = (nodes: Node[]) => settledNodes(nodes, offers).map(({ given }) => given?.type);
const pods = (count: number, deviation: Partial<PodGroup> = {}) => new Map([[group(deviation), count]]);

describe("packing pods", () => {
  it("onto one node that is as small and cheap as what it carries lets it be", () => {
    expect(types(pack({ pods: pods(4), zones, offers }).nodes)).to.deep.equal(["large"]);
    expect(types(pack({ pods: pods(5), zones, offers }).nodes)).to.deep.equal(["xlarge"]);
  });

  it("onto another node where the largest type is full", () => {
    expect(types(pack({ pods: pods(18), zones, offers }).nodes)).to.deep.equal(["2xlarge", "large"]);
  });

  it("not more of one service on a node than it wants", () => {
    expect(types(pack({ pods: pods(3, { perNode: 1 }), zones, offers }).nodes)).to.deep.equal([
      "large",
      "large",
      "large",
    ]);
  });

  it("over the zones as evenly as is asked for, each node in one", () => {
    const { nodes } = pack({ pods: pods(4, { zoneSkew: 1 }), zones, offers });
    expect(nodes.map(({ zone, count }) => [zone, count])).to.deep.equal([
      ["a", 2],
      ["b", 1],
      ["c", 1],
    ]);
  });

  it("the largest first, so that small ones fill what is left", () => {
    const small = group({ name: "small", cpuMillis: 100 });
    const large = group({ name: "large", cpuMillis: 1900 });
    const { nodes } = pack({
      pods: new Map([
        [small, 1],
        [large, 1],
      ]),
      zones,
      offers,
    });
    expect(types(nodes)).to.deep.equal(["large"]);
  });

  it("within the limits of the pool; what is beyond them waits", () => {
    const { nodes, waiting } = pack({ pods: pods(10), zones, offers, limits: { vcpu: 4 } });
    expect(types(nodes)).to.deep.equal(["xlarge"]);
    expect([...waiting.values()]).to.deep.equal([2]);
  });

  it("onto nodes that are there before any new one", () => {
    const there = fixedNode(offer("there", 2, 0), "a");
    const { nodes } = pack({ pods: pods(6), zones, offers, existing: [there] });
    expect(nodes.map(({ fixed, count }) => [fixed, count])).to.deep.equal([
      [true, 4],
      [false, 2],
    ]);
  });

  it("onto no node at all where none is large enough", () => {
    const { nodes, waiting } = pack({ pods: pods(2, { cpuMillis: 9000 }), zones, offers });
    expect(nodes).to.deep.equal([]);
    expect([...waiting.values()]).to.deep.equal([2]);
  });

  it("as a property: every pod is on a node or waits, and no node has more than it can", () => {
    const any = fc.record({
      cpuMillis: fc.integer({ min: 0, max: 9000 }),
      memoryMiB: fc.integer({ min: 0, max: 40_000 }),
      perNode: fc.constantFrom(1, 2, Infinity),
      zoneSkew: fc.constantFrom(1, 3, Infinity),
      count: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (all) => {
        const asked = new Map(all.map(({ count, ...rest }, index) => [group({ ...rest, name: `s${index}` }), count]));
        const packed = pack({ pods: asked, zones, offers });
        const fleets = [settledNodes(packed.nodes, offers), consolidated(packed, offers, zones).nodes];
        for (const nodes of fleets) {
          for (const [one, count] of asked) {
            const placed = nodes.reduce((sum, node) => sum + (node.pods.get(one) ?? 0), 0);
            expect(placed + (packed.waiting.get(one) ?? 0)).to.equal(count);
            expect(Math.max(0, ...nodes.map((node) => node.pods.get(one) ?? 0))).to.be.at.most(one.perNode);
          }
          for (const { given, cpuMillis, memoryMiB, count } of nodes) {
            expect(cpuMillis).to.be.at.most(given?.cpuMillis ?? 0);
            expect(memoryMiB).to.be.at.most(given?.memoryMiB ?? 0);
            expect(count).to.be.at.most(given?.pods ?? 0);
          }
        }
        expect(priceOf(fleets[1] ?? [])).to.be.at.most(priceOf(fleets[0] ?? []));
      }),
    );
  });
});

describe("consolidation", () => {
  const half = (type: Offer) => {
    const node = fixedNode(type, "a");
    const one = group({ name: type.type });
    return { ...node, pods: new Map([[one, 1]]), count: 1, cpuMillis: one.cpuMillis, memoryMiB: one.memoryMiB };
  };

  it("puts what three nodes carry on one, where that costs less", () => {
    const nodes = ["large", "xlarge", "2xlarge"].map((type) =>
      half(offers.find((one) => one.type === type) ?? expect.fail()),
    );
    expect(types(consolidated({ nodes, waiting: new Map() }, offers, zones).nodes)).to.deep.equal(["large"]);
  });

  it("replaces one node by a cheaper one that is large enough", () => {
    const [, , , dear = expect.fail()] = offers;
    expect(types(consolidated({ nodes: [half(dear)], waiting: new Map() }, offers, zones).nodes)).to.deep.equal([
      "large",
    ]);
  });

  it("leaves a fleet that costs the least as it is", () => {
    const packed = pack({ pods: pods(3, { perNode: 1 }), zones, offers });
    expect(types(consolidated(packed, offers, zones).nodes)).to.deep.equal(["large", "large", "large"]);
  });
});
