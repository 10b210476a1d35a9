import type { NamespaceSettings } from "../namespaces/settings";
import { sidecarResources } from "../shared/mesh";
import { parseQuantity } from "../shared/quantity";
import { amountsOf, countedResources, type WorkloadDemand } from "../shared/workload-demand";
import { beforeRolloutName } from "./jobs/job-names";
import { newVersionService, surgeOf } from "./rollout/strategy";
import type { ServiceSettings } from "./settings";
import { namedPorts } from "./traffic/ports";

/** What is read of the namespace that a service is in. */
type Place = Pick<NamespaceSettings, "mesh"> & { limitRange: Pick<NamespaceSettings["limitRange"], "default"> };

/** What the pods of a service ask for: those that stay or that its schedule starts, and the run before a rollout. */
export function serviceDemand(
  name: string,
  service: Omit<ServiceSettings, "namespace" | "routes"> & { namespace: string; routes: ServiceSettings["routes"] },
  place: Place,
): WorkloadDemand[] {
  const { requests, limits } = service.resources;
  const sidecar = place.mesh === "istio" ? sidecarResources : { requests: {}, limits: {} };
  // A container without a limit gets the namespace's default one.
  const limited = countedResources.map((resource) => [
    resource,
    limits[resource] ?? place.limitRange.default[resource],
  ]);
  const common = {
    path: `services.${name}`,
    namespace: service.namespace,
    requests: amountsOf(requests, sidecar.requests),
    limits: amountsOf(Object.fromEntries(limited) as typeof limits, sidecar.limits),
  };
  const run = { ...common, services: 0, claims: { count: 0, storage: 0n } };
  const owned = Object.values(service.volumes).filter(({ from }) => from === undefined);
  const { min, max } = service.scaling;
  return [
    {
      ...common,
      name,
      // A run of a schedule is never two at once, and a new version waits for the next one.
      pods: service.cron ? { min: 0, max, rolling: 0 } : { min, max, rolling: surgeOf(service, max, place.mesh) },
      services:
        (namedPorts(service).length ? 1 : 0) + (newVersionService(name, service, place.mesh) === undefined ? 0 : 1),
      claims: { count: owned.length, storage: owned.reduce((sum, { size }) => sum + parseQuantity(size), 0n) },
    },
    ...(service.beforeRollout ? [{ ...run, name: beforeRolloutName(name), pods: { min: 0, max: 0, rolling: 1 } }] : []),
  ];
}
