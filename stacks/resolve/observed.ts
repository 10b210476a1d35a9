import type { ObservedStack } from "../../components/observability/view";
import type { ResolvedService } from "./stack";

interface ObservedView {
  services: Record<string, Pick<ResolvedService, "namespace" | "team" | "metrics" | "slo">>;
  cost: { ceilingMonthlyUsd?: number | undefined };
}

/** Services with metrics and the stack's ceiling, in the words of observability. */
export function observedStack({ services, cost }: ObservedView): ObservedStack {
  const all = Object.entries(services);
  return {
    costCeilingUsd: cost.ceilingMonthlyUsd,
    pages: all.map(([name, { namespace }]) => ({ name, namespace })),
    services: all.flatMap(([name, { namespace, team, metrics, slo = {} }]) =>
      metrics ? [{ name, namespace, team, requests: metrics.requests, slo }] : [],
    ),
  };
}
