import { runSimulation } from "@cloud-copilot/iam-simulate";
import { expect } from "chai";
import * as fc from "fast-check";
import { includes, includesArn, isWholeService, namesNothing, overlaps } from "../../policies/support/wildcards";

/** What a pattern is as a regular expression; a second opinion for texts without wildcards. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "s").test(text);
}

const letters = (...all: string[]) => fc.array(fc.constantFrom(...all), { maxLength: 7 }).map((some) => some.join(""));
const text = letters("a", "b");
const pattern = letters("a", "b", "*", "?", "*");
/** A text that a pattern takes. */
const filled = (one: string) =>
  fc
    .array(text, { minLength: 8, maxLength: 8 })
    .map((some) => one.replace(/[*?]/g, (char) => (char === "?" ? "a" : (some.pop() ?? ""))));
const seeded = { seed: 19, numRuns: 3000 };

describe("patterns as sets", () => {
  it("take the texts that a regular expression takes", () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => includes(p, t) === matches(p, t) && overlaps(p, t) === matches(p, t)),
      seeded,
    );
  });

  it("include another where they take all that it takes, and overlap where they take some of it", () => {
    fc.assert(
      fc.property(
        pattern,
        pattern.chain((one) => fc.tuple(fc.constant(one), filled(one))),
        (p, [other, taken]) => {
          if (includes(p, other)) expect(matches(p, taken), `${p} includes ${other}`).to.equal(true);
          if (matches(p, taken)) expect(overlaps(p, other), `${p} overlaps ${other}`).to.equal(true);
          expect(overlaps(p, other)).to.equal(overlaps(other, p));
          expect(includes(p, p)).to.equal(true);
        },
      ),
      seeded,
    );
  });

  it("include exactly what has no counterexample among all short texts", () => {
    const all = [""];
    for (const one of all) if (one.length < 6) all.push(`${one}a`, `${one}b`, `${one}c`);
    const short = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 }).map((some) => some.join(""));
    fc.assert(
      fc.property(short, short, (p, o) => includes(p, o) === all.every((one) => !matches(o, one) || matches(p, one))),
      { seed: 19, numRuns: 1500 },
    );
  });

  it("name nothing, or a whole service", () => {
    for (const arn of ["*", "**", "arn:*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:*:*:*:*:*"]) {
      expect(namesNothing(arn), arn).to.equal(true);
    }
    for (const arn of ["arn:aws:s3:::one/*", "arn:aws:iam::123456789012:role/*", "arn:aws:sqs:*:*:jobs", "x"]) {
      expect(namesNothing(arn), arn).to.equal(false);
    }
    for (const action of ["*", "**", "s3:*", "s3:**", "s3:?*", "*:*", "s?:Get", "s3*"]) {
      expect(isWholeService(action), action).to.equal(true);
    }
    for (const action of ["s3:Get*", "s3:GetObject", "s3:*Object"])
      expect(isWholeService(action), action).to.equal(false);
  });
});

const account = "123456789012";
const calls: [action: string, resource: string][] = [
  ["s3:GetObject", "arn:aws:s3:::one/two"],
  ["s3:DeleteBucket", "arn:aws:s3:::one"],
  ["sqs:SendMessage", `arn:aws:sqs:us-east-1:${account}:jobs`],
  ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`],
  ["dynamodb:GetItem", `arn:aws:dynamodb:us-east-1:${account}:table/orders`],
  ["iam:PassRole", `arn:aws:iam::${account}:role/team/api`],
  ["ssm:GetParameter", `arn:aws:ssm:us-east-1:${account}:parameter/db/password`],
];

/** A text with some of its runs replaced by wildcards, or a letter changed: near misses are what matters. */
function worn(from: string, keep: RegExp): fc.Arbitrary<string> {
  const cut = fc.tuple(fc.nat(from.length), fc.nat(6), fc.constantFrom("*", "*", "?", "**", "?*", "x", ""));
  return fc.array(cut, { maxLength: 3 }).map((cuts) =>
    cuts.reduce((one, [at, length, by]) => {
      const result = one.slice(0, at) + by + one.slice(at + length);
      return keep.test(result) ? result : one;
    }, from),
  );
}

/**
 * ARNs as IAM takes them: no wildcard in the service, nor in the type of the resource (IAM user guide,
 * reference_policies_elements_resource).
 */
function typed(arn: string): RegExp {
  const type = /^(?:[a-z]+[:/])?/.exec(arn.split(":").slice(5).join(":"))?.[0] ?? "";
  return new RegExp(`^arn:aws:[a-z0-9]+:([^:]*:){2}${type}[^:]`);
}

const statement = fc.tuple(fc.constantFrom(...calls), fc.constantFrom(...calls)).chain(([[action], [, resource]]) =>
  fc.record({
    action: fc.oneof(worn(action, /^[a-z0-9]+:[A-Za-z*?]+$/), fc.constant("*")),
    resource: fc.oneof(worn(resource, typed(resource)), fc.constantFrom("*", "arn:aws:s3:::*")),
    call: fc.constantFrom(...calls),
  }),
);

/** 20,000 in `check:full`; they take a minute or two. */
const count = Number(process.env["POLICY_STATEMENTS"] ?? 1000);

describe("actions and resources as sets, beside the IAM simulator", function () {
  this.timeout(1_200_000);

  it(`allow what it allows, in ${count} statements`, async () => {
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(statement, async ({ action, resource, call: [wanted, on] }) => {
        const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] };
        const answer = await runSimulation(
          {
            request: {
              principal: `arn:aws:iam::${account}:role/tested`,
              action: wanted,
              resource: { resource: on, accountId: account },
              contextVariables: {},
            },
            identityPolicies: [{ name: "tested", policy }],
            serviceControlPolicies: [],
            resourceControlPolicies: [],
          },
          {},
        );
        fc.pre(answer.resultType !== "error");
        const mine = includes(action.toLowerCase(), wanted.toLowerCase()) && includesArn(resource, on);
        allowed += Number(mine);
        expect(mine, `${action} on ${resource}: ${wanted} on ${on}`).to.equal(answer.overallResult === "Allowed");
      }),
      { seed: 19, numRuns: count },
    );
    expect(allowed).to.be.above(count / 50);
  });
});
