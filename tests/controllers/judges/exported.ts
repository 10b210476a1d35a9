import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../staging.test";
import { versionOf } from "../support/programs";
import { seriesIn, type Shape, shapeOf } from "../support/series";

const file = join(__dirname, "..", "..", "data", "exported-series.json");

/** What a program exports, with the version at which it was seen. */
type Recorded = Record<string, { version: string; series: Shape }>;

/**
 * What the real programs export: names of metrics, their labels, and the values of labels that are words of the program.
 * `tests/data/exported-series.json` keeps it for those who judge alerts and dashboards by it; UPDATE_SAMPLES=1 rewrites it.
 */
export function exported(there: () => Cluster): void {
  it("SS-39: is what tests/data/exported-series.json says: every metric with its labels", async () => {
    const now: Recorded = {};
    for (const [name, program] of there().running) {
      now[name] = { version: versionOf(name), series: shapeOf(seriesIn(await program.metrics())) };
    }
    if (process.env.UPDATE_SAMPLES) writeFileSync(file, `${JSON.stringify(now, undefined, 1)}\n`);
    const recorded = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Recorded;
    expect(Object.keys(recorded).sort()).to.deep.equal(Object.keys(now).sort());
    const gone = Object.entries(recorded).flatMap(([name, { version, series }]) => [
      ...(version === now[name]?.version ? [] : [`${name} is ${now[name]?.version ?? "gone"}, was ${version}`]),
      ...Object.entries(series).flatMap(([metric, labels]) => {
        const there = Object.keys(now[name]?.series[metric] ?? {});
        return Object.keys(labels).every((label) => there.includes(label)) ? [] : [`${name}: ${metric}`];
      }),
    ]);
    expect(gone).to.deep.equal([]);
  });
}
