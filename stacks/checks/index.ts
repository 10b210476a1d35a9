import type { ResolvedStack } from "../resolve/stack";
import type { Check } from "./check";
import { checkAutoscaling } from "./autoscaling";
import { checkCluster } from "./cluster";
import { checkAcmeEgress } from "./acme-egress";
import { checkBackupWindows } from "./backup-windows";
import { checkConsoles } from "./consoles";
import { checkDatabases } from "./databases";
import { checkDataUses } from "./data-uses";
import { checkEgress } from "./egress";
import { checkAddonObjects } from "./addon-objects";
import { checkAccountFacts } from "./account-facts";
import { checkArchives } from "./archives";
import { checkAddons } from "./addons";
import { checkDnsAddons } from "./dns-addons";
import { checkFailover } from "./failover";
import { checkKarpenter } from "./karpenter";
import { checkObservability } from "./observability";
import { checkLoadBalancerQuotas } from "./load-balancer-quotas";
import { checkMesh } from "./mesh";
import { checkNodePools } from "./pools";
import { checkPlacementWishes } from "./placement-wishes";
import { checkRepositories } from "./repositories";
import { checkSecrets } from "./secrets";
import { checkRoutes } from "./routes";
import { checkRecovery } from "./recovery";
import { checkServiceAddons } from "./service-addons";
import { checkServiceFit } from "./service-fit";
import { checkServicePlacement } from "./service-placement";
import { checkServiceQuotas } from "./service-quotas";
import { checkServiceTls } from "./service-tls";
import { checkServices } from "./services";
import { checkSystemPool } from "./system-pool";
import { checkTestedVersions } from "./tested-versions";
import { checkVersions } from "./versions";

/** Every check over more than one area, in the order in which their problems are printed. */
const checks: Check[] = [
  checkVersions,
  checkEgress,
  checkAcmeEgress,
  checkCluster,
  checkNodePools,
  checkAccountFacts,
  checkAddons,
  checkObservability,
  checkAutoscaling,
  (config) => checkKarpenter(config),
  checkSystemPool,
  checkAddonObjects,
  checkTestedVersions,
  checkDnsAddons,
  checkRecovery,
  checkFailover,
  checkServices,
  checkServiceAddons,
  checkServicePlacement,
  checkPlacementWishes,
  checkRepositories,
  checkDatabases,
  checkBackupWindows,
  checkDataUses,
  checkArchives,
  checkSecrets,
  checkMesh,
  checkServiceTls,
  checkRoutes,
  checkLoadBalancerQuotas,
  checkConsoles,
  checkServiceQuotas,
  checkServiceFit,
];

/** Runs all checks; one that finds a problem does not keep the others from being heard. */
export function runChecks(stack: ResolvedStack) {
  const results = checks.map((check) => check(stack));
  return {
    problems: results.flatMap((result) => result.problems ?? []),
    warnings: results.flatMap((result) => result.warnings ?? []),
  };
}
