import * as pulumi from "@pulumi/pulumi";

/**
 * Runs something without making stack traces.
 *
 * The SDK makes several for each resource, to name the line of a registration in the engine's output and to explain
 * promises that never end; with source maps on, that is a third of the time of a run (docs/performance.md).
 */
export async function withoutStackTraces<T>(run: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  const callsites: unknown = Reflect.get(pulumi.Resource, "callsites"); // private: resource.ts of SDK 3.248.0
  Error.stackTraceLimit = 0;
  Object.assign(pulumi.Resource, { callsites: () => [] }); // sets the limit to infinity for itself
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = limit;
    Object.assign(pulumi.Resource, { callsites });
  }
}
