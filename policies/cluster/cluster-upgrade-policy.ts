import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { cluster, clusterKinds } from "./clusters";

export const clusterUpgradePolicy = awsRule({
  name: "cluster-upgrade-policy",
  displayName: "Upgrade policy of the cluster",
  description: "The cluster says what happens at the end of standard support.",
  severity: "medium",
  remediationSteps: "Set upgradePolicy.supportType.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html",
  ...bestPractice("Cluster upgrades"),
  ...cluster,
  kinds: clusterKinds,
  config: {
    supportType: {
      type: "string",
      enum: ["STANDARD", "EXTENDED", "any"],
      default: "STANDARD",
      description: "`STANDARD`: EKS upgrades by itself; `EXTENDED`: it charges six times as much for a year instead.",
    },
  },
  check(object, report, { config }) {
    const type = object.root.at("upgradePolicy", "supportType");
    const wanted = config["supportType"];
    const fine = wanted === "any" ? ["STANDARD", "EXTENDED"] : [wanted];
    report.expect(type, (value) => fine.includes(value), {
      why: "EKS's default is extended support, at six times the price of the control plane",
      fix: `Set ${type.path} to ${wanted === "any" ? "STANDARD or EXTENDED" : JSON.stringify(wanted)}`,
    });
  },
});
