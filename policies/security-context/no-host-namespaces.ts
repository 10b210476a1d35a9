import { podRule } from "../support/rule";
import { podSecurity, unsetOrFalse } from "./pod-security";

// check_hostNamespaces.go
const fields = {
  hostNetwork: "the pod sees and can answer all traffic of its node, and no network policy holds for it",
  hostPID: "the pod sees every process of its node and their environment",
  hostIPC: "the pod can read the shared memory of other processes of its node",
};

export const noHostNamespaces = podRule({
  name: "no-host-namespaces",
  displayName: "No host namespaces",
  description: "Pods don't share the network, process or IPC namespace of their node.",
  severity: "critical",
  remediationSteps:
    "Remove hostNetwork, hostPID and hostIPC, or run what needs them in a namespace declared privileged.",
  ...podSecurity("Baseline", "Host Namespaces"),
  covers: [
    "CIS EKS 4.2.2",
    "CIS EKS 4.2.3",
    "CIS EKS 4.2.4",
    "checkov CKV_K8S_17",
    "checkov CKV_K8S_18",
    "checkov CKV_K8S_19",
    "trivy KSV008",
    "trivy KSV009",
    "trivy KSV010",
  ],
  from: "baseline",
  check(pod, report) {
    for (const [key, why] of Object.entries(fields)) {
      const field = pod.spec.at(key);
      report.expect(field, unsetOrFalse, { why, fix: `Remove ${field.path}` });
    }
  },
});
