import { podSecurityLabel } from "../../components/shared/vocabulary";
import { quotaShare, type WorkloadDemand } from "../../components/shared/workload-demand";
import type { Plan } from "../plan";
import { at, type Plain, textAt, type View } from "../view";
import type { Style } from "./style";

const limit = 20;
const measured = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods"] as const;

/** Namespaces: Pod Security level, and how much of each quota services and databases take at the most. */
export function namespaceLines({ view, config }: Plan, style: Style): string[] {
  const names = view.kubernetes("Namespace").map((resource) => view.inputs(resource));
  if (names.length === 0) return [];
  const quotas = quotasOf(view);
  const rows = names
    .map((inputs) => {
      const name = textAt(inputs, "metadata", "name") ?? "";
      const hard = quotas.get(name);
      const level = textAt(at(inputs, "metadata", "labels"), podSecurityLabel.enforce) ?? "none";
      return [name, level, ...measured.map((key) => share(key, name, config.workloadDemand, hard))];
    })
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  const shown = style.verbose ? rows : rows.slice(0, limit);
  const columns = [
    { title: "namespace" },
    { title: "pod security" },
    ...measured.map((key) => ({ title: key, right: true })),
  ];
  const more = rows.length - shown.length;
  return [
    style.heading("Namespaces", "asked for at the most replicas, with those that rollouts add / quota"),
    ...style.table(columns, shown),
    ...(more ? [style.colours.dim(`  … and ${more} more (--verbose)`)] : []),
    "",
  ];
}

function share(key: string, namespace: string, demands: WorkloadDemand[], hard: Plain | undefined): string {
  const quota = textAt(hard, key);
  if (quota === undefined) return "";
  const used = demands
    .filter((one) => one.namespace === namespace)
    .reduce((sum, one) => sum + (quotaShare(one, key)?.amount ?? 0n), 0n);
  const value = Number(used) / 1e9;
  const unit = key.endsWith("memory") ? `${Number((value / 1024 ** 3).toFixed(1))}Gi` : `${Number(value.toFixed(2))}`;
  return `${unit}/${quota}`;
}

function quotasOf(view: View): Map<string, Plain> {
  const quotas = new Map<string, Plain>();
  for (const inputs of view.kubernetes("ResourceQuota").map((resource) => view.inputs(resource))) {
    const name = textAt(inputs, "metadata", "namespace") ?? "";
    quotas.set(name, { ...quotas.get(name), ...(at(inputs, "spec", "hard") as Plain) });
  }
  return quotas;
}
