import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import type { BackupSettings } from "./settings";

/** Kinds of stores that the plan takes and restores, in the words of AWS Backup. */
export type StoreType = "EBS" | "EFS" | "RDS";

/** Slots of the restore tests. */
export interface RestoreTestsTransform {
  /** Default: the newest backup of two days, at day and hour of `backup.restoreTests`. */
  restoreTestPlan?: Transform<aws.backup.RestoreTestingPlanArgs>;
  /** Called for each kind of store. Default: what carries the stack's tag, deleted after `keepHours`. */
  restoreTestSelection?: Transform<aws.backup.RestoreTestingSelectionArgs>;
}

export interface RestoreTestsArgs {
  context: PlatformContext;
  tests: NonNullable<BackupSettings["restoreTests"]>;
  vaultArn: pulumi.Input<string>;
  /** Role that restores. */
  roleArn: pulumi.Input<string>;
  /** What the stack has. */
  types: StoreType[];
  transform?: RestoreTestsTransform;
}

/**
 * Restores the newest backup of each store every week and deletes the result again: a backup that nobody has
 * restored is a hope. What fails comes through the notices; how long it took stands in the job.
 *
 * Only stores that are tagged for the plan are restored. Cost: what the restored things cost for some hours, and by the
 * test: https://aws.amazon.com/backup/pricing/.
 */
export class RestoreTests extends PlatformComponent<RestoreTestsTransform> {
  constructor(name: string, args: RestoreTestsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("backup", "RestoreTests", name, opts, args.transform);
    const { context, tests, vaultArn, roleArn, types } = args;
    const plan = this.make("restoreTestPlan", aws.backup.RestoreTestingPlan, this.componentName, {
      name: underscored(`${context.clusterName}_restore_tests`),
      scheduleExpression: `cron(0 ${tests.hourUtc} ? * ${tests.day} *)`,
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 1,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [vaultArn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 2,
      },
    });
    for (const type of types) {
      this.make("restoreTestSelection", aws.backup.RestoreTestingSelection, this.child(type.toLowerCase()), {
        name: underscored(`${context.clusterName}_${type.toLowerCase()}`),
        restoreTestingPlanName: plan.name,
        protectedResourceType: type,
        iamRoleArn: roleArn,
        protectedResourceConditions: {
          stringEquals: [{ key: "aws:ResourceTag/platform", value: context.clusterName }],
        },
        validationWindowHours: tests.keepHours,
      });
    }
    this.registerOutputs({});
  }
}

/** Letters, digits and underscores, at most 50: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html */
function underscored(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "_").slice(0, 50);
}
