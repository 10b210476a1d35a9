import { expect } from "chai";
import { longestGapSeconds, vaultAgeSeconds } from "../../../components/backup/backup-plan";
import { backupSettings } from "../../../components/backup/settings";
import { problemsIn } from "../../support/problems";
import { backups } from "./builders";

const problems = (raw: Record<string, unknown>) =>
  problemsIn(backupSettings({ retentionDays: 30 }), raw).map(({ path, set }) => [path, set]);

describe("settings of backups", () => {
  it("VC-84, VC-85: daily at 02:00 UTC, kept 30 days", () => {
    const { timesUtc, retentionDays } = backups();
    expect([timesUtc, retentionDays]).to.deep.equal([["02:00"], 30]);
  });

  it("VC-85, VC-88, VC-N13: no cold storage within the 90 days that AWS asks for after the move", () => {
    expect(problems({ coldAfterDays: 7 })).to.deep.equal([["retentionDays", "97 or more, or no coldAfterDays"]]);
    expect(problems({ coldAfterDays: 7, retentionDays: 96 })).to.have.length(1);
    expect(problems({ coldAfterDays: 7, retentionDays: 97 })).to.deep.equal([]);
    expect(
      problems({ coldAfterDays: 7, retentionDays: 97, copyTo: { region: "us-west-2", retentionDays: 30 } }),
    ).to.deep.equal([["copyTo.retentionDays", "97 or more, or no coldAfterDays"]]);
  });

  it("a window shorter than AWS takes, and a lock that no backup would pass", () => {
    expect(problems({ startWindow: "30m" })).to.deep.equal([["startWindow", "1h or more"]]);
    expect(problems({ startWindow: "2h", completionWindow: "150m" })).to.deep.equal([
      ["completionWindow", "180m or more"],
    ]);
    expect(problems({ lock: { minRetentionDays: 60 } })).to.deep.equal([["retentionDays", "60 or more"]]);
    expect(problems({ timesUtc: ["02:00", "02:00"] })).to.deep.equal([["timesUtc", "each time once"]]);
  });

  it("a lock for ever is spelled, with a reason and the three days that AWS asks for", () => {
    expect(
      problems({ lock: { compliance: { coolingOffDays: 2, reason: "law" } } }).map(([path]) => path),
    ).to.deep.equal(["lock.compliance.coolingOffDays"]);
    expect(problems({ lock: { compliance: { coolingOffDays: 3 } } }).map(([path]) => path)).to.deep.equal([
      "lock.compliance.reason",
    ]);
  });
});

describe("age of the newest copy in the vault", () => {
  const hours = (raw: Record<string, unknown>) => vaultAgeSeconds(backups(raw)) / 3600;

  it("VC-90, VC-N14: one job a day is up to 24 hours plus both windows old, two are half a day plus them", () => {
    expect(hours({})).to.equal(28);
    expect(hours({ timesUtc: ["02:00", "14:00"] })).to.equal(16);
  });

  it("counts the longest gap, over midnight too, in any order", () => {
    expect(longestGapSeconds(["14:00", "02:00"]) / 3600).to.equal(12);
    expect(longestGapSeconds(["02:00", "04:30"]) / 3600).to.equal(21.5);
    expect(longestGapSeconds(["00:00"]) / 3600).to.equal(24);
  });
});
