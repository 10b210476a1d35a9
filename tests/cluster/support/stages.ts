import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { moduleFolder } from "./binaries";

const files = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** Milliseconds from a pod's placement until it is ready, and from its eviction until it is gone. */
const delays: Record<string, number> = { "pod-ready": 700, "pod-delete": 300 };

/**
 * What KWOK does with nodes and pods: the project's own stages, but pods take their time. Replacements that are ready
 * at once would let a PodDisruptionBudget pass every eviction.
 */
export function stagesFile(): string {
  const folder = join(moduleFolder("kwok", "sigs.k8s.io/kwok"), "kustomize", "stage");
  return files
    .map((file) => {
      const stage = parse(readFileSync(join(folder, file), "utf8")) as {
        metadata: { name: string };
        spec: Record<string, unknown>;
      };
      const durationMilliseconds = delays[stage.metadata.name];
      if (durationMilliseconds !== undefined) stage.spec.delay = { durationMilliseconds };
      return stringify(stage);
    })
    .join("---\n");
}
