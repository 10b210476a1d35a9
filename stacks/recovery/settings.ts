import { z } from "zod";
import { duration } from "../../components/shared/duration";

const time = () => duration(["m", "h"], "1h");

/** What a stack promises about the loss of its data, and what is known about bringing it back. */
export const recoverySettings = z
  .strictObject({
    rto: time().describe("Recovery time objective: how long it may take until a lost store is back."),
    rpo: time().describe(
      "Recovery point objective: how old the newest copy of a store may be, which is how much can be lost.",
    ),
    measured: z
      .record(z.string(), time())
      .default({})
      .describe(
        "How long a drill took to bring a store back, by its path such as `databases.postgres`; instead of what is assumed.",
      ),
    exempt: z
      .record(
        z.string(),
        z.strictObject({ reason: z.string().min(1).describe("Why its loss is none, or where it is made again from.") }),
      )
      .default({})
      .describe("Stores that need not meet the objectives, by path; each with a reason, which the preview prints."),
    assumptions: z
      .strictObject({
        decideMinutes: z
          .int()
          .min(0)
          .default(15)
          .describe("Minutes from the loss until somebody starts to restore: the alert, the call, the decision."),
        filesMiBPerSecond: z
          .number()
          .positive()
          .default(100)
          .describe(
            "Rate at which AWS Backup fills a new file system. Many small files are slower: measure it in a drill.",
          ),
      })
      .prefault({})
      .describe("What the times are worked out from, as long as no drill has measured them. The preview prints them."),
  })
  .describe("Objectives that every data store must meet; one that does not is refused.");

export type RecoverySettings = z.output<typeof recoverySettings>;
