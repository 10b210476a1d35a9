import type { Changed } from "./resources";

/** Where the pod template of a kind is, and whose pods a change of it replaces. */
const templates: Record<string, string> = {
  "kubernetes:apps/v1:Deployment": "spec.template",
  "kubernetes:apps/v1:StatefulSet": "spec.template",
  "kubernetes:apps/v1:DaemonSet": "spec.template",
  "kubernetes:argoproj.io/v1alpha1:Rollout": "spec.template",
};

/** Workloads whose pods a change replaces, by logical name: a change of the pod template, or of the whole object. */
export function restarted(changed: Changed[]): string[] {
  return changed
    .filter(({ type, effect, differences }) => {
      const template = templates[type];
      if (template === undefined) return false;
      return effect === "replace" || differences.some(({ path }) => path.startsWith(`${template}.`));
    })
    .map(({ name }) => name)
    .sort();
}
