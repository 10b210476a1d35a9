import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import type { Stack } from "./stack";
import { madeByOperator, proxyServices } from "./operators";
import { isRendered } from "./rendered";
import { hasRoom } from "./utilization";
import { matches, placesOf, podsOf, selects, workloads } from "./workloads";

const poolLabel = "platform/pool";
const zoneLabel = "topology.kubernetes.io/zone";

/**
 * Pods that are on another pool than they should be: those of a service on the pool that it asked for, or without one on
 * one that is kept for no one; those of a chart on the system pool, for that is what it is there for. Daemons are
 * everywhere.
 */
export async function misplaced(api: Api, { config, pools }: Pick<Stack, "config" | "pools">): Promise<string[]> {
  const [all, pods, nodes] = await everything(api);
  const open = pools.filter(({ taints }) => taints.length === 0).map(({ name }) => name);
  const system = pools.filter(({ settings }) => settings.system).map(({ name }) => name);
  return all.flatMap((workload) => {
    if (workload.kind === "DaemonSet") return [];
    const [, service = ""] = /^services\.([^.]+)/.exec(pathIn(workload)) ?? [];
    const wanted = config.services[service]?.pool;
    const allowed = !ofTheProgram(workload) ? system : wanted === undefined ? open : [wanted];
    const places = placesOf(workload, pods, nodes).map(({ metadata }) => metadata.labels[poolLabel] as string);
    const wrong = places.filter((pool) => !allowed.includes(pool));
    return wrong.length
      ? [`${nameOf(workload)}: on ${wrong.join(", ")} instead of ${allowed.join(" or ")}${pathOf(workload)}`]
      : [];
  });
}

/**
 * Workloads that are in fewer zones than their replicas allow and the nodes that they may use, beside what those carry of
 * others: a node that a database fills offers its zone to nobody.
 */
export async function unspread(api: Api): Promise<string[]> {
  const [all, pods, nodes] = await everything(api);
  return all.flatMap((deployment) => {
    const spec = deployment.spec.template.spec as Record<string, any>;
    if (!spec.topologySpreadConstraints?.some(({ topologyKey }: any) => topologyKey === zoneLabel)) return [];
    const own = new Set(podsOf(deployment, pods));
    const others = (node: KubeObject) =>
      pods.filter((pod) => pod.spec.nodeName === node.metadata.name && pod.status.phase === "Running" && !own.has(pod));
    const eligible = nodes.filter(
      (node) =>
        matches(spec.nodeSelector ?? {}, node.metadata.labels) &&
        isWanted(node, spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) &&
        tolerates(spec.tolerations ?? [], node) &&
        hasRoom(node, others(node), spec),
    );
    const places = placesOf(deployment, pods, nodes);
    const [possible, used] = [zonesOf(eligible), zonesOf(places)];
    const expected = Math.min(possible.size, deployment.spec.replicas as number);
    return used.size >= expected
      ? []
      : [`${nameOf(deployment)}: in ${used.size} of ${expected} zones${pathOf(deployment)}`];
  });
}

/** Whether a node is one that a pod asks for by affinity; this program writes the operator In alone. */
function isWanted({ metadata }: KubeObject, required?: { nodeSelectorTerms: any[] }): boolean {
  if (!required) return true;
  return required.nodeSelectorTerms.some(({ matchExpressions = [] }) =>
    matchExpressions.every(
      ({ key, operator, values = [] }: any) => operator === "In" && values.includes(metadata.labels[key]),
    ),
  );
}

function zonesOf(nodes: KubeObject[]): Set<unknown> {
  return new Set(nodes.map(({ metadata }) => metadata.labels[zoneLabel]));
}

function tolerates(tolerations: any[], { spec }: KubeObject): boolean {
  const hard = (spec.taints ?? []).filter(({ effect }: any) => effect !== "PreferNoSchedule");
  return hard.every((taint: any) => tolerations.some(({ key, value }) => key === taint.key && value === taint.value));
}

/** Everything that points at something which isn't there. */
export async function missedTargets(api: Api, { objects, rendered }: Stack): Promise<string[]> {
  // Without the charts there is no service of theirs that a console's route could lead to.
  const judged = rendered ? objects : objects.filter(ofTheProgram);
  const pods = await api.list("v1", "Pod");
  return [
    ...(await emptyPolicies(
      api,
      pods,
      (one) => ofTheProgram(one) && !madeByOperator(one.spec.podSelector, one.metadata.namespace, objects),
    )),
    ...(await emptyServices(api, ofTheProgram)),
    ...(await unresolvedScalers(api)),
    ...(await looseBudgets(api, pods)),
    ...(await danglingRoutes(api, judged, objects)),
  ];
}

/**
 * What belongs to add-ons and chooses no pod. It may be meant for pods that a controller makes and nothing here does, so
 * it is worth knowing, and no failure.
 */
export async function addonsWithoutPods(api: Api): Promise<string[]> {
  const pods = await api.list("v1", "Pod");
  const ofAddons = (object: KubeObject) => !ofTheProgram(object);
  return [...(await emptyPolicies(api, pods, ofAddons)), ...(await emptyServices(api, ofAddons))];
}

/** False for what belongs to an add-on, whose pods come from its chart. */
function ofTheProgram(object: KubeObject): boolean {
  return !isRendered(object) && !/^(addons|consoles|observability)\./.test(pathIn(object));
}

/** Path of the YAML that produced an object. */
function pathIn({ metadata }: KubeObject): string {
  return String(metadata.annotations?.["platform/config-path"] ?? "");
}

type Chosen = (object: KubeObject) => boolean;

async function emptyPolicies(api: Api, pods: KubeObject[], chosen: Chosen): Promise<string[]> {
  const policies = await api.list("networking.k8s.io/v1", "NetworkPolicy");
  return policies.filter(chosen).flatMap((policy) => {
    const selector = policy.spec.podSelector as { matchLabels?: object; matchExpressions?: object[] };
    const all = selector.matchLabels === undefined && selector.matchExpressions === undefined;
    const some = pods.some(
      ({ metadata }) => metadata.namespace === policy.metadata.namespace && selects(selector, metadata.labels),
    );
    return all || some ? [] : [`${nameOf(policy)} selects no pod${pathOf(policy)}`];
  });
}

async function emptyServices(api: Api, chosen: Chosen): Promise<string[]> {
  const slices = await api.list("discovery.k8s.io/v1", "EndpointSlice");
  const served = new Set(
    slices
      .filter(({ endpoints }) => endpoints?.some(({ conditions }: any) => conditions.ready))
      .map(({ metadata }) => `${metadata.namespace ?? ""}/${String(metadata.labels["kubernetes.io/service-name"])}`),
  );
  return (await api.list("v1", "Service")).filter(chosen).flatMap((service) => {
    const { namespace = "", name } = service.metadata;
    return service.spec.selector === undefined || served.has(`${namespace}/${name}`)
      ? []
      : [`${nameOf(service)} has no ready pod${pathOf(service)}`];
  });
}

async function unresolvedScalers(api: Api): Promise<string[]> {
  const scalers = await api.list("autoscaling/v2", "HorizontalPodAutoscaler");
  return scalers.flatMap((scaler) => {
    const able = scaler.status?.conditions?.find(({ type }: any) => type === "AbleToScale");
    return able?.status === "True" ? [] : [`${nameOf(scaler)}: ${able?.message ?? "not seen yet"}${pathOf(scaler)}`];
  });
}

async function looseBudgets(api: Api, pods: KubeObject[]): Promise<string[]> {
  const budgets = await api.list("policy/v1", "PodDisruptionBudget");
  return budgets.flatMap((budget) => {
    const empty = podsOf(budget, pods).length === 0;
    if (empty) return ofTheProgram(budget) ? [`${nameOf(budget)} selects no pod${pathOf(budget)}`] : [];
    const allowed = budget.status?.disruptionsAllowed ?? 0;
    return allowed > 0 ? [] : [`${nameOf(budget)} allows no disruption: no node could be drained${pathOf(budget)}`];
  });
}

/** Routes whose gateway, or whose service and port, is not there. */
async function danglingRoutes(api: Api, routes: KubeObject[], objects: KubeObject[]): Promise<string[]> {
  const services = await api.list("v1", "Service");
  const there = new Set([
    ...services.flatMap(({ metadata, spec }) =>
      spec.ports.map(({ port }: any) => `${metadata.namespace ?? ""}/${metadata.name}:${String(port)}`),
    ),
    ...proxyServices(objects),
    ...objects
      .filter(({ kind }) => kind === "Gateway")
      .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`),
  ]);
  return routes.flatMap((route) => {
    if (!route.kind.endsWith("Route")) return [];
    const { namespace = "" } = route.metadata;
    const gateways = (route.spec.parentRefs ?? []).map(
      (ref: any) => `${String(ref.namespace ?? namespace)}/${String(ref.name)}`,
    );
    const backends = (route.spec.rules ?? []).flatMap(({ backendRefs = [] }: any) =>
      backendRefs.map((ref: any) => `${String(ref.namespace ?? namespace)}/${String(ref.name)}:${String(ref.port)}`),
    );
    const missing = [...gateways, ...backends].filter((target: string) => !there.has(target));
    return missing.length ? [`${nameOf(route)}: no ${missing.join(", ")}${pathOf(route)}`] : [];
  });
}

async function everything(api: Api): Promise<[workloads: KubeObject[], pods: KubeObject[], nodes: KubeObject[]]> {
  return [await workloads(api), await api.list("v1", "Pod"), await api.list("v1", "Node")];
}
