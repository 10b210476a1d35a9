import { edgesOf } from "../../components/app-service/traffic/peers";
import type { FollowedConfig } from "./followed";
import type { ResolvedService } from "./stack";

/** The services, each with its team and its edges. */
export function resolvedServices({
  services,
  namespaces,
  team: ofStack,
}: Pick<FollowedConfig, "services" | "namespaces" | "team">): Record<string, ResolvedService> {
  const edges = edgesOf(services);
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const team = service.team ?? namespaces[service.namespace]?.team ?? ofStack;
      return [name, { ...service, team, edges: edges(name) }];
    }),
  );
}
