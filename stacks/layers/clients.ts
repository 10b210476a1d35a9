import { serviceNamespace } from "../checks/services";
import type { PlatformConfig } from "../schema";

/** Services that use each database or cache, by its name. */
export function clientsOf({ services, namespaces }: Pick<PlatformConfig, "services" | "namespaces">) {
  const clients: Record<string, { name: string; namespace: string }[]> = {};
  for (const [name, service] of Object.entries(services)) {
    const namespace = serviceNamespace(service, namespaces) ?? "";
    for (const used of new Set(service.uses)) (clients[used] ??= []).push({ name, namespace });
  }
  return clients;
}
