import { annotation } from "../support/keys";
import { objectRule, today, type Rule } from "../support/rule";
import { annotatedWaivers } from "../support/waivers";

/** Made from the names of the other rules: a waiver of a rule that doesn't exist is a waiver of nothing. */
export const waiversAreValid = (names: () => string[]): Rule =>
  objectRule({
    name: "waivers-are-valid",
    displayName: "Waivers are valid",
    description: "A waiver names a rule, says why and until when, and is removed when that day has passed.",
    severity: "medium",
    remediationSteps: `Write ${annotation.waivePrefix}<rule>: "<reason> until <yyyy-mm-dd>", or remove the annotation.`,
    tags: ["waivers"],
    applies: () => true,
    check(object, report, config) {
      const annotations = object.root.at("metadata", "annotations");
      if (!report.readable(annotations.at(annotation.waivePrefix))) {
        return;
      }
      for (const waiver of annotatedWaivers(object, today(config))) {
        const field = annotations.at(annotation.waivePrefix + waiver.rule);
        if (!report.readable(field)) {
          continue;
        }
        const fault = !names().includes(waiver.rule)
          ? `names ${JSON.stringify(waiver.rule)}, which is no rule of this pack`
          : (waiver.problem ?? (waiver.expired ? `ended on ${waiver.until}` : undefined));
        if (fault !== undefined) {
          report.violation({
            what: `the waiver ${annotation.waivePrefix}${waiver.rule} ${fault}`,
            why: "an exemption that nobody reviews any more becomes the rule",
            fix: `Fix what it waives and remove the annotation, or write "<reason> until <yyyy-mm-dd>" with a later day`,
          });
        }
      }
    },
  });
