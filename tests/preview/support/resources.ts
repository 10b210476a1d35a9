import type { RecordedResource } from "../../../preview/recorded";
import { View } from "../../../preview/view";

const stack = "urn:pulumi:test::platform::pulumi:pulumi:Stack::platform-test";

/** A recorded resource that is valid by default: a child of the stack. */
export function resource(type: string, name: string, deviation: Partial<RecordedResource> = {}): RecordedResource {
  return {
    urn: `urn:pulumi:test::platform::${type}::${name}`,
    type,
    name,
    parent: stack,
    provider: undefined,
    custom: !/^(platform|awsx|eks):|helm\.sh\/v4/.test(type),
    remote: /^(awsx|eks):|helm\.sh\/v4/.test(type),
    inputs: {},
    dependencies: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    deletedWith: undefined,
    ...deviation,
  };
}

/** A Kubernetes object with a name and a namespace. */
export function kube(type: string, name: string, rest: Record<string, unknown> = {}, metadata = {}): RecordedResource {
  const inputs = { metadata: { name, namespace: "shop", ...metadata }, ...rest };
  return resource(`kubernetes:${type}`, name, { inputs });
}

export function view(...resources: RecordedResource[]): View {
  const root = resource("pulumi:pulumi:Stack", "platform-test", { urn: stack, parent: undefined, custom: false });
  return new View([root, ...resources]);
}
