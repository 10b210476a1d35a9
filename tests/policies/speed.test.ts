import { expect } from "chai";
import { copies } from "../../preview/bench/copies";
import { runPolicies } from "../../preview/policy-run";
import type { RecordedResource } from "../../preview/recorded";
import { rules } from "../../policies/rules";
import { production, productionConfig } from "./support/production";

/** Milliseconds of CPU that all rules take. */
async function milliseconds(resources: RecordedResource[]): Promise<number> {
  const before = process.cpuUsage();
  const args = { stack: "production", project: "platform", today: "2026-11-21" };
  const run = await runPolicies({ resources, config: productionConfig, rules, ...args });
  const { user, system } = process.cpuUsage(before);
  expect(run.problems).to.deep.equal([]);
  return (user + system) / 1000;
}

describe("the speed of all rules", function () {
  this.timeout(60_000);

  it("is within 300 ms of CPU for the production stack", async () => {
    const { resources } = await production();
    expect(await milliseconds(copies(resources, 1))).to.be.below(300);
  });

  it("is the same for each resource of 10,000 as of 1,000", async () => {
    const { resources } = await production();
    const of = async (count: number) => (await milliseconds(copies(resources, count))) / (count * resources.length);
    await of(6); // once to compile
    const [thousand, tenThousand] = [await of(6), await of(60)];
    expect(tenThousand).to.be.below(thousand * 1.5);
  });
});
