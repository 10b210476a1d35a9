import { cis } from "../support/benchmarks";
import { podRule } from "../support/rule";

export const secretsAsFiles = podRule({
  name: "secrets-as-files",
  displayName: "Secrets as files",
  description: "Containers get Secrets as files, not in their environment.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Mount the Secret as a volume, or through the Secrets Store CSI driver.",
  url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  ...cis("4.4.1"),
  tags: ["workloads", "secrets"],
  covers: ["checkov CKV_K8S_35"],
  check(pod, report) {
    const say = (path: string) => ({
      why: "the environment is inherited by every child process and ends in crash reports",
      fix: `Mount the Secret as a file instead of ${path}`,
    });
    for (const { field } of pod.containers) {
      for (const one of field.at("env").items()) {
        const reference = one.at("valueFrom", "secretKeyRef");
        report.expect(reference, (value) => value === undefined, say(reference.path));
      }
      for (const one of field.at("envFrom").items()) {
        const reference = one.at("secretRef");
        report.expect(reference, (value) => value === undefined, say(reference.path));
      }
    }
  },
});
