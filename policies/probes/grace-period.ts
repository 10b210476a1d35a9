import { show, type Field } from "../support/field";
import { podRule } from "../support/rule";
import { probes, serving } from "./probe";

export const gracePeriod = podRule({
  name: "grace-period",
  displayName: "Grace period",
  description: "A pod's grace period leaves time to finish after the preStop hook.",
  severity: "medium",
  remediationSteps: "Raise terminationGracePeriodSeconds, or shorten the preStop hook.",
  ...probes,
  url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
  config: {
    drainSeconds: {
      type: "integer",
      minimum: 0,
      default: 5,
      description: "Seconds that a container has, after its preStop hook, to finish what it does.",
    },
  },
  check(pod, report, { config }) {
    const drain = Number(config["drainSeconds"]);
    const field = pod.spec.at("terminationGracePeriodSeconds");
    report.expect(field, (value) => value === undefined || (typeof value === "number" && value > 0), {
      why: "without time to finish, every rollout cuts off requests",
      fix: `Set ${field.path} to more than ${drain}`,
    });
    // The default of the API server: DefaultTerminationGracePeriodSeconds, k8s.io/api v0.36 core/v1/types.go.
    const grace = field.absent ? 30 : field.value;
    if (typeof grace !== "number") {
      return;
    }
    for (const container of serving(pod, report)) {
      const hook = container.field.at("lifecycle", "preStop");
      const wait = waitOf(hook);
      if (typeof wait !== "number") {
        report.expect(wait, () => false, {
          why: "that is no number of seconds",
          fix: `Set ${wait.path} to a whole number`,
        });
      } else if (wait + drain > grace) {
        report.violation({
          what: `${container.field.owner} waits ${wait} s before it stops, and needs ${drain} s to finish, its pod has ${show(grace)} s`,
          why: "the kubelet kills it in the middle of a request",
          fix: `Set ${field.path} to ${wait + drain} or more`,
        });
      }
    }
  },
});

/** Seconds that a hook is known to take: its `sleep`, or a command that ends in one. Others count as none. */
function waitOf(hook: Field): number | Field {
  const seconds = hook.at("sleep", "seconds");
  if (!seconds.absent) {
    return typeof seconds.value === "number" ? seconds.value : seconds;
  }
  const words = hook.at("exec", "command").items();
  const trouble = [...words, hook.at("exec")].find((word) => word.isUnknown || word.isMalformed);
  if (trouble) {
    return trouble;
  }
  const text = words.map((word) => word.string ?? "").join(" ");
  return Number(/\bsleep (\d+)\b/.exec(text)?.[1] ?? 0);
}
