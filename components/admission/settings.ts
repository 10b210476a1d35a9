import { z } from "zod";
import { report } from "../shared/problem";

/** How the cluster holds the rules of the policy pack, strictest first. */
export const admissionModes = ["deny", "warn", "audit"] as const;

export type AdmissionMode = (typeof admissionModes)[number];

/** What a tier decides about admission when a stack does not. */
export interface AdmissionDefaults {
  mode: AdmissionMode;
}

/** Schema of `platform:admission`. */
export function admissionSettings(defaults: AdmissionDefaults) {
  return z
    .strictObject({
      mode: z
        .enum(admissionModes)
        .default(defaults.mode)
        .describe(
          "What happens to an object that breaks a mandatory rule of the policy pack: `deny` refuses it, `warn` tells whoever applies it, `audit` writes to the audit log only. Advisory rules warn. Levels and figures are those of policies/config.",
        ),
      exempt: z
        .record(z.string(), z.string().trim().min(1))
        .default({})
        .describe(
          "Namespaces whose pods go to the audit log only, each with the reason. Those of add-ons need no entry.",
        ),
      reason: z
        .string()
        .trim()
        .min(1)
        .optional()
        .describe("Why the mode is milder than the tier's; it stands on the policies in the cluster."),
    })
    .superRefine(({ mode, reason }, ctx) => {
      if (admissionModes.indexOf(mode) <= admissionModes.indexOf(defaults.mode) || reason !== undefined) return;
      report(ctx, {
        path: ["mode"],
        why: `is milder than what the tier says, ${defaults.mode}`,
        set: `${defaults.mode}, or a reason beside it`,
      });
    })
    .prefault({});
}

/** What a stack says of admission, with every default filled in. */
export type AdmissionSettings = z.output<ReturnType<typeof admissionSettings>>;
