import { serviceDemand } from "../../components/app-service/demand";
import { databaseDemand } from "../../components/databases/demand";
import type { WorkloadDemand } from "../../components/shared/workload-demand";
import type { FollowedConfig } from "./followed";

type DemandView = Pick<FollowedConfig, "services" | "databases" | "namespaces">;

/** What the pods of the stack's services and databases ask for, in the order of the config. */
export function workloadDemand({ services, databases, namespaces }: DemandView): WorkloadDemand[] {
  return [
    ...Object.entries(services).flatMap(([name, service]) => {
      const place = namespaces[service.namespace];
      return place ? serviceDemand(name, service, place) : [];
    }),
    ...Object.entries(databases).flatMap(([name, database]) => {
      const place = database.kind === "rds" ? undefined : namespaces[database.namespace];
      return place && database.kind !== "rds" ? databaseDemand(name, database, place) : [];
    }),
  ];
}
