import { expect } from "chai";
import fc from "fast-check";
import { NodePools } from "../../../components/node-pools/node-pools";
import { offPeakShare } from "../../../components/node-pools/off-peak";
import { nodePoolsSettings } from "../../../components/node-pools/settings";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";
import { nodePoolsArgs, pool, pools } from "./builders";

const schedule = "aws:autoscaling/schedule:Schedule";
const offPeak = { from: "20:00", to: "06:30", timeZone: "Europe/Berlin", size: { min: 0, desired: 0 } };
const size = { min: 1, desired: 2, max: 6 };

async function schedules(given: Record<string, unknown>) {
  const settings = pools({ general: pool({ size, offPeak: given }) });
  const run = await recorded(() => new NodePools("nodes", nodePoolsArgs({ settings })));
  return run.ofType(schedule).map(({ name }) => run.inputs(schedule, name));
}

const problems = (deviation: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  problemsIn(nodePoolsSettings({ diskGiB: 80, repair: true, updatePercentage: 33 }), {
    other: pool(),
    general: pool({ size, offPeak: { ...offPeak, ...deviation }, ...more }),
  }).map(({ path, why }) => `${path}: ${why}`);

describe("off-peak hours of a pool", () => {
  it("VC-95: the Auto Scaling group shrinks at night and grows back in the morning", async () => {
    expect(await schedules(offPeak)).to.deep.equal([
      {
        scheduledActionName: "general-shrink",
        autoscalingGroupName: "[unknown]",
        recurrence: "0 20 * * *",
        timeZone: "Europe/Berlin",
        minSize: 0,
        desiredCapacity: 0,
        maxSize: 6,
      },
      {
        scheduledActionName: "general-grow",
        autoscalingGroupName: "[unknown]",
        recurrence: "30 6 * * *",
        timeZone: "Europe/Berlin",
        minSize: 1,
        desiredCapacity: 2,
        maxSize: 6,
      },
    ]);
  });

  it("VC-95: with the weekend it grows on working days only", async () => {
    const [, grow] = await schedules({ ...offPeak, weekend: true });
    expect(grow?.recurrence).to.equal("30 6 * * 1-5");
  });

  it("a pool without them has no schedule", async () => {
    const run = await recorded(() => new NodePools("nodes", nodePoolsArgs({ settings: pools({ general: pool() }) })));
    expect(run.ofType(schedule)).to.deep.equal([]);
  });

  it("the share of the week is that of its hours, counted one by one", () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hour, hour, fc.boolean(), (from, to, weekend) => {
        fc.pre(from !== to);
        // Walks four weeks of hours from a Monday 00:00 and counts the last one, when the state no longer depends on the start.
        let small = false;
        let count = 0;
        for (let at = 0; at < 4 * 168; at += 1) {
          const [day, clock] = [Math.floor(at / 24) % 7, at % 24];
          if (clock === to && (!weekend || day < 5)) small = false;
          if (clock === from) small = true;
          if (at >= 3 * 168 && small) count += 1;
        }
        const text = (clock: number) => `${String(clock).padStart(2, "0")}:00`;
        expect(offPeakShare({ from: text(from), to: text(to), weekend })).to.be.closeTo(count / 168, 1e-9);
      }),
    );
  });

  it("refuses what can't be, and says which key", () => {
    expect(problems({ to: "20:00" })).to.deep.equal(["general.offPeak.to: is the time of `from`"]);
    expect(problems({ timeZone: "Mars/Olympus" })).to.deep.equal(["general.offPeak.timeZone: is no IANA time zone"]);
    expect(problems({ size: { min: 0, desired: 3 } })).to.deep.equal([
      "general.offPeak.size: is larger than size (min 1, desired 2)",
    ]);
    expect(problems({}, { system: true })[0]).to.match(
      /^general\.offPeak: takes nodes away from the platform's own pods/,
    );
  });
});
