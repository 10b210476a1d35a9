import type { MockCallArgs, MockCallResult, MockResourceArgs, MockResourceResult, Mocks } from "@pulumi/pulumi/runtime";

/**
 * Mocks that answer like a first preview: inputs come back as they are, ids and computed outputs are unknown.
 *
 * Functions that the program calls must be named here, so that a new call to AWS is noticed: the program is meant to
 * need none.
 */
export function previewMocks(): Mocks {
  return {
    newResource(args: MockResourceArgs): MockResourceResult {
      return { id: undefined, state: args.inputs };
    },
    call(args: MockCallArgs): MockCallResult {
      throw new Error(`The program calls ${args.token}, which an offline preview can't answer.`);
    },
  };
}
