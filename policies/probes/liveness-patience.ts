import { podRule } from "../support/rule";
import { probeOf, probes, serving, timingOf } from "./probe";

// https://docs.aws.amazon.com/eks/latest/best-practices/application.html
export const livenessPatience = podRule({
  name: "liveness-patience",
  displayName: "Patient liveness probe",
  description: "A liveness probe gives a container time to recover before it restarts it.",
  severity: "medium",
  remediationSteps: "Raise periodSeconds or failureThreshold of the livenessProbe.",
  ...probes,
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/application.html",
  config: {
    minSeconds: {
      type: "integer",
      minimum: 1,
      default: 30,
      description: "Seconds of failing (period times failures) before a container may be restarted.",
    },
  },
  check(pod, report, { config }) {
    const least = Number(config["minSeconds"]);
    for (const container of serving(pod, report)) {
      const timing = timingOf(probeOf(container, "liveness"), report);
      if (timing && timing.periodSeconds * timing.failureThreshold < least) {
        const { periodSeconds, failureThreshold } = timing;
        report.violation({
          what:
            `${container.field.owner} is restarted after ${periodSeconds} s x ${failureThreshold} = ` +
            `${periodSeconds * failureThreshold} s of failing liveness, this stack wants ${least} s`,
          why: "a short pause, such as a garbage collection under load, restarts it and makes the load worse",
          fix: `Set failureThreshold in ${container.setting("probes.liveness")} to ${Math.ceil(least / periodSeconds)}`,
        });
      }
    }
  },
});
