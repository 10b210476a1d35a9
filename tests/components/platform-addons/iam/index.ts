import { karpenter } from "./karpenter";
import { keda } from "./keda";
import { loadBalancerController } from "./aws-load-balancer-controller";
import { clusterAutoscaler } from "./cluster-autoscaler";
import { certManager, externalDns } from "./dns";
import { policyController, trivyOperator, vault } from "./security";
import { velero } from "./velero";
import type { Expectation } from "./expectation";

/** One row for each service account of an add-on that takes an AWS role; a missing row fails `iam.test.ts`. */
export const expectations: Expectation[] = [
  loadBalancerController,
  clusterAutoscaler,
  karpenter,
  keda,
  certManager,
  externalDns,
  velero,
  vault,
  trivyOperator,
  policyController,
];
