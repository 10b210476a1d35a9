import type { RecordedResource } from "./recorded";
import { at, numberAt, type Plain, textAt, type View } from "./view";

/** A cluster of PostgreSQL, of which an operator makes pods and volumes that no program registers. */
const operated = "kubernetes:postgresql.cnpg.io/v1:Cluster";

/** Kinds whose pods stay. */
export const lastingKinds = ["Deployment", "StatefulSet", "Rollout", "Cluster"];

/** A workload as its pods see it: as it was registered, or for an operator's resource the set that the operator makes. */
export function workloadOf(view: View, resource: RecordedResource): Plain {
  const inputs = view.inputs(resource);
  return resource.type === operated ? setOf(inputs) : inputs;
}

/** Fields: cloudnative-pg/cloudnative-pg v1.30, api/v1/cluster_types.go. */
function setOf({ metadata, spec }: Plain): Plain {
  const container = { name: "postgres", resources: at(spec, "resources"), env: [] };
  const storageClassName = textAt(spec, "storage", "storageClass");
  const claim = {
    resources: { requests: { storage: textAt(spec, "storage", "size") } },
    ...(storageClassName === undefined ? {} : { storageClassName }),
  };
  return {
    metadata,
    spec: {
      replicas: numberAt(spec, "instances") ?? 1,
      template: { spec: { nodeSelector: at(spec, "affinity", "nodeSelector"), containers: [container] } },
      volumeClaimTemplates: textAt(spec, "storage", "size") === undefined ? [] : [{ spec: claim }],
    },
  };
}
