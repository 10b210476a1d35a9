import * as pulumi from "@pulumi/pulumi";

/**
 * Base class of every component of the platform.
 *
 * It fixes three conventions: the type token is `platform:<area>:<Class>`, a child's logical name is the component's
 * name plus a stable suffix, and a child's parent is the component, so that providers, protection and order reach it.
 */
export abstract class PlatformComponent extends pulumi.ComponentResource {
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
