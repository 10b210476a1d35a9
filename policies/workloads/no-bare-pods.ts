import { objectRule } from "../support/rule";

export const noBarePods = objectRule({
  name: "no-bare-pods",
  displayName: "No bare pods",
  description: "Pods are made by a workload that makes them again.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Use a Deployment, StatefulSet, DaemonSet or Job.",
  url: "https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs",
  tags: ["workloads", "availability"],
  covers: ["kubescape C-0073"],
  applies: ({ group, kind }) => group === "core" && (kind === "Pod" || kind === "ReplicationController"),
  check(object, report) {
    const pod = object.kind === "Pod";
    report.violation({
      what: pod ? "it is a Pod by itself" : "it is a ReplicationController",
      why: pod ? "when its node goes nobody makes it again" : "it can't roll to a new version; Deployments replaced it",
      fix: "Make it a Deployment, StatefulSet, DaemonSet or Job",
    });
  },
});
