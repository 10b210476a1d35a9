import { expect } from "chai";
import { parseStack } from "../../../stacks/config";
import { ConfigError } from "../../../stacks/problems";
import { recoveryOf } from "../../../stacks/recovery/objectives";
import { verdictsOf } from "../../../preview/verdicts";
import { stackConfig } from "../../support/stack-config";

/** Production with what a test changes of its parts; `undefined` takes a part away. */
function production(deviation: Record<string, unknown> = {}) {
  const raw = Object.fromEntries(
    Object.entries({ ...stackConfig(), ...deviation }).filter(([, value]) => value !== undefined),
  );
  return parseStack("production", raw).config;
}

const recovery = (deviation: Record<string, unknown> = {}) => recoveryOf(production(deviation));
const row = (path: string, deviation: Record<string, unknown> = {}) => {
  const found = recovery(deviation).stores.find((store) => store.path === path);
  if (!found) throw new Error(`no ${path}`);
  return found;
};
const { backups, recovery: promised, services, databases } = stackConfig();
const rds = { postgres: { kind: "rds" } };

describe("recovery of the data stores", () => {
  it("VC-89, VC-90: production promises 1 hour and 24 hours, and every store meets it or says why not", () => {
    const { rtoSeconds, rpoSeconds, problems, stores } = recovery();
    expect([rtoSeconds, rpoSeconds]).to.deep.equal([3600, 86_400]);
    expect(problems).to.deep.equal([]);
    for (const { path, exempt, lossSeconds, restoreSeconds } of stores) {
      if (exempt !== null) continue;
      expect(lossSeconds, path).to.be.at.most(86_400);
      expect(restoreSeconds, path).to.be.at.most(3600);
    }
  });

  it("VC-84, VC-90, VC-N14: one backup a day is up to 28 hours old and refused, with the second time to set", () => {
    const daily = { backups: { ...backups, timesUtc: ["02:00"] } };
    expect(row("databases.postgres", daily).lossSeconds).to.equal(28 * 3600);
    const [problem = ""] = recovery(daily).problems;
    expect(problem).to.match(/^databases\.postgres: its newest copy can be 28h old/);
    expect(problem).to.contain("24h between two runs, 1h to start, 3h to complete");
    expect(problem).to.contain("older than recovery.rpo, 24h");
    expect(problem).to.contain('Set backups.timesUtc: ["02:00", "14:00"]');
    expect(row("databases.postgres").lossSeconds).to.equal(16 * 3600);
  });

  it("VC-90: what the remedy says meets the objective", () => {
    const config = production({ backups: { ...backups, timesUtc: ["02:00", "14:00"] } });
    expect(recoveryOf(config).problems).to.deep.equal([]);
  });

  it("TB-12, VC-90: RDS loses 5 minutes, by its log of transactions", () => {
    expect(row("databases.postgres", { databases: rds })).to.include({ lossSeconds: 300, runbook: "restore-database" });
  });

  it("VC-89: a store that is back too late is refused, and what a drill measured counts instead of what is assumed", () => {
    const tight = { recovery: { ...promised, rto: "30m" } };
    const [problem = ""] = recovery(tight).problems;
    expect(problem).to.match(/^databases\.postgres: it is back after 40m .* later than recovery\.rto, 30m/);
    const measured = { recovery: { ...promised, rto: "30m", measured: { "databases.postgres": "22m" } } };
    expect(row("databases.postgres", measured)).to.include({ restoreSeconds: 22 * 60, measured: true });
    expect(recovery(measured).problems.join()).not.to.contain("databases.postgres");
  });

  it("VC-89: a file system takes as long as it is large", () => {
    const seconds = (size: string) => {
      const worker = { ...services.worker, volumes: { videos: { path: "/var/videos", size } } };
      return row("storageClasses.efs", { services: { ...services, worker } }).restoreSeconds ?? 0;
    };
    expect(seconds("200Gi") - seconds("100Gi")).to.equal((100 * 1024) / 100);
  });

  it("VC-87: snapshots of their own are 25 hours old at worst, and need not be in the vault", () => {
    const storageClasses = {
      ...stackConfig().storageClasses,
      gp3: { type: "gp3", default: true, backup: "snapshots" },
    };
    expect(row("databases.postgres", { storageClasses }).lossSeconds).to.equal(25 * 3600);
  });

  it("VC-84: a store without any copy is refused, with what gives it one", () => {
    const none = recovery({ backups: undefined }).problems;
    expect(none[0]).to.contain("databases.postgres: it has no copy").and.to.contain("Set platform:backups: {}");
    const storageClasses = {
      ...stackConfig().storageClasses,
      gp3: { type: "gp3", default: true, noBackup: { reason: "a test" } },
    };
    expect(recovery({ storageClasses }).problems[0]).to.contain("storageClasses.gp3 says noBackup");
  });

  it("MP-70: Redis has snapshots of its own, a day and their window old; without an exemption that misses 24 hours", () => {
    expect(row("caches.redis").lossSeconds).to.equal(25 * 3600);
    const exempt = { "queues.jobs": promised.exempt["queues.jobs"] };
    const { problems } = recovery({ recovery: { ...promised, exempt } });
    expect(problems).to.have.length(1);
    expect(problems[0]).to.match(/^caches\.redis: its newest copy can be 25h old/);
    expect(problems[0]).to.contain('recovery.exempt["caches.redis"] with a reason');
  });

  it("without objectives there is the table, and nothing is refused", () => {
    const { problems, rpoSeconds, stores } = recovery({ recovery: undefined, backups: undefined });
    expect([problems, rpoSeconds]).to.deep.equal([[], null]);
    expect(stores.map(({ path }) => path)).to.include("databases.postgres");
  });

  it("VC-89, VC-90: the verdict is mandatory where objectives are promised, disabled where none are", () => {
    const level = (on: boolean) => verdictsOf([], undefined, { "recovery-objectives": on }).at(-1);
    expect(level(true)).to.include({ policy: "recovery-objectives", level: "mandatory", verdict: "holds" });
    expect(level(false)).to.include({ level: "disabled", verdict: "disabled" });
  });

  it("a store that is named and not there is a config error, with what was meant", () => {
    const wrong = { ...promised, measured: { "databases.postgre": "10m" } };
    expect(() => production({ recovery: wrong }))
      .to.throw(ConfigError)
      .with.property("problems")
      .that.deep.includes({
        path: 'recovery.measured["databases.postgre"]',
        why: 'names no data store; did you mean "databases.postgres"?',
        set: `one of ${recovery()
          .stores.map(({ path }) => path)
          .join(", ")}`,
      });
    expect(databases).to.have.property("postgres");
  });
});
