import { expect } from "chai";
import * as fc from "fast-check";
import { fields, type FieldCase } from "./support/fields";
import { structures } from "./support/structures";
import { findings, kinds, longRunningKinds, pod, unknown } from "./support/workloads";

const everyContainer = ["containers.0", "initContainers.0", "initContainers.1", "ephemeralContainers.0"];
const servingContainers = ["containers.0", "initContainers.1"];

function places(at: string): string[] {
  return at.startsWith("$$.")
    ? servingContainers.map((container) => container + at.slice(2))
    : at.startsWith("$.")
      ? everyContainer.map((container) => container + at.slice(1))
      : [at];
}

const title = ({ rule, at }: Pick<FieldCase, "rule" | "at">) => `${rule}: ${at}`;
const probeThemes = ["probe", "patience", "allowance", "grace"];

function kindsOf(rule: string): string[] {
  return probeThemes.some((word) => rule.includes(word)) && rule !== "no-host-probes" ? longRunningKinds : kinds;
}

/** A list element that must exist before the field in it can be set. */
function scaffold(place: string): Record<string, unknown> {
  const variable = /^(.*\.env)\.0\.value$/.exec(place)?.[1];
  if (variable !== undefined) {
    return { [variable]: [{ name: "ANY" }] };
  }
  const match = /^(.*\.(?:ports|sysctls))\.(\d)\./.exec(place);
  return match ? { [match[1] ?? ""]: match[2] === "1" ? [{ name: "http", containerPort: 8000 }, {}] : [{}] } : {};
}

const change = (place: string, value: unknown) => ({ ...scaffold(place), [place]: value });

describe("every field that a rule judges", () => {
  it("is fine in a compliant workload of every kind", async () => {
    for (const kind of kinds) {
      expect(await findings([pod({}, kind)]), kind).to.deep.equal([]);
    }
  });

  for (const one of fields) {
    describe(title(one), () => {
      it("is found in every kind and container, and nothing else is", async () => {
        for (const kind of kindsOf(one.rule)) {
          for (const place of places(one.at)) {
            const found = await findings([pod(change(place, one.bad), kind)]);
            const rules = found.map((finding) => finding.policy).filter((name) => !one.alsoHit?.includes(name));
            expect(rules, `${kind} ${place}`).to.include(one.rule);
            expect(new Set(rules), `${kind} ${place}`).to.deep.equal(new Set([one.rule]));
            expect(found.every(({ level, kind: sort }) => level === "mandatory" && sort === "violation")).to.equal(
              true,
            );
            expect(found[0]?.message).to.match(/^\w+ "api" \(services\.api\): .*\. \w.*\.$/s);
          }
        }
      });

      for (const value of one.fine ?? []) {
        it(`is fine with ${JSON.stringify(value)}`, async () => {
          for (const place of places(one.at)) {
            expect(await findings([pod(change(place, value))]), place).to.deep.equal([]);
          }
        });
      }

      it("is judged rightly when missing", async () => {
        for (const place of places(one.at)) {
          const found = await findings([pod(change(place, undefined))]);
          const hit = found.some((finding) => finding.policy === one.rule);
          expect(hit, place).to.equal(!one.ok(undefined));
        }
      });

      it("is said to be unknown when it is, and other findings stay", async () => {
        for (const place of places(one.at)) {
          const other = one.rule === "no-host-namespaces" ? "no-privileged-containers" : "no-host-namespaces";
          const known = { hostPID: true, "containers.0.securityContext.privileged": true };
          const found = await findings([pod({ ...known, ...change(place, unknown) })]);
          const own = found.filter((finding) => finding.policy === one.rule && finding.kind === "unknown");
          expect(
            own.map(({ level }) => level),
            place,
          ).to.include("advisory");
          expect(own[0]?.message).to.contain("is not known before the deployment");
          expect(found.some(({ policy, level }) => policy === other && level === "mandatory")).to.equal(true);
        }
      });

      it("is never fine with garbage, and never crashes a rule", async () => {
        await fc.assert(
          fc.asyncProperty(fc.constantFrom(...places(one.at)), garbage(one.ok), async (place, value) => {
            const found = await findings([pod(change(place, value))]);
            expect(found.map((finding) => finding.policy)).to.include(one.rule);
          }),
          { numRuns: 40, seed: 1 },
        );
      });
    });
  }

  for (const one of structures) {
    it(`${title(one)} is never fine with garbage`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...places(one.at)), garbage(one.ok), async (place, value) => {
          const found = await findings([pod({ [place]: value })]);
          expect(found.map((finding) => finding.policy)).to.include(one.rule);
        }),
        { numRuns: 60, seed: 1 },
      );
    });
  }
});

function garbage(ok: (value: unknown) => boolean): fc.Arbitrary<unknown> {
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(true, false, 0, 1, -1, "", "true", [], {}, [null], [[]]),
  );
  return json.filter((value) => value !== null && value !== unknown && !ok(value));
}
