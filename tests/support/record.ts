import { display } from "../../preview/display";
import { record } from "../../preview/recorder";
import type { RecordedResource } from "../../preview/recorded";

/** A recorded program that a test asks questions of. */
export class Recorded {
  constructor(readonly resources: RecordedResource[]) {}

  /** Resources of a type, in the order in which they were registered. */
  ofType(type: string): RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type, or of a type and name; fails when there are none or several. */
  one(type: string, name?: string): RecordedResource {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [only] = found;
    if (found.length !== 1 || !only) {
      const there = this.ofType(type).map((resource) => resource.name);
      throw new Error(
        `expected one ${type}${name ? ` "${name}"` : ""}, found ${found.length} of [${there.join(", ")}]`,
      );
    }
    return only;
  }

  /** Inputs of that one resource, with unknown values as `[unknown]` and secrets as `[secret]`. */
  inputs(type: string, name?: string): Record<string, any> {
    return display(this.one(type, name).inputs) as Record<string, any>;
  }
}

/** Runs `build` on the mock runtime in preview mode, for example `() => new Network("net", networkArgs())`. */
export async function recorded(build: () => unknown, config: Record<string, string> = {}): Promise<Recorded> {
  const recording = await record({ project: "platform", stack: "test", config }, () => {
    build();
  });
  return new Recorded(recording.resources);
}
