import fc from "fast-check";
import { service } from "./builders";

const names = ["api", "api-v2", "web", "worker", "identity"];
const subset = (values: string[]) => fc.subarray(values);

const analysis = { none: { reason: "judged elsewhere" } };

/** A valid service: sizes, scaling, probes, calls and gateways at random. */
const anyService = fc
  .record({
    port: fc.constantFrom<number | "none">(8000, 8080, 3000, "none"),
    namespace: fc.constantFrom("production", "backend"),
    singleton: fc.boolean(),
    min: fc.integer({ min: 1, max: 12 }),
    more: fc.integer({ min: 0, max: 40 }),
    budget: fc.constantFrom({}, { maxUnavailable: "10%" }, { maxUnavailable: 2 }),
    delaySeconds: fc.integer({ min: 0, max: 300 }),
    drainSeconds: fc.integer({ min: 5, max: 900 }),
    calls: subset(names),
    routed: fc.boolean(),
    metrics: fc.constantFrom(undefined, {}, { port: 9090 }),
    size: fc.constantFrom("small", "medium", "large"),
    low: fc.boolean(),
    maxSurge: fc.constantFrom(0, 1, "25%", "100%"),
    way: fc.constantFrom({}, {}, { canary: { analysis } }, { blueGreen: { analysis } }),
    scaler: fc.constantFrom({}, {}, { with: "keda" }, { queues: [{ queue: "jobs" }] }),
    run: fc.constantFrom({}, {}, { beforeRollout: { command: ["migrate"] } }),
  })
  .map(
    ({ port, singleton, min, more, budget, delaySeconds, drainSeconds, routed, metrics, low, maxSurge, ...other }) => {
      const { way, scaler, run, ...rest } = other;
      return service({
        ...rest,
        ...run,
        port,
        singleton,
        ...(singleton ? {} : { scaling: { min, max: min + more, ...(more ? scaler : {}) } }),
        disruption: budget,
        shutdown: { delaySeconds, drainSeconds },
        rollout: { maxSurge, maxUnavailable: 1, ...(singleton || port === "none" ? {} : way) },
        security: { bindLowPorts: low },
        ...(port === "none"
          ? { probes: { liveness: { exec: ["alive"] } } }
          : { routes: routed ? [{ host: "x" }] : [] }),
        ...(metrics === undefined || (port === "none" && metrics.port === undefined) ? {} : { metrics }),
      });
    },
  );

/** Some of the services, each calling only services that are there and can be called. */
export const anyServices = fc
  .record(Object.fromEntries(names.map((name) => [name, anyService])), { requiredKeys: [] })
  .map((given) => {
    const there = given as Record<string, Record<string, any>>;
    const callable = (name: string) => there[name] !== undefined && there[name].port !== "none";
    return Object.fromEntries(
      Object.entries(there).map(([name, one]) => [name, { ...one, calls: one.calls.filter(callable) as string[] }]),
    ) as Record<string, Record<string, any>>;
  });
