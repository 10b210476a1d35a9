import { podRule } from "../support/rule";
import { beyond } from "./pod-security";

// CIS EKS 1.8, 4.1.5; https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
export const noDefaultServiceAccount = podRule({
  name: "no-default-service-account",
  displayName: "A service account of its own",
  description: "Pods run under a service account of their own, never the namespace's default one.",
  severity: "medium",
  remediationSteps: "Create a ServiceAccount for the workload and set serviceAccountName.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  ...beyond,
  covers: ["checkov CKV_K8S_41", "checkov CKV_K8S_42"],
  from: "baseline",
  check(pod, report) {
    // The old name of the field is still read by the API server when the new one is absent.
    const current = pod.spec.at("serviceAccountName");
    const field = current.absent ? pod.spec.at("serviceAccount") : current;
    report.expect(field, (value) => typeof value === "string" && value !== "" && value !== "default", {
      why: "what the default account may do, every pod of the namespace may do",
      fix: `Set ${current.path} to an account of its own`,
    });
  },
});
