import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Transform } from "../shared/transform";
import type { BudgetSettings } from "./settings";

/** Slots of the budget. */
export interface BudgetTransform {
  /** Default: a notice at each of `cost.budget.thresholds`, real and forecast. */
  budget?: Transform<aws.budgets.BudgetArgs>;
}

export interface BudgetArgs {
  context: PlatformContext;
  settings: BudgetSettings;
  /** US dollars a month: `cost.ceilingMonthlyUsd`. */
  limitMonthlyUsd: number;
  transform?: BudgetTransform;
}

/**
 * An AWS budget with the stack's ceiling as its limit: tells people when the real bill, or AWS's forecast of it, comes
 * near. The preview's ceiling refuses what would be too dear; this one finds what turns out to be.
 *
 * It counts what carries the tag `platform` with the cluster's name. AWS knows the tag on the bill only after it was
 * activated as a cost allocation tag in the paying account, once: docs/going-live.md. Until then the budget reads $0.
 *
 * Cost: none; budgets without actions are free (https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/).
 */
export class Budget extends PlatformComponent<BudgetTransform> {
  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("budget", "Budget", name, opts, args.transform);
    const { context, limitMonthlyUsd } = args;
    this.make("budget", aws.budgets.Budget, this.componentName, {
      name: context.clusterName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(limitMonthlyUsd),
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: [`user:platform$${context.clusterName}`] }],
      notifications: notifications(args.settings),
    });
    this.registerOutputs({});
  }
}

function notifications({
  emails,
  topicArns,
  thresholds,
}: BudgetSettings): aws.types.input.budgets.BudgetNotification[] {
  const told = {
    ...(emails.length ? { subscriberEmailAddresses: emails } : {}),
    ...(topicArns.length ? { subscriberSnsTopicArns: topicArns } : {}),
  };
  const above = (notificationType: "ACTUAL" | "FORECASTED") => (threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    ...told,
  });
  return [...thresholds.actual.map(above("ACTUAL")), ...thresholds.forecast.map(above("FORECASTED"))];
}
