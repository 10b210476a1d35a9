import { show, type Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { isWorkload, podOf } from "../support/pods";
import { parseQuantity, showQuantity } from "../support/quantity";
import type { Report } from "../support/report";
import { stackRule, type StackView } from "../support/rule";
import { asTarget, isScaler, mostPods, scalerTarget } from "./most-pods";
import { isCore, namespaceOf } from "../support/namespaced";
import { countedResource, podDemand, type Defaults } from "./pod-demand";
import { quotas } from "./resources";

const isQuota = isCore("ResourceQuota");
const isLimitRange = isCore("LimitRange");

export const quotaFitsMaximum = stackRule({
  name: "quota-fits-maximum",
  displayName: "The quota fits the maximum",
  description: "When every service runs at its maximum, its namespace's quota still lets all pods in.",
  severity: "high",
  remediationSteps: "Raise the quota, or lower maximum replicas or requests.",
  url: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
  ...quotas,
  config: {
    surge: {
      type: "boolean",
      default: true,
      description: "Count the pods that a rolling update adds: all services of a namespace may be rolled at once.",
    },
    nodes: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "On how many nodes a DaemonSet runs at most; 0 leaves DaemonSets out of the sum.",
    },
  },
  needs: (object) => isQuota(object) || isLimitRange(object) || isWorkload(object) || isScaler(object),
  check(view) {
    const stack = index(view);
    for (const quota of view.objects.filter(isQuota)) {
      const spec = quota.root.at("spec");
      // A scoped quota counts some pods only; which ones can't be told from here.
      if (spec.at("scopes").absent && spec.at("scopeSelector").absent) {
        for (const [key, hard] of spec.at("hard").entries()) {
          judge(stack, quota, key, hard);
        }
      }
    }
  },
});

/** The stack's objects, as the sums need them. */
interface Stack {
  view: StackView;
  workloads: Map<string, KubeObject[]>;
  scalers: Map<string, KubeObject>;
  defaults: Map<string, Defaults>;
}

function index(view: StackView): Stack {
  const stack: Stack = { view, workloads: new Map(), scalers: new Map(), defaults: new Map() };
  for (const object of view.objects) {
    const namespace = namespaceOf(object);
    const own = object.root.at("metadata", "namespace");
    if (own.isUnknown) {
      view.about(object).unknown(own);
    } else if (isWorkload(object)) {
      const workloads = stack.workloads.get(namespace) ?? [];
      stack.workloads.set(namespace, workloads);
      workloads.push(object);
    } else if (isScaler(object)) {
      stack.scalers.set(scalerTarget(object), object);
    } else if (isLimitRange(object)) {
      const limits = object.root.at("spec", "limits").items();
      const limit = limits.find((item) => item.at("type").value === "Container");
      if (limit) {
        stack.defaults.set(namespace, { default: limit.at("default"), defaultRequest: limit.at("defaultRequest") });
      }
    }
  }
  return stack;
}

interface Share {
  text: string;
  amount: number;
  object: KubeObject;
}

function judge(stack: Stack, quota: KubeObject, key: string, hard: Field): void {
  const report = stack.view.about(quota);
  const counted = countedResource(key);
  const pods = key === "pods" || key === "count/pods";
  if (!report.readable(hard) || hard.absent || (!counted && !pods)) {
    return;
  }
  const allowed = parseQuantity(hard.value);
  if (allowed === undefined) {
    report.expect(hard, () => false, { why: "that is no amount", fix: `Set ${setting(quota, key)} to a quantity` });
    return;
  }
  const shares = (stack.workloads.get(namespaceOf(quota)) ?? []).flatMap(
    (workload) => share(stack, workload, counted) ?? [],
  );
  const sum = shares.reduce((total, { amount }) => total + amount, 0);
  if (sum > allowed + 1e-6) {
    const largest = shares.reduce((a, b) => (b.amount > a.amount ? b : a));
    const text = (amount: number) => showQuantity(amount, key);
    report.violation({
      what:
        `at their most its pods ask for ${text(sum)} of ${key}, the quota allows ${show(hard.value)}: ` +
        shares.map((one) => `${one.text} = ${text(one.amount)}`).join(", "),
      why: "the last pods are refused just when they are needed",
      fix: `Set ${setting(quota, key)} to ${text(sum)} or more, or lower what ${largest.object.configPath ?? largest.object.name} asks for`,
    });
  }
}

function share(stack: Stack, workload: KubeObject, counted: ReturnType<typeof countedResource>): Share | undefined {
  const pod = podOf(workload);
  const { view } = stack;
  const most = mostPods(workload, stack.scalers.get(asTarget(workload)), Number(view.config["nodes"]));
  if (!pod || !most) {
    return undefined;
  }
  const report = view.about(workload);
  if ("trouble" in most) {
    tell(report, most.trouble);
    return undefined;
  }
  const demand = counted
    ? podDemand(pod, counted.kind, counted.name, stack.defaults.get(namespaceOf(workload)))
    : { amount: 1, troubles: [] };
  demand.troubles.forEach((field) => tell(report, field));
  const surge = view.config["surge"] === false ? 0 : most.surge;
  const pods = surge > 0 ? `(${most.pods} + ${surge} while rolling)` : String(most.pods);
  const each = counted ? ` x ${showQuantity(demand.amount, counted.name)}` : "";
  return {
    text: `${workload.name} ${pods}${each}`,
    amount: (most.pods + surge) * demand.amount,
    object: workload,
  };
}

/** What keeps a workload out of the sum: a value that isn't known, or one that is no number. */
function tell(report: Report, field: Field): void {
  report.expect(field, () => false, {
    why: "that is no amount, so the sum over the namespace can't be made",
    fix: `Set ${field.path} to a number`,
  });
}

function setting(quota: KubeObject, key: string): string {
  return quota.configPath === undefined ? `spec.hard["${key}"]` : `${quota.configPath}.quota["${key}"]`;
}
