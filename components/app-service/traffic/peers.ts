import { beforeRolloutName } from "../jobs/job-names";

/** A service as another one sees it. */
export interface Peer {
  name: string;
  namespace: string;
  /** Port that it listens on; undefined for one that nothing can call. */
  port: number | undefined;
  /** Service that its pods have the identity of, where that is not itself. */
  identityOf?: string;
}

/** Who a service calls, and who calls it. */
export interface Edges {
  calls: Peer[];
  calledBy: Peer[];
}

/** What a service says that decides its edges. */
export interface Caller {
  namespace: string;
  port: number | "none";
  calls: string[];
  beforeRollout?: object | undefined;
  /** Another version of it, which gets a share of its callers' requests. */
  mesh?: { split?: { service?: string | undefined } | undefined } | undefined;
}

/**
 * Both ends of every declared call, from one declaration: the way out of the caller and the way into the called one can't
 * differ. Sorted by name, so that the order in the YAML changes no object.
 */
export function edgesOf(services: Record<string, Caller>): (name: string) => Edges {
  const peer = (name: string): Peer | undefined => {
    const service = Object.hasOwn(services, name) ? services[name] : undefined;
    if (!service) return undefined;
    const port = service.port === "none" ? undefined : service.port;
    return { name, namespace: service.namespace, port };
  };
  const reached = new Map(
    Object.entries(services).map(([name, { calls }]) => [name, withOtherVersions(calls, services)]),
  );
  const callers = new Map<string, string[]>();
  for (const [name, calls] of reached) {
    for (const called of calls) callers.set(called, [...(callers.get(called) ?? []), name]);
  }
  // What runs before a caller's rollout is in pods of another name.
  const withRuns = (caller: Peer): Peer[] => {
    const { name, namespace } = caller;
    const run = { name: beforeRolloutName(name), namespace, port: undefined, identityOf: name };
    return services[caller.name]?.beforeRollout ? [caller, run] : [caller];
  };
  const peers = (names: Iterable<string> = []) => [...names].sort().flatMap((name) => peer(name) ?? []);
  return (name) => ({ calls: peers(reached.get(name)), calledBy: peers(callers.get(name)).flatMap(withRuns) });
}

/** Who calls a service calls its other version too, where the mesh sends a share of the requests there. */
function withOtherVersions(calls: string[], services: Record<string, Caller>): Set<string> {
  const others = calls.flatMap(
    (called) => (Object.hasOwn(services, called) ? services[called]?.mesh?.split?.service : undefined) ?? [],
  );
  return new Set([...calls, ...others]);
}
