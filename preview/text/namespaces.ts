import { isQuantity, quantityNumber } from "../../components/shared/quantity";
import { podSecurityLabel } from "../../components/shared/vocabulary";
import type { Plan } from "../plan";
import { at, listAt, numberAt, type Plain, textAt, type View } from "../view";
import { lastingKinds, workloadOf } from "../workloads";
import type { Style } from "./style";

const limit = 20;
const measured = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods"] as const;

/** Namespaces: Pod Security level, and how much of each quota the services use at their maximum of replicas. */
export function namespaceLines({ view }: Plan, style: Style): string[] {
  const names = view.kubernetes("Namespace").map((resource) => view.inputs(resource));
  if (names.length === 0) return [];
  const quotas = quotasOf(view);
  const used = usedAtMaximum(view);
  const rows = names
    .map((inputs) => {
      const name = textAt(inputs, "metadata", "name") ?? "";
      const hard = quotas.get(name);
      const level = textAt(at(inputs, "metadata", "labels"), podSecurityLabel.enforce) ?? "none";
      return [name, level, ...measured.map((key) => share(key, used.get(name), hard))];
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
    style.heading("Namespaces", "used by the services at their most replicas / quota"),
    ...style.table(columns, shown),
    ...(more ? [style.colours.dim(`  … and ${more} more (--verbose)`)] : []),
    "",
  ];
}

function share(key: string, used: Record<string, number> | undefined, hard: Plain | undefined): string {
  const quota = textAt(hard, key);
  if (quota === undefined) return "";
  const value = used?.[key] ?? 0;
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

/** Requests and limits of every workload times its most replicas, by namespace. */
function usedAtMaximum(view: View): Map<string, Record<string, number>> {
  const most = mostReplicas(view);
  const used = new Map<string, Record<string, number>>();
  const workloads = lastingKinds.flatMap((kind) => view.kubernetes(kind));
  for (const inputs of workloads.map((one) => workloadOf(view, one))) {
    const namespace = textAt(inputs, "metadata", "namespace") ?? "";
    const name = textAt(inputs, "metadata", "name") ?? "";
    const replicas = most.get(`${namespace}/${name}`) ?? numberAt(inputs, "spec", "replicas") ?? 1;
    const sum = used.get(namespace) ?? {};
    for (const [key, value] of Object.entries(podUse(at(inputs, "spec", "template", "spec")))) {
      sum[key] = (sum[key] ?? 0) + value * replicas;
    }
    used.set(namespace, sum);
  }
  return used;
}

/** Upper bound of each scaled workload, by namespace and name. */
function mostReplicas(view: View): Map<string, number> {
  const scalers = ["HorizontalPodAutoscaler", "ScaledObject"].flatMap((kind) => view.kubernetes(kind));
  const bounds = scalers.flatMap((resource): [string, number][] => {
    const inputs = view.inputs(resource);
    const max = numberAt(inputs, "spec", "maxReplicas") ?? numberAt(inputs, "spec", "maxReplicaCount");
    const target = textAt(inputs, "spec", "scaleTargetRef", "name") ?? "";
    return max === undefined ? [] : [[`${textAt(inputs, "metadata", "namespace") ?? ""}/${target}`, max]];
  });
  return new Map(bounds);
}

function podUse(spec: unknown): Record<string, number> {
  const sum: Record<string, number> = { pods: 1 };
  for (const container of listAt(spec, "containers")) {
    for (const [group, name] of [
      ["requests", "cpu"],
      ["requests", "memory"],
      ["limits", "cpu"],
      ["limits", "memory"],
    ] as const) {
      const text = textAt(container, "resources", group, name) ?? "0";
      const key = `${group}.${name}`;
      sum[key] = (sum[key] ?? 0) + (isQuantity(text) ? quantityNumber(text) : 0);
    }
  }
  return sum;
}
