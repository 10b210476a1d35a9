import { bestPractice } from "../support/benchmarks";
import { parseQuantity } from "../support/quantity";
import { podRule } from "../support/rule";
import { number } from "../support/values";
import { accountable, resource } from "../quotas/resources";

export const memoryRatio = podRule({
  name: "memory-ratio",
  displayName: "Memory limit near the request",
  description: "A container's memory limit is at most so many times its request.",
  severity: "medium",
  remediationSteps: "Raise resources.requests.memory or lower resources.limits.memory.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-plane.html",
  ...bestPractice("Reliability: data plane"),
  tags: ["workloads", "quotas"],
  covers: ["gatekeeper containerresourceratios", "kyverno enforce-resources-as-ratio"],
  config: {
    maxRatio: {
      type: "number",
      minimum: 1,
      default: 4,
      description: "1 asks for equal figures: then no container is killed for what another one takes.",
    },
  },
  check(pod, report, { config }) {
    const most = number(config["maxRatio"], 4);
    for (const container of accountable(pod)) {
      const [request, limit] = [resource(container, "requests", "memory"), resource(container, "limits", "memory")];
      const [low, high] = [parseQuantity(request.value ?? undefined), parseQuantity(limit.value ?? undefined)];
      for (const field of [request, limit]) {
        if (!field.absent && parseQuantity(field.value) === undefined) {
          report.expect(field, () => false, {
            why: "that is no amount of memory",
            fix: `Set ${field.path} to an amount such as 256Mi`,
          });
        }
      }
      if (low !== undefined && high !== undefined && low > 0 && high > low * most) {
        report.violation({
          what: `${container.field.owner} may use ${Math.round((high / low) * 10) / 10} times the memory that it asks for, ${most} times is allowed`,
          why: "its node runs out of memory while the scheduler thinks there is plenty",
          fix: `Raise ${container.setting("resources.requests.memory")} or lower ${container.setting("resources.limits.memory")}`,
        });
      }
    }
  },
});
