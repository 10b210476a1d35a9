import type { NamespacesSettings } from "../../components/namespaces/settings";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What the check reads of a config. */
export interface ServicePlacementView {
  namespaces: NamespacesSettings;
  storageClasses: Record<string, { type: string }>;
  services: ResolvedStack["services"];
}

type Service = ResolvedStack["services"][string];

/** Classes of quality of service and shared volumes of services against what the stack has. */
export function checkServicePlacement(config: ServicePlacementView): CheckResult {
  return {
    problems: Object.entries(config.services).flatMap(([name, service]) => [
      ...bestEffortProblems(name, service, config),
      ...Object.keys(service.volumes).flatMap((volume) => volumeProblems(name, service, volume, config)),
    ]),
  };
}

/** KP-N14: the API server refuses such pods under a quota of CPU or memory, and a LimitRange makes them others. */
function bestEffortProblems(name: string, service: Service, { namespaces }: ServicePlacementView): ConfigProblem[] {
  const { namespace } = service;
  const target = namespaces[namespace];
  if (!target) return [];
  if (typeof service.qos !== "object") return target.bestEffort ? [refusedProblem(name, namespace)] : [];
  const path = `services.${name}.qos.bestEffort`;
  const counted = Object.keys(target.quota).filter((key) => /^((requests|limits)\.)?(cpu|memory)$/.test(key));
  const quota = {
    path,
    why: `is a pod without requests, which the quota of namespace ${namespace} refuses (${counted.join(", ")})`,
    set: "qos: burstable, or a namespace of its own with bestEffort: true",
  };
  const { default: limits, defaultRequest } = target.limitRange;
  const filled = [limits.cpu, limits.memory, defaultRequest.cpu, defaultRequest.memory].some(
    (one) => one !== undefined,
  );
  const range = {
    path,
    why: `would not be one: the limitRange of namespace ${namespace} gives what has no requests some`,
    set: "qos: burstable, or a namespace of its own with bestEffort: true",
  };
  return [...(counted.length ? [quota] : []), ...(filled ? [range] : [])];
}

function refusedProblem(name: string, namespace: string): ConfigProblem {
  return {
    path: `services.${name}.qos`,
    why: `is a pod with requests, and namespace ${namespace} admits pods without alone (bestEffort: true)`,
    set: "{ bestEffort: { reason: <why>, until: <date> } }, or another namespace",
  };
}

function volumeProblems(name: string, service: Service, volume: string, config: ServicePlacementView): ConfigProblem[] {
  const one = service.volumes[volume];
  if (!one) return [];
  const path = `services.${name}.volumes.${volume}`;
  if (one.from !== undefined) return sharedProblems(path, one.from, service, volume, config);
  const shared = Object.keys(config.storageClasses).filter((key) => config.storageClasses[key]?.type === "efs");
  if (shared.includes(one.storageClass)) return [];
  const given = `"${one.storageClass}"`;
  const why =
    one.storageClass in config.storageClasses
      ? "is a disk of one node, and the pods are on several"
      : notThere("storage class", one.storageClass, Object.keys(config.storageClasses));
  return [{ path: `${path}.storageClass`, given, why, set: oneOf(shared, "storageClasses: { efs: { type: efs } }") }];
}

function sharedProblems(
  path: string,
  from: string,
  service: Service,
  volume: string,
  { services }: ServicePlacementView,
): ConfigProblem[] {
  const owners = Object.keys(services).filter(
    (other) => services[other]?.volumes[volume]?.from === undefined && services[other]?.volumes[volume],
  );
  const problem = {
    path: `${path}.from`,
    given: `"${from}"`,
    set: oneOf(owners, "remove from, for a volume of its own"),
  };
  const owner = owners.includes(from) ? services[from] : undefined;
  if (!owner) return [{ ...problem, why: `has no volume ${volume} of its own` }];
  if (owner.namespace === service.namespace) return [];
  return [
    { ...problem, why: "is in another namespace, and a volume is of one", set: "a service of the same namespace" },
  ];
}
