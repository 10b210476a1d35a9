import { display } from "../../../../preview/display";
import type { Recorded } from "../../../support/record";
import { kind } from "../builders";

type Json = Record<string, any>;

function found(program: Recorded, types: string[], name: string): Json | undefined {
  for (const type of types) {
    const one = program.ofType(type).map(({ inputs }) => display(inputs) as Json);
    const match = one.find(({ metadata }) => metadata.name === name);
    if (match) return match;
  }
  return undefined;
}

/** A probe in the words of the tables: path, first check, period, failures. */
function probe(given: Json | undefined) {
  const { httpGet, initialDelaySeconds: first, periodSeconds: every, failureThreshold: failures } = given ?? {};
  return given && { path: httpGet?.path, ...(first === undefined ? {} : { first }), every, failures };
}

/** Least and most pods, with who decides and by what. */
function scaling(program: Recorded, name: string, workload: Json) {
  const own = ({ spec }: Json) => spec.scaleTargetRef.name === name;
  const all = (type: string) => program.ofType(type).map(({ inputs }) => display(inputs) as Json);
  const hpa = all(kind.autoscaler).find(own)?.spec;
  if (hpa) {
    const targets = hpa.metrics.map(({ resource }: Json) => [resource?.name, resource?.target.averageUtilization]);
    return { by: "HPA", replicas: [hpa.minReplicas, hpa.maxReplicas], targets: Object.fromEntries(targets) };
  }
  const keda = all(kind.scaledObject).find(own)?.spec;
  if (!keda) return { by: "nobody", replicas: [workload.spec.replicas, workload.spec.replicas], targets: {} };
  const targets = keda.triggers.map(({ type, metadata }: Json) => [
    type,
    metadata.value ?? metadata.queueLength ?? metadata.threshold,
  ]);
  return { by: "KEDA", replicas: [keda.minReplicaCount, keda.maxReplicaCount], targets: Object.fromEntries(targets) };
}

/** What the objects of a service say, in the columns of the Workloads tables. */
export function rowOf(program: Recorded, name: string) {
  const workload = found(program, [kind.deployment, kind.rollout], name);
  if (!workload) throw new Error(`no workload ${name}`);
  const { spec, metadata } = workload.spec.template;
  const [container] = spec.containers;
  const budget = found(program, [kind.budget], name)?.spec;
  return {
    image: container.image as string,
    port: found(program, [kind.service], name)?.spec.ports[0].port as number | undefined,
    requests: container.resources.requests,
    limits: container.resources.limits,
    ...scaling(program, name, workload),
    liveness: probe(container.livenessProbe),
    readiness: probe(container.readinessProbe),
    startup: probe(container.startupProbe),
    budget: budget && { minAvailable: budget.minAvailable, maxUnavailable: budget.maxUnavailable },
    apart: spec.affinity?.podAntiAffinity
      ? Object.keys(spec.affinity.podAntiAffinity)[0]?.replace("DuringSchedulingIgnoredDuringExecution", "")
      : undefined,
    over: (spec.topologySpreadConstraints ?? []).map(({ topologyKey, maxSkew }: Json) => [topologyKey, maxSkew]),
    pool: spec.nodeSelector?.["platform/pool"],
    volumes: Object.fromEntries(
      container.volumeMounts.map(({ name: volume, mountPath }: Json) => [mountPath, volume]),
    ) as Record<string, string>,
    strategy: workload.spec.strategy,
    history: workload.spec.revisionHistoryLimit,
    labels: metadata.labels,
    hosts: program
      .ofType(kind.route)
      .map(({ inputs }) => display(inputs) as Json)
      .filter(({ spec: route }) => route.rules.some((rule: Json) => rule.backendRefs?.[0].name === name))
      .flatMap(({ spec: route }) => route.hostnames as string[]),
  };
}

export type Row = ReturnType<typeof rowOf>;
