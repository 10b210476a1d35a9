import * as pulumi from "@pulumi/pulumi";
import type { Make } from "./transform";

/**
 * Base class of every component of the platform.
 *
 * It fixes four conventions: the type token is `platform:<area>:<Class>`, a child's logical name is the component's name
 * plus a stable suffix, a child's parent is the component, so that providers, protection and order reach it, and every
 * child is registered by `make`, so that each has a slot in the component's `transform`.
 *
 * @typeParam Slots - the component's `transform`; a component that registers no resource of its own leaves it out.
 */
export abstract class PlatformComponent<Slots extends object = object> extends pulumi.ComponentResource {
  /** Logical name of the component, the first part of every child's name. */
  protected readonly componentName: string;

  /** What must exist before the component; the SDK hands parents down to children, but not this. */
  private readonly prerequisites: pulumi.ResourceOptions["dependsOn"];

  /** Facts of remote children that policies judge; repeated in the outputs, which are all that rules on a stack get. */
  private readonly facts: ComponentFacts;

  protected constructor(
    area: string,
    className: string,
    name: string,
    opts?: pulumi.ComponentResourceOptions,
    private readonly slots?: Slots,
    facts: ComponentFacts = {},
  ) {
    super(`platform:${area}:${className}`, name, { ...facts }, opts);
    this.componentName = name;
    this.facts = facts;
    this.prerequisites = opts?.dependsOn;
  }

  protected override registerOutputs(outputs: Record<string, unknown> = {}): void {
    super.registerOutputs({ ...this.facts, ...outputs });
  }

  /**
   * Registers a child: a resource, a provider, or a component of another package. The slot of `transform` gets its
   * finished arguments and its name, and what it returns is registered. Nothing else in `components` registers
   * resources: eslint.config.mjs forbids it.
   *
   * @example
   * this.make("logGroup", aws.cloudwatch.LogGroup, this.child("logs"), { retentionInDays: 90 }, { protect: true });
   */
  protected readonly make: Make<Slots> = (slot, Type, name, args, opts) => {
    const change = this.slots?.[slot] as ((given: typeof args, name: string) => typeof args) | undefined;
    return new Type(name, change ? change(args, name) : args, this.opts(opts));
  };

  /** Logical name of a child. Renaming one replaces a resource of every user: the golden trees show it. */
  protected child(suffix: string): string {
    return `${this.componentName}-${suffix}`;
  }

  /**
   * Options of a child: `parent: this`, whatever is said beside it, and the `dependsOn` of the component itself, so that
   * `new NodePools(…, { dependsOn: [addons] })` means what it says of every node group inside.
   */
  protected opts<T extends pulumi.ResourceOptions>(extra?: T): T & { parent: pulumi.Resource } {
    const options = { ...(extra as T), parent: this };
    if (this.prerequisites === undefined) return options;
    return { ...options, dependsOn: allOf(this.prerequisites, extra?.dependsOn) };
  }

  /**
   * Options of what holds data: it stands beside the component and not in it, with the component's AWS provider, and
   * waits for nothing that the component waits for. What a destroy leaves because it is protected then holds nothing
   * else: a parent and its `dependsOn` stay as long as a child does.
   */
  protected storeOpts(): pulumi.ComponentResourceOptions {
    const provider = this.getProvider("aws:s3:Bucket");
    return provider === undefined ? {} : { providers: { aws: provider } };
  }
}

/**
 * What a component says of its remote children: the engine shows a policy pack no inputs of a chart or a group of
 * manifests (pulumi/pulumi#10533, pulumi-kubernetes#2144), but those of the component that made it.
 */
export interface ComponentFacts {
  /** By the child's logical name. */
  remote?: Record<string, RemoteFacts>;
}

/** A chart by its name and version, or manifests by their addresses. */
export type RemoteFacts = { chart: string; version: string; repository: string } | { files: string[] };

type DependsOn = NonNullable<pulumi.ResourceOptions["dependsOn"]>;

function allOf(first: DependsOn, second: DependsOn | undefined): DependsOn {
  if (second === undefined) return first;
  return pulumi.mergeOptions({ dependsOn: first }, { dependsOn: second }).dependsOn ?? [];
}
