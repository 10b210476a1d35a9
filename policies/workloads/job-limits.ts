import { objectRule } from "../support/rule";
import { number } from "../support/values";

export const jobLimits = objectRule({
  name: "job-limits",
  displayName: "Jobs end",
  description: "Every Job has a deadline, tries a few times only, and its pods don't restart for ever.",
  severity: "medium",
  remediationSteps: "Set activeDeadlineSeconds and backoffLimit, and restartPolicy Never or OnFailure.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup",
  tags: ["workloads", "jobs"],

  config: {
    maxBackoff: { type: "integer", minimum: 0, default: 6, description: "Most tries. Kubernetes' default is 6." },
    maxSeconds: { type: "integer", minimum: 1, default: 86_400, description: "Longest deadline, in seconds." },
  },
  applies: ({ group, kind }) => group === "batch" && (kind === "Job" || kind === "CronJob"),
  check(object, report, config) {
    const spec = object.kind === "Job" ? object.root.at("spec") : object.root.at("spec", "jobTemplate", "spec");
    const [tries, seconds] = [number(config["maxBackoff"], 6), number(config["maxSeconds"], 86_400)];
    const deadline = spec.at("activeDeadlineSeconds");
    report.expect(deadline, (value) => typeof value === "number" && value > 0 && value <= seconds, {
      why: "a Job that hangs holds its pods, and its share of the quota, until somebody looks",
      fix: `Set ${deadline.path} to ${seconds} or less`,
    });
    const backoff = spec.at("backoffLimit");
    report.expect(
      backoff,
      (value) => (value === undefined ? tries >= 6 : typeof value === "number" && value >= 0 && value <= tries),
      {
        why: "it fails over and over, and pays for each time",
        fix: `Set ${backoff.path} to ${tries} or less`,
      },
    );
    const restart = spec.at("template", "spec", "restartPolicy");
    report.expect(restart, (value) => value === "Never" || value === "OnFailure", {
      why: "the API refuses a Job whose pods always restart",
      fix: `Set ${restart.path} to Never or OnFailure`,
    });
    // No demand for ttlSecondsAfterFinished: Kubernetes then deletes what Pulumi believes to be there, and the next
    // refresh makes the Job again.
  },
});
