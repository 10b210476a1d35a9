import { type Api, type KubeObject, nameOf, pathOf } from "./api";
import type { Stack } from "./stack";
import { matches, placesOf, podsOf } from "./workloads";

const poolLabel = "platform/pool";
const zoneLabel = "topology.kubernetes.io/zone";

/** Pods that are on another pool than their service asked for; without a pool, on one that is kept for others. */
export async function misplaced(api: Api, { config, pools }: Stack): Promise<string[]> {
  const [deployments, pods, nodes] = await workloads(api);
  const open = pools.filter(({ taints }) => taints.length === 0).map(({ name }) => name);
  return deployments.flatMap((deployment) => {
    const wanted = config.services[deployment.metadata.name]?.pool;
    const allowed = wanted === undefined ? open : [wanted];
    const places = placesOf(deployment, pods, nodes).map(({ metadata }) => metadata.labels[poolLabel] as string);
    const wrong = places.filter((pool) => !allowed.includes(pool));
    return wrong.length ? [`${nameOf(deployment)}: on ${wrong.join(", ")} instead of ${allowed.join(" or ")}`] : [];
  });
}

/** Deployments that are in fewer zones than their replicas and the nodes that they may use allow. */
export async function unspread(api: Api): Promise<string[]> {
  const [deployments, pods, nodes] = await workloads(api);
  return deployments.flatMap((deployment) => {
    const spec = deployment.spec.template.spec as Record<string, any>;
    if (!spec.topologySpreadConstraints?.some(({ topologyKey }: any) => topologyKey === zoneLabel)) return [];
    const eligible = nodes.filter(
      (node) => matches(spec.nodeSelector ?? {}, node.metadata.labels) && tolerates(spec.tolerations ?? [], node),
    );
    const places = placesOf(deployment, pods, nodes);
    const [possible, used] = [zonesOf(eligible), zonesOf(places)];
    const expected = Math.min(possible.size, deployment.spec.replicas as number);
    return used.size >= expected
      ? []
      : [`${nameOf(deployment)}: in ${used.size} of ${expected} zones${pathOf(deployment)}`];
  });
}

function zonesOf(nodes: KubeObject[]): Set<unknown> {
  return new Set(nodes.map(({ metadata }) => metadata.labels[zoneLabel]));
}

function tolerates(tolerations: any[], { spec }: KubeObject): boolean {
  const hard = (spec.taints ?? []).filter(({ effect }: any) => effect !== "PreferNoSchedule");
  return hard.every((taint: any) => tolerations.some(({ key, value }) => key === taint.key && value === taint.value));
}

/** Everything that points at something which isn't there. */
export async function missedTargets(api: Api, { objects }: Stack): Promise<string[]> {
  const pods = await api.list("v1", "Pod");
  return [
    ...(await emptyPolicies(api, pods)),
    ...(await emptyServices(api)),
    ...(await unresolvedScalers(api)),
    ...(await looseBudgets(api, pods)),
    ...(await danglingRoutes(api, objects)),
  ];
}

/** False for what belongs to an add-on, whose pods come from its chart, which is not rendered here. */
function ofTheProgram({ metadata }: KubeObject): boolean {
  return !metadata.annotations?.["platform/config-path"]?.startsWith("addons.");
}

async function emptyPolicies(api: Api, pods: KubeObject[]): Promise<string[]> {
  const policies = await api.list("networking.k8s.io/v1", "NetworkPolicy");
  return policies.filter(ofTheProgram).flatMap((policy) => {
    const wanted = policy.spec.podSelector.matchLabels as Record<string, string> | undefined;
    const chosen = pods.filter(
      ({ metadata }) => metadata.namespace === policy.metadata.namespace && matches(wanted ?? {}, metadata.labels),
    );
    return chosen.length || wanted === undefined ? [] : [`${nameOf(policy)} selects no pod${pathOf(policy)}`];
  });
}

async function emptyServices(api: Api): Promise<string[]> {
  const slices = await api.list("discovery.k8s.io/v1", "EndpointSlice");
  const served = new Set(
    slices
      .filter(({ endpoints }) => endpoints?.some(({ conditions }: any) => conditions.ready))
      .map(({ metadata }) => `${metadata.namespace ?? ""}/${String(metadata.labels["kubernetes.io/service-name"])}`),
  );
  return (await api.list("v1", "Service")).flatMap((service) => {
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
  return budgets.filter(ofTheProgram).flatMap((budget) => {
    if (podsOf(budget, pods).length === 0) return [`${nameOf(budget)} selects no pod${pathOf(budget)}`];
    const allowed = budget.status?.disruptionsAllowed ?? 0;
    return allowed > 0 ? [] : [`${nameOf(budget)} allows no disruption: no node could be drained${pathOf(budget)}`];
  });
}

/** Routes whose door, or whose service and port, is not there. */
async function danglingRoutes(api: Api, objects: KubeObject[]): Promise<string[]> {
  const services = await api.list("v1", "Service");
  const there = new Set([
    ...services.flatMap(({ metadata, spec }) =>
      spec.ports.map(({ port }: any) => `${metadata.namespace ?? ""}/${metadata.name}:${String(port)}`),
    ),
    ...objects
      .filter(({ kind }) => kind === "Gateway")
      .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`),
  ]);
  return objects.flatMap((route) => {
    if (!route.kind.endsWith("Route")) return [];
    const { namespace = "" } = route.metadata;
    const doors = (route.spec.parentRefs ?? []).map(
      (ref: any) => `${String(ref.namespace ?? namespace)}/${String(ref.name)}`,
    );
    const backends = (route.spec.rules ?? []).flatMap(({ backendRefs = [] }: any) =>
      backendRefs.map((ref: any) => `${String(ref.namespace ?? namespace)}/${String(ref.name)}:${String(ref.port)}`),
    );
    const missing = [...doors, ...backends].filter((target: string) => !there.has(target));
    return missing.length ? [`${nameOf(route)}: no ${missing.join(", ")}${pathOf(route)}`] : [];
  });
}

async function workloads(api: Api): Promise<[KubeObject[], KubeObject[], KubeObject[]]> {
  return [await api.list("apps/v1", "Deployment"), await api.list("v1", "Pod"), await api.list("v1", "Node")];
}
