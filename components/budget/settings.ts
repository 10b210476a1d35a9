import { z } from "zod";
import { pattern } from "../shared/problem";

/** Whom AWS tells of the real bill. */
export const budgetSettings = z
  .strictObject({
    emails: z.array(z.email()).max(10).default([]).describe("Addresses that are told; at most 10 (AWS's own bound)."),
    topicArns: z
      .array(pattern(/^arn:aws[a-z-]*:sns:.+/, "is not the ARN of an SNS topic", "arn:aws:sns:…"))
      .max(1)
      .default([])
      .describe("SNS topic that is told; its policy must let budgets.amazonaws.com publish."),
    thresholds: z
      .strictObject({
        actual: z
          .array(z.number().positive())
          .min(1)
          .default([80, 100])
          .describe("Percent of the ceiling already spent."),
        forecast: z
          .array(z.number().positive())
          .default([100])
          .describe("Percent that AWS foresees by the month's end."),
      })
      .prefault({})
      .describe("When they are told: five figures at most."),
  })
  .refine(({ emails, topicArns }) => emails.length + topicArns.length > 0, {
    error: "tells no one: set emails or topicArns",
  })
  .refine(({ thresholds }) => thresholds.actual.length + thresholds.forecast.length <= 5, {
    error: "has more than five thresholds, the most that AWS takes",
    path: ["thresholds"],
  });

/** Who is told of the bill, and from which share of the ceiling on. */
export type BudgetSettings = z.output<typeof budgetSettings>;
