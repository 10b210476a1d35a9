import { podRule } from "../support/rule";
import { beyond } from "./pod-security";

// CIS EKS 1.8, 4.1.6. `true` is somebody's decision; leaving the field out is how tokens get where nobody wants them.
export const noAutomaticToken = podRule({
  name: "no-automatic-token",
  displayName: "No automatic API token",
  description: "Pods get a token for the Kubernetes API only when they say so.",
  severity: "medium",
  remediationSteps: "Set automountServiceAccountToken to false, or to true for a pod that calls the Kubernetes API.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  ...beyond,
  covers: ["CIS EKS 4.1.6", "checkov CKV_K8S_38", "trivy KSV036"],
  from: "baseline",
  check(pod, report) {
    const field = pod.spec.at("automountServiceAccountToken");
    report.expect(field, (value) => typeof value === "boolean", {
      why: "Kubernetes then mounts a token that whoever breaks in can use against the API",
      fix: `Set ${field.path} to false (true if the pod calls the Kubernetes API)`,
    });
  },
});
