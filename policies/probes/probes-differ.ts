import { podRule } from "../support/rule";
import { handlers, probeOf, probes, serving, timingOf } from "./probe";

// kube-score pod-probes-identical, kyverno ensure-probes-different
export const probesDiffer = podRule({
  name: "probes-differ",
  displayName: "Liveness differs from readiness",
  description: "The liveness probe is not the readiness probe: it asks something else, or is more patient.",
  severity: "medium",
  remediationSteps: "Point liveness at an endpoint without dependencies, or give it more failures.",
  ...probes,
  covers: ["kube-score pod-probes-identical", "kyverno ensure-probes-different"],
  check(pod, report) {
    for (const container of serving(pod, report)) {
      const [liveness, readiness] = [probeOf(container, "liveness"), probeOf(container, "readiness")];
      const [alive, ready] = [timingOf(liveness, report), timingOf(readiness, report)];
      if (!alive || !ready) {
        continue;
      }
      for (const path of [liveness, readiness].map((probe) => probe.at("httpGet", "path"))) {
        report.expect(path, (value) => value === undefined || typeof value === "string", {
          why: "what is no path at all differs from every path",
          fix: `Set ${path.path} to a path, such as /live`,
        });
      }
      for (const command of [liveness, readiness].map((probe) => probe.at("exec", "command"))) {
        report.expect(command, (value) => value === undefined || Array.isArray(value), {
          why: "what is no command at all differs from every command",
          fix: `Set ${command.path} to a list of texts`,
        });
      }
      const unsure = handlers
        .flatMap((handler) => [liveness.at(handler), readiness.at(handler)])
        .flatMap((field) => (field.isUnknown ? [field] : field.entries().map(([, inner]) => inner)))
        .find((field) => !report.readable(field));
      const same = handlers.every(
        (handler) => JSON.stringify(liveness.at(handler).value) === JSON.stringify(readiness.at(handler).value),
      );
      const patience = alive.periodSeconds * alive.failureThreshold;
      if (!unsure && same && patience <= ready.periodSeconds * ready.failureThreshold) {
        report.violation({
          what: `${container.field.owner} is restarted by the same probe, after the same ${patience} s, that takes it out of service`,
          why: "a slow dependency then restarts every replica instead of letting them recover",
          fix: `Set another path in ${container.setting("probes.liveness")}, or more failures than in probes.readiness`,
        });
      }
    }
  },
});
