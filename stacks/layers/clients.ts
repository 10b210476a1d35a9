import type { Client } from "../../components/databases/workload";
import { beforeRolloutName } from "../../components/app-service/jobs/job-names";
import { serviceNamespace } from "../checks/services";
import type { PlatformConfig } from "../schema";

/** Pods of services that use each database or cache, by its name; what runs before a rollout is in pods of another name. */
export function clientsOf({ services, namespaces }: Pick<PlatformConfig, "services" | "namespaces">) {
  const clients: Record<string, Client[]> = {};
  for (const [name, service] of Object.entries(services)) {
    const namespace = serviceNamespace(service, namespaces) ?? "";
    const own = { name, namespace };
    const run = { name: beforeRolloutName(name), namespace, account: name };
    for (const used of new Set(service.uses)) (clients[used] ??= []).push(own, ...(service.beforeRollout ? [run] : []));
  }
  return clients;
}
