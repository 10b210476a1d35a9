import { expect } from "chai";
import * as fc from "fast-check";
import { runPolicies } from "../../preview/policy-run";
import { rules } from "../../policies/rules";
import { distinctPlaces, otherTypes, pathOf, changed } from "./support/mutations";
import { complains, crashes, probe, type Probe, reads, said, silentAbout, single, violated } from "./support/probes";
import { production, productionConfig } from "./support/production";
import { samples } from "./support/samples";
import { today, unknown } from "./support/workloads";

/** These compare two places with each other: garbage in one differs from the other, and another rule says so. */
const comparing = ["probes-differ"];

describe("every rule, at every place of every resource", function () {
  this.timeout(300_000);
  let probes: Probe[];

  before(async () => {
    probes = await probe(distinctPlaces(await samples()));
    expect(probes.length).to.be.above(3000);
  });

  /** Runs a question over all rules and places, and gives the answers that are not undefined. */
  const all = (ask: (rule: string, one: Probe) => string | undefined): string[] =>
    single.flatMap(({ name }) => probes.flatMap((one) => ask(name, one) ?? [])).slice(0, 10);

  it("never crashes", () => {
    expect([...crashes]).to.deep.equal([]);
  });

  it("judges some place of some resource, or some resource for what it is", () => {
    const judges = (name: string) => (one: Probe) =>
      violated(one.before, name) || one.others.some((other) => complains(other, name, one.before));
    const idle = single.filter(({ name }) => !probes.some(judges(name)));
    expect(idle.map(({ name }) => name)).to.deep.equal([]);
  });

  it("says what isn't known wherever it would complain of another value there", () => {
    const silent = all((rule, one) => {
      const judges = one.others.some((other) => complains(other, rule, one.before));
      return judges && silentAbout(one.unknown, rule, one.before) ? `${rule}: ${pathOf(one.place)}` : undefined;
    });
    expect(silent).to.deep.equal([]);
  });

  it("never takes what isn't known for a violation, and never lets the SDK end it", () => {
    const wrong = all((rule, one) => {
      const refused = one.unknown.get(rule)?.some(({ text }) => text.includes("can't run policy")) ?? false;
      // Where it complains anyway, the unknown may be part of what it says.
      const wrong = !violated(one.before, rule) && violated(one.unknown, rule);
      return refused || wrong ? `${rule}: ${pathOf(one.place)}` : undefined;
    });
    expect(wrong).to.deep.equal([]);
  });

  it("never takes garbage for compliant where it reads a value", () => {
    const lax = all((rule, one) => {
      const strict = comparing.includes(rule) ? single.map(({ name }) => name) : [rule];
      const missed = one.others.find((other) => !strict.some((name) => complains(other, name, one.before)));
      return reads(one.unknown, rule, one.before) && !violated(one.before, rule) && missed
        ? `${rule}: ${pathOf(one.place)}`
        : undefined;
    });
    expect(lax).to.deep.equal([]);
  });

  it("goes on complaining when anything else in the object isn't known", async () => {
    const random = fc.sample(fc.nat(), { seed: 1, numRuns: 100_000 });
    const next = (count: number) => (random.pop() ?? 0) % count;
    const cases = single.flatMap(({ name }) => {
      const violating = probes.flatMap((one) =>
        one.others.flatMap((said, index) =>
          complains(said, name, one.before) ? [{ one, value: otherTypes(one.place.value)[index] }] : [],
        ),
      );
      return Array.from({ length: Math.min(violating.length, 8) }).flatMap(() => {
        const { one, value } = violating[next(violating.length)] ?? {};
        if (!one) return [];
        const bad = changed(one.place, value, "");
        const elsewhere = distinctPlaces([bad]).filter(
          ({ steps }) => !one.place.steps.every((step, at) => at >= steps.length || step === steps[at]),
        );
        return Array.from({ length: Math.min(elsewhere.length, 12) }).flatMap(() => {
          const other = elsewhere[next(elsewhere.length)];
          return other ? [{ name, one, bad, other }] : [];
        });
      });
    });
    expect(cases.length).to.be.above(single.length * 20);
    const copies = cases.map(({ other }, index) => changed(other, unknown, `urn:${index}`));
    const found = await said(copies);
    const silenced = cases.filter(({ name }, index) => !found.get(`urn:${index}`)?.get(name)?.length);
    expect(
      silenced.map(({ name, one, other }) => `${name}: ${pathOf(one.place)}, unknown ${pathOf(other)}`).slice(0, 10),
    ).to.deep.equal([]);
  });
});

describe("all rules together, over the production stack", function () {
  this.timeout(300_000);

  it("survive random garbage in any places at once", async () => {
    const { resources } = await production();
    const places = distinctPlaces(resources);
    const garbage = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(unknown, null, "", [], {}, [null], { "": 0 }),
    );
    const change = fc.record({ at: fc.nat(places.length - 1), value: garbage });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 60 }), async (changes) => {
        const damaged = changes.flatMap(({ at, value }, index) => {
          const place = places[at];
          return place ? [changed(place, value, `${place.resource.urn}-${index}`)] : [];
        });
        const run = await runPolicies({
          resources: [...resources, ...damaged],
          stack: "t",
          project: "platform",
          config: productionConfig,
          rules,
          today,
        });
        expect(run.problems.join("\n")).to.equal("");
        expect(run.findings.filter(({ message }) => message.includes("can't run policy"))).to.deep.equal([]);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
