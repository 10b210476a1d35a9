import { bestPractice } from "../support/benchmarks";
import { stackRule } from "../support/rule";
import { data } from "./aws";
import { isReplica, stores, takes } from "./backup-selections";

const plan = "aws.backup.Plan";
const selection = "aws.backup.Selection";

export const dataInBackupPlan = stackRule({
  name: "data-in-backup-plan",
  displayName: "Data is in a backup plan",
  description: "Every file system, volume, database and table is taken by a selection of a backup plan.",
  severity: "high",
  remediationSteps: "Give the resource the tag that a selection of the stack's backup plan takes.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
  ...bestPractice("Reliability: data plane"),
  ...data,
  covers: ["checkov CKV2_AWS_8", "checkov CKV2_AWS_9", "checkov CKV2_AWS_16", "checkov CKV2_AWS_18"],
  needs: ({ group, kind }) => group === "aws" && (kind in stores || [plan, selection, "aws.Provider"].includes(kind)),
  config: {
    withoutPlan: {
      type: "string",
      enum: ["advise", "refuse"],
      default: "advise",
      description:
        "What to do where the stack has data and no backup plan at all: another stack, or the organization, may have one.",
    },
  },
  check(view) {
    const selections = view.objects.filter(({ kind }) => kind === selection);
    const planned = selections.length > 0 || view.objects.some(({ kind }) => kind === plan);
    for (const store of view.objects.filter((object) => object.kind in stores && !isReplica(object))) {
      const verdicts = selections.map((one) => takes(view, one, store));
      if (verdicts.includes(true)) {
        continue;
      }
      const report = view.about(store);
      const unsure = verdicts.find((verdict) => typeof verdict === "object");
      if (unsure) {
        report.unknown(unsure);
        continue;
      }
      const advise = !planned && view.config["withoutPlan"] !== "refuse";
      report.violation(
        {
          what: planned ? "no selection of a backup plan takes it" : "the stack has no backup plan that could take it",
          why: "what is lost here is lost for good",
          fix: planned
            ? "Give it a tag that an aws.backup.Selection takes, or name its ARN in the selection's resources"
            : `Make an ${plan} and an ${selection} that takes it`,
        },
        advise ? "advisory" : undefined,
      );
    }
  },
});
