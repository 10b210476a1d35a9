import { podRule } from "../support/rule";
import { probeOf, probes, serving, timingOf } from "./probe";

export const startAllowance = podRule({
  name: "start-allowance",
  displayName: "Time to start",
  description: "A container may take its time to start before liveness restarts it.",
  severity: "medium",
  remediationSteps: "Give the container a startupProbe, or its livenessProbe an initial delay.",
  ...probes,
  config: {
    minSeconds: {
      type: "integer",
      minimum: 1,
      default: 60,
      description: "Seconds that a container has from its start until liveness may restart it.",
    },
  },
  check(pod, report, { config }) {
    const least = Number(config["minSeconds"]);
    for (const container of serving(pod, report)) {
      const liveness = timingOf(probeOf(container, "liveness"), report);
      if (!liveness) {
        continue;
      }
      const startup = probeOf(container, "startup");
      // While a startup probe runs, liveness waits; without one, liveness counts from its own initial delay.
      const timing = startup.absent ? liveness : timingOf(startup, report);
      if (!timing) {
        continue;
      }
      const allowed = timing.initialDelaySeconds + timing.periodSeconds * timing.failureThreshold;
      if (allowed < least) {
        const probe = startup.absent ? "liveness" : "startup";
        report.violation({
          what: `${container.field.owner} has ${allowed} s to start (its ${probe} probe), this stack wants ${least} s`,
          why: "a start that is slower than usual ends in a restart, and never succeeds",
          fix: `Set ${container.setting("probes.startup")} with period times failures of ${least} s or more`,
        });
      }
    }
  },
});
