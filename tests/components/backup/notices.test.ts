import { expect } from "chai";
import { vaultAlarms } from "../../../components/backup/notices";
import { platformContext } from "../../support/builders";
import { backupProgram, backups } from "./builders";

const topic = "arn:aws:sns:us-east-1:123456789012:acme-backups";

describe("notices of backups", () => {
  it("VC-84: a job that fails, is aborted or expires is an event for the topic; copies and restores too", async () => {
    const run = await backupProgram();
    const rules = run
      .ofType("aws:cloudwatch/eventRule:EventRule")
      .map(({ inputs }) => JSON.parse(inputs["eventPattern"] as string));
    expect(rules.map((rule) => [rule["detail-type"], rule.detail])).to.deep.equal([
      [["Backup Job State Change"], { state: ["FAILED", "ABORTED", "EXPIRED"], backupVaultName: ["acme"] }],
      [
        ["Copy Job State Change"],
        { state: ["FAILED"], sourceBackupVaultArn: ["arn:aws:backup:us-east-1:123456789012:backup-vault:acme"] },
      ],
      [["Restore Job State Change"], { status: ["FAILED", "ABORTED"] }],
    ]);
    const targets = run.ofType("aws:cloudwatch/eventTarget:EventTarget").map(({ inputs }) => inputs["arn"]);
    expect(targets).to.deep.equal([topic, topic, topic]);
  });

  it("VC-84: an alarm when a job failed, and one when none was completed for a day", async () => {
    const run = await backupProgram();
    const alarms = run.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs);
    expect(
      alarms.map(({ metricName, comparisonOperator, threshold, period, treatMissingData }) => [
        metricName,
        comparisonOperator,
        threshold,
        period,
        treatMissingData,
      ]),
    ).to.deep.equal([
      ["NumberOfBackupJobsFailed", "GreaterThanThreshold", 0, 3600, "notBreaching"],
      ["NumberOfBackupJobsCompleted", "LessThanThreshold", 1, 86400, "breaching"],
    ]);
    for (const alarm of alarms) expect(alarm["alarmActions"]).to.deep.equal([topic]);
  });

  it("takes whole days as the period of the alarm", () => {
    const twice = vaultAlarms(platformContext(), backups({ timesUtc: ["02:00", "14:00"] }));
    expect(twice["overdue"]?.period).to.equal(86_400);
  });

  it("is encrypted with the vault's key, which EventBridge and CloudWatch of the account may use", async () => {
    const run = await backupProgram({ emails: ["ops@example.com"], copyTo: { region: "us-west-2" } });
    expect(run.inputs("aws:sns/topicSubscription:TopicSubscription")).to.include({
      protocol: "email",
      endpoint: "ops@example.com",
    });
    const users = (name: string) =>
      JSON.parse(run.inputs("aws:kms/key:Key", name).policy).Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(users("backups-vault")).to.deep.equal(["AccountDecidesByIam", "Alarms", "Events"]);
    expect(users("backups-vault-us-west-2")).to.deep.equal(["AccountDecidesByIam"]);
  });

  it("EventBridge reaches the encrypted topic without a condition, whose keys it never fills; alarms are of this account", async () => {
    const run = await backupProgram({});
    const policies = [run.inputs("aws:sns/topicPolicy:TopicPolicy"), run.inputs("aws:kms/key:Key", "backups-vault")];
    for (const { policy } of policies) {
      const statements = JSON.parse(policy).Statement as { Sid: string; Condition?: object }[];
      const conditionOf = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Condition;
      expect(conditionOf("Alarms")).to.deep.equal({ StringEquals: { "aws:SourceAccount": "123456789012" } });
      expect(statements.map(({ Sid }) => Sid)).to.include("Events");
      expect(conditionOf("Events")).to.equal(undefined);
    }
  });
});
