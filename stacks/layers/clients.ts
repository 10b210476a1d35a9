import { beforeRolloutName } from "../../components/app-service/jobs/job-names";
import type { Client } from "../../components/databases/workload";
import type { ResolvedStack } from "../resolve/stack";

/** Pods of services that use each database or cache, by its name; what runs before a rollout is in pods of another name. */
export function clientsOf({ services }: Pick<ResolvedStack, "services">) {
  const clients: Record<string, Client[]> = {};
  for (const [name, { namespace, uses, beforeRollout }] of Object.entries(services)) {
    const own = { name, namespace };
    const run = { name: beforeRolloutName(name), namespace, account: name };
    for (const used of new Set(uses)) (clients[used] ??= []).push(own, ...(beforeRollout ? [run] : []));
  }
  return clients;
}
