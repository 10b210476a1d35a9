import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { today } from "../support/rule";
import { number } from "../support/values";
import { cluster, clusterKinds } from "./clusters";

/**
 * First day without standard support. Source: Amazon EKS user guide, kubernetes-versions, and endoflife.date/amazon-eks
 * (2026-02); 1.36: `aws eks describe-cluster-versions` as two public projects reported it (2026-09).
 */
export const standardSupportEnds: Record<string, string> = {
  "1.30": "2025-07-23",
  "1.31": "2025-11-26",
  "1.32": "2026-03-23",
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
  "1.36": "2027-08-02",
};

export const clusterVersion = awsRule({
  name: "cluster-version",
  displayName: "Supported Kubernetes version",
  description: "The cluster and its nodes run a version that EKS supports at its standard price.",
  severity: "high",
  remediationSteps: "Upgrade to a supported minor version, one at a time.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
  ...bestPractice("Cluster upgrades"),
  ...cluster,
  covers: ["checkov CKV_AWS_339"],
  kinds: [...clusterKinds, "aws.eks.NodeGroup"],
  config: {
    versions: {
      type: "object",
      additionalProperties: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
      default: {},
      description:
        "Versions that the pack doesn't know yet, or other ends: minor version to the first day without support.",
    },
    daysAhead: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "How many days before the end of support it is a violation already.",
    },
  },
  check(object, report, { config }) {
    const field = object.root.at("version");
    const isCluster = clusterKinds.includes(object.kind as never);
    if (field.absent && !isCluster) {
      return; // Nodes follow the cluster.
    }
    const ends = { ...standardSupportEnds, ...(config["versions"] as Record<string, string> | undefined) };
    const horizon = new Date(`${today(config)}T00:00:00Z`);
    horizon.setUTCDate(horizon.getUTCDate() + number(config["daysAhead"], 0));
    const date = horizon.toISOString().slice(0, 10);
    const supported = Object.keys(ends).filter((version) => (ends[version] ?? "") > date);
    report.expect(field, (value) => supported.includes(value as string), {
      why: field.absent
        ? "EKS then picks a version, a different one each month"
        : "after the end of standard support the control plane costs six times as much, then EKS upgrades it by itself",
      fix: `Set ${field.path} to one of ${supported.join(", ") || "the versions that EKS supports"}`,
    });
  },
});
