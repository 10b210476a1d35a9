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

  protected constructor(area: string, className: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`platform:${area}:${className}`, name, {}, opts);
    this.componentName = name;
    this.prerequisites = opts?.dependsOn;
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

type DependsOn = NonNullable<pulumi.ResourceOptions["dependsOn"]>;

function allOf(first: DependsOn, second: DependsOn | undefined): DependsOn {
  if (second === undefined) return first;
  return pulumi.mergeOptions({ dependsOn: first }, { dependsOn: second }).dependsOn ?? [];
}
