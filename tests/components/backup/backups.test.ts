import { expect } from "chai";
import { backupProgram } from "./builders";

const types = {
  vault: "aws:backup/vault:Vault",
  lock: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
  key: "aws:kms/key:Key",
  plan: "aws:backup/plan:Plan",
  selection: "aws:backup/selection:Selection",
};

describe("Backups", () => {
  it("VC-84, VC-85, VC-86: a plan of 02:00 UTC, kept 30 days, copied to us-west-2 and kept 30 days there", async () => {
    const run = await backupProgram({ copyTo: { region: "us-west-2" } });
    expect(run.inputs(types.plan)).to.deep.equal({
      name: "acme",
      rules: [
        {
          ruleName: "daily-0200",
          targetVaultName: "acme",
          schedule: "cron(0 2 * * ? *)",
          scheduleExpressionTimezone: "Etc/UTC",
          startWindow: 60,
          completionWindow: 180,
          lifecycle: { deleteAfter: 30 },
          copyActions: [
            {
              destinationVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:acme",
              lifecycle: { deleteAfter: 30 },
            },
          ],
        },
      ],
    });
  });

  it("VC-88: cold storage is part of the lifecycle, of the copy too", async () => {
    const run = await backupProgram({ coldAfterDays: 30, retentionDays: 365, copyTo: { region: "us-west-2" } });
    const [rule] = run.inputs(types.plan).rules;
    expect(rule.lifecycle).to.deep.equal({ coldStorageAfter: 30, deleteAfter: 365 });
    expect(rule.copyActions[0].lifecycle).to.deep.equal(rule.lifecycle);
  });

  it("VC-86: a vault in each region, each with a rotated key of its own, locked and protected", async () => {
    const run = await backupProgram({ copyTo: { region: "us-west-2", retentionDays: 60 } });
    const vaults = run.ofType(types.vault);
    expect(vaults.map(({ name, inputs, protect }) => [name, inputs["region"], inputs["name"], protect])).to.deep.equal([
      ["backups-vault", undefined, "acme", true],
      ["backups-vault-us-west-2", "us-west-2", "acme", true],
    ]);
    const keys = run.ofType(types.key).map(({ inputs }) => [inputs["region"], inputs["enableKeyRotation"]]);
    expect(keys).to.deep.equal([
      [undefined, true],
      ["us-west-2", true],
    ]);
    const locks = run.ofType(types.lock).map(({ inputs }) => [inputs["minRetentionDays"], inputs["changeableForDays"]]);
    expect(locks).to.deep.equal([
      [30, undefined],
      [60, undefined],
    ]);
  });

  it("a lock for ever where it is asked for", async () => {
    const run = await backupProgram({ lock: { compliance: { coolingOffDays: 7, reason: "law" } } });
    expect(run.inputs(types.lock)).to.include({ minRetentionDays: 30, changeableForDays: 7 });
  });

  it("VC-84, VC-87: takes volumes, file systems and databases by the stack's tags, so that a new one is in", async () => {
    const { resources, conditions } = (await backupProgram()).inputs(types.selection);
    expect(resources).to.deep.equal([
      "arn:aws:ec2:*:*:volume/*",
      "arn:aws:elasticfilesystem:*:*:file-system/*",
      "arn:aws:rds:*:*:cluster:*",
      "arn:aws:rds:*:*:db:*",
    ]);
    expect(conditions).to.deep.equal([
      {
        stringEquals: [
          { key: "aws:ResourceTag/platform", value: "acme" },
          { key: "aws:ResourceTag/backup", value: "vault" },
        ],
      },
    ]);
  });

  it("lets AWS Backup for this account alone take its roles, one to back up and one to restore", async () => {
    const run = await backupProgram({ restoreTests: {} });
    const roles = run.ofType("aws:iam/role:Role").map(({ inputs }) => inputs["name"]);
    expect(roles).to.deep.equal(["acme-aws-backup", "acme-aws-restore"]);
    for (const { name } of run.ofType("aws:iam/role:Role")) {
      const [trust] = JSON.parse(run.inputs("aws:iam/role:Role", name).assumeRolePolicy).Statement;
      expect(trust.Principal).to.deep.equal({ Service: "backup.amazonaws.com" });
      expect(trust.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": "123456789012" } });
    }
    const attached = run
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .map(({ inputs }) => inputs["policyArn"]);
    expect(attached).to.deep.equal([
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
  });

  it("SS-80: restores the newest backup of each kind of store every week, and keeps it an hour", async () => {
    const run = await backupProgram({ restoreTests: { day: "SUN", hourUtc: 5 } });
    const plan = run.inputs("aws:backup/restoreTestingPlan:RestoreTestingPlan");
    expect(plan).to.include({ name: "acme_restore_tests", scheduleExpression: "cron(0 5 ? * SUN *)" });
    expect(plan.recoveryPointSelection.algorithm).to.equal("LATEST_WITHIN_WINDOW");
    const selections = run.ofType("aws:backup/restoreTestingSelection:RestoreTestingSelection");
    expect(
      selections.map(({ inputs }) => [inputs["protectedResourceType"], inputs["validationWindowHours"]]),
    ).to.deep.equal([
      ["EBS", 1],
      ["EFS", 1],
    ]);
    expect((await backupProgram()).ofType("aws:backup/restoreTestingPlan:RestoreTestingPlan")).to.deep.equal([]);
  });

  it("VC-87: volumes outside of the vault have a snapshot a day, kept as long, by the tag of their class", async () => {
    const run = await backupProgram({}, { volumeSnapshots: true });
    const { policyDetails } = run.inputs("aws:dlm/lifecyclePolicy:LifecyclePolicy");
    expect(policyDetails).to.deep.equal({
      resourceTypes: ["VOLUME"],
      targetTags: { backup: "snapshots-acme" },
      schedules: [
        {
          name: "daily",
          createRule: { interval: 24, intervalUnit: "HOURS", times: "02:00" },
          retainRule: { interval: 30, intervalUnit: "DAYS" },
          copyTags: true,
        },
      ],
    });
    expect((await backupProgram()).ofType("aws:dlm/lifecyclePolicy:LifecyclePolicy")).to.deep.equal([]);
  });
});
