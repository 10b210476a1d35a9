import { podRule } from "../support/rule";
import { accountable, expectQuantity, quotas } from "./resources";

export const containerRequests = podRule({
  name: "container-requests",
  displayName: "CPU and memory requests",
  description: "Every container says how much CPU and memory it needs.",
  severity: "high",
  remediationSteps: "Set resources.requests.cpu and resources.requests.memory.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  ...quotas,
  covers: ["checkov CKV_K8S_10", "checkov CKV_K8S_12", "trivy KSV015", "trivy KSV016"],
  check(pod, report) {
    for (const container of accountable(pod)) {
      expectQuantity(report, container, "requests", "cpu", "the scheduler would put any number of them on one node");
      expectQuantity(report, container, "requests", "memory", "it is the first to be evicted when the node runs short");
    }
  },
});
