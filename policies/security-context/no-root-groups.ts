import { podRule } from "../support/rule";
import { beyond } from "./pod-security";

/** A group that isn't root's. Files of group 0 are what images that may run as any user leave open. */
const notRoot = (value: unknown) =>
  value === undefined || (typeof value === "number" && Number.isInteger(value) && value > 0);

export const noRootGroups = podRule({
  name: "no-root-groups",
  displayName: "No group 0",
  description: "No pod or container runs with group 0, as its own or beside it.",
  severity: "medium",
  remediationSteps: "Set runAsGroup, fsGroup and supplementalGroups to numbers other than 0, or remove them.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ...beyond,
  covers: ["kyverno require-non-root-groups", "gatekeeper fsgroup", "trivy KSV116"],
  from: "restricted",
  check(pod, report) {
    if (pod.userNamespace) {
      return; // Group 0 of the pod is nobody's on the node.
    }
    const ofPod = pod.spec.at("securityContext");
    const groups = [
      ofPod.at("fsGroup"),
      ...ofPod.at("supplementalGroups").items(),
      ...[pod.spec, ...pod.containers.map(({ field }) => field)].map((owner) =>
        owner.at("securityContext", "runAsGroup"),
      ),
    ];
    for (const group of groups) {
      report.expect(group, notRoot, {
        why: "much of what a node and an image keep for themselves belongs to group 0",
        fix: `Set ${group.path} to a group of the pod's own, for example 1000`,
      });
    }
  },
});
