import type { WorkloadDemand } from "../../components/shared/workload-demand";
import type { EachNamed } from "../../components/shared/reference";
import type { FollowedConfig } from "../../stacks/resolve/followed";
import { followReferences } from "../../stacks/resolve/references";
import { workloadDemand } from "../../stacks/resolve/workload-demand";
import { resolvedServices } from "../../stacks/resolve/services";
import type { ResolvedService } from "../../stacks/resolve/stack";
import { type PlatformConfig, stackSchema } from "../../stacks/schema";
import { tiers } from "../../stacks/tiers";

const schema = stackSchema(tiers.production);

/** Problems of the references of some areas of a config. */
export function referenceProblems(areas: Record<string, unknown>) {
  return followReferences(schema, areas).problems;
}

/** Some areas of a config, parsed, with what their references leave out, as the loader makes them. */
export function followed<Areas extends object>(
  areas: Areas & Partial<Pick<PlatformConfig, "services">>,
): Omit<Areas, "services"> & { services: Record<string, ResolvedService>; workloadDemand: WorkloadDemand[] } {
  const { config } = followReferences(schema, areas);
  const { services: given = {}, namespaces = {}, databases = {} } = config as unknown as Partial<FollowedConfig>;
  const services = resolvedServices({ services: given, namespaces, team: "platform" });
  return { ...config, services, workloadDemand: workloadDemand({ services, namespaces, databases }) };
}

/** Settings of databases or secrets, each in the namespace that it names or else in `production`. */
export function inNamespace<Settings extends object>(
  all: Record<string, Settings>,
): EachNamed<Record<string, Settings>, "namespace"> {
  const placed = Object.entries(all).map(([name, one]) => [name, { namespace: "production", ...one }]);
  return Object.fromEntries(placed) as EachNamed<Record<string, Settings>, "namespace">;
}
