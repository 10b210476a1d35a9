import { expect } from "chai";
import { problemsAfter } from "./stack-problems";

const rds =
  (windows: Record<string, string> = {}) =>
  (config: Record<string, any>) => {
    config.databases.orders = { kind: "rds", ...windows };
    config.backups.timesUtc = ["02:00"];
  };
const paths = (windows: Record<string, string>) => problemsAfter(rds(windows)).map(({ path }) => path);

describe("AWS Backup beside RDS's own windows", () => {
  it("has its hour by default", () => expect(problemsAfter(rds())).to.deep.equal([]));

  it("is refused within the backup window and in the hour before it", () => {
    expect(paths({ backupWindow: "02:30-03:00" })).to.deep.equal(["databases.orders.backupWindow"]);
    expect(paths({ backupWindow: "03:30-04:00" })).to.deep.equal(["databases.orders.backupWindow"]);
    expect(paths({ backupWindow: "04:00-04:30" })).to.deep.equal([]);
    expect(paths({ backupWindow: "23:30-02:15" })).to.deep.equal(["databases.orders.backupWindow"]);
  });

  it("is refused on the day of the maintenance, and says what to set", () => {
    expect(problemsAfter(rds({ maintenanceWindow: "sun:03:00-sun:05:00" }))).to.deep.equal([
      {
        path: "databases.orders.maintenanceWindow",
        why: "is where the backup of 02:00 may start (backups.timesUtc, within 1h): RDS refuses it in this window and in the hour before",
        set: "another window, or another time in backups.timesUtc",
      },
    ]);
  });
});
