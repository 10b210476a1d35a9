import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { RecordedResource } from "../recorded";
import type { PolicyProps } from "./wire";

export interface Judged extends PolicyProps {
  recorded: RecordedResource;
}

/** What a rule throws by `args.notApplicable()`. */
export class NotApplicable extends Error {}

const notApplicable = (reason?: string): never => {
  throw new NotApplicable(reason);
};

const none: ReadonlyMap<string, string> = new Map();

/**
 * The arguments of `validateResource`, as `makeAnalyzeRpcFun` of the SDK's server.js makes them. One bag serves all
 * rules of a resource; `config` says what the rule that is called now gets.
 */
export function resourceArgs(one: Judged, config: () => Record<string, unknown>): ResourceValidationArgs {
  const { type, urn, name } = one.recorded;
  return {
    type,
    props: one.props,
    urn,
    name,
    opts: options(one.recorded),
    stackTags: none,
    ...typed(one),
    getConfig: <T extends object>() => config() as T,
    notApplicable,
  };
}

/**
 * The arguments of `validateStack`. The engine gives outputs here; offline there are none, and inputs stand in. The
 * dependencies are looked up when a rule asks for them: a stack has a hundred for each resource, and few are asked for.
 */
export function stackArgs(all: Judged[]): Omit<StackValidationArgs, "getConfig"> {
  const resources = new Map<string, PolicyResource>();
  for (const one of all) {
    const { type, urn, name, dependencies } = one.recorded;
    resources.set(urn, {
      type,
      props: one.props,
      urn,
      name,
      opts: options(one.recorded),
      get dependencies() {
        return dependencies.flatMap((other) => resources.get(other) ?? []);
      },
      propertyDependencies: {},
      ...typed(one),
    });
  }
  for (const { recorded } of all) {
    const resource = resources.get(recorded.urn);
    const parent = recorded.parent === undefined ? undefined : resources.get(recorded.parent);
    if (resource && parent) {
      resource.parent = parent;
    }
  }
  return { resources: [...resources.values()], stackTags: none, notApplicable };
}

function options(recorded: RecordedResource): ResourceValidationArgs["opts"] {
  return {
    protect: recorded.protect,
    ignoreChanges: recorded.ignoreChanges,
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
    ...(recorded.parent === undefined ? {} : { parent: recorded.parent }),
  };
}

type Typed = Pick<ResourceValidationArgs, "isType" | "asType"> & Pick<PolicyResource, "isType" | "asType">;

function typed(one: Judged): Typed {
  const isType = (resourceClass: unknown): boolean => {
    const { __pulumiType, isInstance } = resourceClass as {
      __pulumiType?: string;
      isInstance?: (resource: unknown) => boolean;
    };
    return __pulumiType
      ? __pulumiType === one.recorded.type
      : isInstance?.({ __pulumiType: one.recorded.type }) === true;
  };
  return {
    isType,
    asType: (resourceClass: unknown) => (isType(resourceClass) ? one.props : undefined),
  } as Typed;
}
