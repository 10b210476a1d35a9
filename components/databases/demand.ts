import { sidecarResources } from "../shared/mesh";
import { parseQuantity } from "../shared/quantity";
import type { Named } from "../shared/reference";
import { amountsOf, type WorkloadDemand } from "../shared/workload-demand";
import { archiveSidecarResources } from "./archive-plan";
import { dumpName, dumpResources } from "./dump-plan";
import type { CloudNativePgSettings, StatefulSetSettings } from "./settings";
import { databaseDisk } from "./stateful-set";

/** Services of a database: for clients and headless, or the operator's `-rw`, `-ro` and `-r`. */
const services = { statefulset: 2, "cloudnative-pg": 3 } as const;

/** What the pods of a database in the cluster ask for: its own, and the one that makes its dumps. */
export function databaseDemand(
  name: string,
  database: Named<StatefulSetSettings | CloudNativePgSettings, "namespace">,
  { mesh }: { mesh: string },
): WorkloadDemand[] {
  const { namespace, resources, storage } = database;
  const count = database.kind === "statefulset" ? 1 : database.instances;
  const path = `databases.${name}`;
  const beside = besideOf(database, mesh);
  const own = {
    name,
    path,
    namespace,
    requests: amountsOf(resources.requests, ...beside.map((one) => one.requests)),
    limits: amountsOf(resources.limits, ...beside.map((one) => one.limits)),
    // Pods are replaced one by one, each in its own place.
    pods: { min: count, max: count, rolling: 0 },
    services: services[database.kind],
    claims: { count, storage: parseQuantity(storage) * BigInt(count) },
  };
  if (database.kind !== "statefulset" || !database.dumps) return [own];
  const { requests, limits } = dumpResources(database.dumps.scratch);
  const dumps = {
    name: dumpName(name),
    path: `${path}.dumps`,
    namespace,
    requests: amountsOf(requests),
    limits: amountsOf(limits),
    pods: { min: 0, max: 1, rolling: 0 },
    services: 0,
    claims: { count: 0, storage: 0n },
  };
  return [own, dumps];
}

/** What is in a pod of the database beside it. Pods of CloudNativePG stay outside of the mesh. */
function besideOf(database: Pick<StatefulSetSettings, "kind"> | CloudNativePgSettings, mesh: string) {
  if (database.kind === "statefulset") {
    const disk = { requests: databaseDisk, limits: databaseDisk };
    return mesh === "istio" ? [disk, sidecarResources] : [disk];
  }
  return database.archive ? [archiveSidecarResources] : [];
}
