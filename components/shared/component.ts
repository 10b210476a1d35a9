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

  protected constructor(area: string, className: string, name: string, opts?: pulumi.ComponentResourceOptions) {
    super(`platform:${area}:${className}`, name, {}, opts);
    this.componentName = name;
  }

  /** Logical name of a child. Renaming one replaces a resource of every user: the golden trees show it. */
  protected child(suffix: string): string {
    return `${this.componentName}-${suffix}`;
  }

  /** Options of a child: `parent: this`, and whatever is said beside it. */
  protected opts<T extends pulumi.ResourceOptions>(extra?: T): T & { parent: pulumi.Resource } {
    return { ...(extra as T), parent: this };
  }
}
