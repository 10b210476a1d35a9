import type { CopiesArgs } from "../components/observability/copies/copies";
import type { ObservedStack } from "../components/observability/view";
import type { PlatformContext } from "../components/shared/context";
import { imagePin } from "../components/shared/pins";
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

/** What the copies of dashboards and metrics are made from; undefined where the stack wants none. */
export function copiesOf(
  config: PlatformConfig,
  context: PlatformContext,
): Pick<CopiesArgs, "context" | "settings" | "copies" | "bucket" | "image"> | undefined {
  const settings = config.observability;
  const copies = settings?.copies;
  const bucket = copies && config.buckets[copies.bucket];
  if (!settings || !bucket) return undefined;
  return {
    context,
    settings,
    copies,
    bucket: { name: copies.bucket, settings: bucket },
    image: imagePin("aws-cli", "aws-cli"),
  };
}
