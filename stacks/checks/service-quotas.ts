import { formatQuantity, parseQuantity, quantityFormat } from "../../components/shared/quantity";
import { quotaShare, type WorkloadDemand } from "../../components/shared/workload-demand";
import { type ConfigProblem, pathText } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a stack. */
export interface QuotasView {
  namespaces: Record<string, { quota: Record<string, string> }>;
  workloadDemand: WorkloadDemand[];
}

/**
 * Every namespace's quota against its services and databases at their most pods, with those that a rollout adds: the last
 * pods would be refused just when they are needed.
 */
export function checkServiceQuotas({ namespaces, workloadDemand }: QuotasView): CheckResult {
  return {
    problems: Object.entries(namespaces).flatMap(([name, { quota }]) => {
      const demands = workloadDemand.filter(({ namespace }) => namespace === name);
      return Object.entries(quota).flatMap(([key, allowed]) => quotaProblems(name, key, allowed, demands));
    }),
  };
}

function quotaProblems(namespace: string, key: string, allowed: string, demands: WorkloadDemand[]): ConfigProblem[] {
  const shares = demands.flatMap((demand) => {
    const share = quotaShare(demand, key);
    return share ? [{ ...share, path: demand.path }] : [];
  });
  const sum = shares.reduce((total, { amount }) => total + amount, 0n);
  if (sum <= parseQuantity(allowed)) return [];
  const sorted = [...shares].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
  const text = formatQuantity(sum, quantityFormat(allowed));
  const parts = sorted.map((share) => share.text).join(", ");
  return sorted.slice(0, 1).map((largest) => ({
    path: pathText(["namespaces", namespace, "quota", key]),
    given: `"${allowed}"`,
    why: `is less than the ${text} that its services ask for at their most: ${parts}`,
    set: `${text} or more, or smaller scaling.max or resources of ${largest.path}, the largest`,
  }));
}
