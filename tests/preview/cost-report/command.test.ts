import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { main } from "../../../preview/cost-report/main";
import { root } from "../support/run";

async function cost(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const read = Promise.all([text(stdout), text(stderr)]);
  const status = await main([...args, "--date", "2026-11-21"], { directory: root, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await read;
  return { status, out, err };
}

const json = async (...args: string[]) => JSON.parse((await cost(...args, "--json")).out);

/** What the command prints of staging, by component: once for all tests here. */
let printed: Promise<string> | undefined;
const staging = (): Promise<string> =>
  (printed ??= cost("staging", "--by", "component", "--json").then(({ out }) => out));

describe("npm run cost", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "cost-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  it("prints the bill of a stack by service, with what was assumed and what has no price", async () => {
    const { status, out } = await cost("staging");
    expect(status).to.equal(0);
    for (const part of [
      "Cost of staging by service",
      "(platform)",
      "(idle capacity)",
      "total",
      "Assumed:",
      "Not priced",
    ]) {
      expect(out).to.include(part);
    }
  });

  it("compares with another stack, each difference and the sum", async () => {
    const [{ monthlyUsd }, both] = [JSON.parse(await staging()), await json("production", "--against", "staging")];
    const total = both.against.at(-1);
    expect(total).to.include({ name: "total", beforeUsd: monthlyUsd, afterUsd: both.monthlyUsd });
    const parts = both.against.slice(0, -1).reduce((sum: number, one: any) => sum + one.differenceUsd, 0);
    expect(parts).to.be.closeTo(total.differenceUsd, 0.005);
  });

  it("compares with what it printed earlier: nothing changed, nothing listed but the sum", async () => {
    const earlier = join(directory, "before.json");
    writeFileSync(earlier, await staging());
    const { against } = await json("staging", "--by", "component", "--against", earlier);
    expect(against.map((one: any) => [one.name, one.differenceUsd])).to.deep.equal([["total", 0]]);
  });

  it("says what one line of the config costs, a step to each side, at each of the three sizes", async () => {
    const { given, steps } = await json("staging", "--explain", "nodePools.system.size.desired");
    expect(steps.map(({ value }: any) => Number(value) - Number(given.value))).to.deep.equal([-1, 1]);
    const [, more] = steps;
    expect(more.refused ?? more.difference.monthlyUsd).to.satisfy((one: any) => typeof one === "string" || one > 0);
  });

  it("exits 2 where the line that it should explain is none", async () => {
    const { status, err } = await cost("staging", "--explain", "nodePools.nowhere.size");
    expect(status).to.equal(2);
    expect(err).to.match(/--explain nodePools\.nowhere\.size: .* has no such line/);
  });

  it("exits 1 above the ceiling, and says by how much", async () => {
    const config = join(directory, "poor.yaml");
    writeFileSync(
      config,
      readFileSync(join(root, "Pulumi.staging.yaml"), "utf8").replace(/ceilingMonthlyUsd: \d+/, "ceilingMonthlyUsd: 1"),
    );
    const { status, out } = await cost("staging", "--config-file", config);
    expect(status).to.equal(1);
    expect(out).to.match(/above its ceiling of\s+\$1\.00/);
  });

  for (const [title, args, why] of [
    ["no stack", [], /Name one stack/],
    ["an unknown divider", ["staging", "--by", "moon"], /--by moon: set one of service, component, team/],
    [
      "something else to compare with",
      ["staging", "--against", "nowhere"],
      /--against .*nowhere: is neither a stack nor/,
    ],
    ["an unknown flag", ["staging", "--cheap"], /--cheap/],
  ] as const) {
    it(`exits 2 for ${title}`, async () => {
      const { status, err } = await cost(...args);
      expect(status).to.equal(2);
      expect(err).to.match(why);
    });
  }
});
