import { isWideOpen } from "../../components/cluster/endpoint-settings";
import type { Check } from "./check";

/** What the cluster's settings say to the reader of the preview: the guards that were opted out of, and why. */
export const checkCluster: Check = ({ aws, cluster }) => {
  const warnings: string[] = [];
  const { endpoint, upgradePolicy } = cluster;
  const open = endpoint.publicCidrs.filter(isWideOpen);
  if (open.length) {
    warnings.push(`cluster.endpoint.publicCidrs: ${open.join(", ")} may try to sign in (reason: ${endpoint.reason}).`);
  }
  if (upgradePolicy !== "STANDARD") {
    warnings.push(`cluster.upgradePolicy: extended support is accepted (reason: ${upgradePolicy.reason}).`);
  }
  for (const [name, entry] of Object.entries(cluster.access)) {
    if (entry.principalArn !== aws.assumeRoleArn) continue;
    warnings.push(
      `cluster.access.${name}: is the role that deploys (aws.assumeRoleArn). EKS makes the creator of a cluster its ` +
        "administrator and refuses a second entry for it: remove it, unless another role created the cluster.",
    );
  }
  return { warnings };
};
