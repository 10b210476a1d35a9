import { podRule } from "../support/rule";
import { kinds, probeOf, probes, serving, timingOf } from "./probe";

export const probeTiming = podRule({
  name: "probe-timing",
  displayName: "Probe timing",
  description: "A probe's answer is due before the next one is asked.",
  severity: "low",
  remediationSteps: "Set timeoutSeconds to periodSeconds at most; liveness and startup succeed at the first success.",
  ...probes,
  check(pod, report) {
    for (const container of serving(pod, report)) {
      for (const kind of kinds) {
        const timing = timingOf(probeOf(container, kind), report);
        if (!timing) {
          continue;
        }
        const setting = container.setting(`probes.${kind}`);
        if (timing.timeoutSeconds > timing.periodSeconds) {
          report.violation({
            what: `the ${kind} probe of ${container.field.owner} waits ${timing.timeoutSeconds} s and asks every ${timing.periodSeconds} s`,
            why: "the kubelet asks one at a time, so the container is found failing later than the numbers say",
            fix: `Set timeoutSeconds in ${setting} to ${timing.periodSeconds} or less`,
          });
        }
        // ValidateProbe, kubernetes v1.36 pkg/apis/core/validation: must be 1 for liveness and startup probes.
        if (kind !== "readiness" && timing.successThreshold !== 1) {
          report.violation({
            what: `the ${kind} probe of ${container.field.owner} wants ${timing.successThreshold} successes`,
            why: "Kubernetes takes 1 only",
            fix: `Remove successThreshold from ${setting}`,
          });
        }
      }
    }
  },
});
