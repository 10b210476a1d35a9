import { beforeRolloutName } from "../../components/app-service/jobs/job-names";
import { serviceNamespace } from "../checks/services";
import type { PlatformConfig } from "../schema";

/** Pods of services that use each database or cache, by its name; what runs before a rollout is in pods of another name. */
export function clientsOf({ services, namespaces }: Pick<PlatformConfig, "services" | "namespaces">) {
  const clients: Record<string, { name: string; namespace: string }[]> = {};
  for (const [name, service] of Object.entries(services)) {
    const namespace = serviceNamespace(service, namespaces) ?? "";
    const pods = service.beforeRollout ? [name, beforeRolloutName(name)] : [name];
    for (const used of new Set(service.uses))
      (clients[used] ??= []).push(...pods.map((one) => ({ name: one, namespace })));
  }
  return clients;
}
