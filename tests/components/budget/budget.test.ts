import { expect } from "chai";
import { Budget } from "../../../components/budget/budget";
import { budgetSettings } from "../../../components/budget/settings";
import { costSettings } from "../../../stacks/cost-settings";
import { platformContext } from "../../support/builders";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";

const budget = "aws:budgets/budget:Budget";
const settings = (raw: Record<string, unknown>) => budgetSettings.parse(raw);

describe("Budget", () => {
  it("VC-102: an AWS budget of $500 a month on what carries the stack's tag, with alarms on the bill and on its forecast", async () => {
    const given = settings({ emails: ["platform@example.com"] });
    const run = await recorded(
      () => new Budget("budget", { context: platformContext(), settings: given, limitMonthlyUsd: 500 }),
    );
    const told = { subscriberEmailAddresses: ["platform@example.com"] };
    const above = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE", ...told };
    expect(run.inputs(budget)).to.deep.equal({
      name: platformContext().clusterName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "500",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: [`user:platform$${platformContext().clusterName}`] }],
      notifications: [
        { ...above, notificationType: "ACTUAL", threshold: 80 },
        { ...above, notificationType: "ACTUAL", threshold: 100 },
        { ...above, notificationType: "FORECASTED", threshold: 100 },
      ],
    });
  });

  it("refuses a budget that tells no one, and one without a ceiling", () => {
    const schema = costSettings({ spotDiscount: 0.5 });
    expect(problemsIn(schema, { ceilingMonthlyUsd: 10, budget: {} }).map(({ path }) => path)).to.deep.equal(["budget"]);
    expect(
      problemsIn(schema, { budget: { emails: ["a@example.com"] } }).map(({ path, why }) => [path, why]),
    ).to.deep.equal([["budget", "has no limit"]]);
  });
});
