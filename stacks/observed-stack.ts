import type { ObservedStack } from "../components/observability/view";
import { serviceNamespace } from "./checks/services";
import type { PlatformConfig } from "./schema";

/** What is read of a config to know what is observed. */
export type ObservedView = Pick<PlatformConfig, "services" | "namespaces" | "team" | "cost">;

/** Services with metrics and the stack's ceiling, in the words of observability. */
export function observedStack({ services, namespaces, team, cost }: ObservedView): ObservedStack {
  return {
    costCeilingUsd: cost.ceilingMonthlyUsd,
    pages: Object.entries(services).map(([name, service]) => ({
      name,
      namespace: serviceNamespace(service, namespaces) ?? "",
    })),
    services: Object.entries(services).flatMap(([name, service]) => {
      const namespace = serviceNamespace(service, namespaces);
      if (!service.metrics || namespace === undefined) return [];
      return [
        {
          name,
          namespace,
          team: service.team ?? namespaces[namespace]?.team ?? team,
          requests: service.metrics.requests,
          slo: service.slo ?? {},
        },
      ];
    }),
  };
}
