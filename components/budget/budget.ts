import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { transformed, type Transform } from "../shared/transform";
import type { BudgetSettings } from "./settings";

export interface BudgetArgs {
  context: PlatformContext;
  settings: BudgetSettings;
  /** US dollars a month: `cost.ceilingMonthlyUsd`. */
  limitMonthlyUsd: number;
  /** Last word on the budget. */
  transform?: { budget?: Transform<aws.budgets.BudgetArgs> };
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
export class Budget extends PlatformComponent {
  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("budget", "Budget", name, opts);
    const { context, limitMonthlyUsd, transform } = args;
    const budget: aws.budgets.BudgetArgs = {
      name: context.clusterName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(limitMonthlyUsd),
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: [`user:platform$${context.clusterName}`] }],
      notifications: notifications(args.settings),
    };
    new aws.budgets.Budget(this.componentName, transformed(budget, transform?.budget), this.opts());
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
