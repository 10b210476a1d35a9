import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { Transform } from "../shared/transform";
import type { PlatformRoleName } from "../shared/vocabulary";
import { developerRules, monitoringRules, type Rule, viewerRules } from "./role-rules";

const apiGroup = "rbac.authorization.k8s.io";

/** Slots of the platform's roles. */
export interface PlatformRolesTransform {
  /** Called for each role. Default: the rules of role-rules.ts. */
  clusterRole?: Transform<k8s.types.input.rbac.v1.ClusterRole>;
  /** Called for each role that holds in all namespaces. Default: the group of the role's own name. */
  clusterRoleBinding?: Transform<k8s.types.input.rbac.v1.ClusterRoleBinding>;
  /** Called for each role and namespace. Default: the group of the role's own name. */
  roleBinding?: Transform<k8s.types.input.rbac.v1.RoleBinding>;
}

export interface PlatformRolesArgs {
  context: PlatformContext;
  /** Roles that somebody has. The others are not made: a binding that waits for a group is an open gateway. */
  roles: PlatformRoleName[];
  /** Namespaces of applications, where developers work; plain names of namespaces that exist. */
  applicationNamespaces: string[];
  transform?: PlatformRolesTransform;
}

/** Who has which ClusterRole where; the group has the binding's name unless it says another. */
interface Binding {
  name: string;
  to: string;
  group?: PlatformRoleName;
  namespace?: string;
}

/**
 * The platform's roles, each bound to the group of its own name, which access entries with that `role` are in.
 *
 * `platform-admin` makes nothing here: its entries have the EKS policy for administrators, which works before and without
 * any object of the cluster and which nothing in the cluster can take over.
 *
 * No cost.
 */
export class PlatformRoles extends PlatformComponent<PlatformRolesTransform> {
  constructor(name: string, args: PlatformRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rbac", "PlatformRoles", name, opts, args.transform);
    if (args.roles.includes("platform-developer")) this.createDeveloper(args);
    if (args.roles.includes("platform-viewer")) this.createViewer(args);
    if (args.roles.includes("monitoring-reader")) this.createMonitoringReader(args);
    this.registerOutputs({});
  }

  /** Bound namespace by namespace, so that a developer has nothing outside of them. */
  private createDeveloper(args: PlatformRolesArgs): void {
    const role = this.createRole("platform-developer", developerRules, args);
    for (const namespace of args.applicationNamespaces) {
      this.bind({ name: "platform-developer", to: "platform-developer", namespace }, args, [role]);
      this.bind({ name: "platform-developer-view", to: "view", group: "platform-developer", namespace }, args);
    }
  }

  private createViewer(args: PlatformRolesArgs): void {
    const role = this.createRole("platform-viewer", viewerRules, args);
    this.bind({ name: "platform-viewer", to: "platform-viewer" }, args, [role]);
    this.bind({ name: "platform-viewer-view", to: "view", group: "platform-viewer" }, args);
  }

  private createMonitoringReader(args: PlatformRolesArgs): void {
    const role = this.createRole("monitoring-reader", monitoringRules, args);
    this.bind({ name: "monitoring-reader", to: "monitoring-reader" }, args, [role]);
  }

  private createRole(name: PlatformRoleName, rules: Rule[], { context }: PlatformRolesArgs) {
    const role = { metadata: metadata(context, name), rules };
    return this.make("clusterRole", k8s.rbac.v1.ClusterRole, this.child(name), role);
  }

  /** Binds a group to a ClusterRole, in one namespace or in all. */
  private bind(binding: Binding, { context }: PlatformRolesArgs, dependsOn: pulumi.Resource[] = []): void {
    const { name, to, group = name, namespace } = binding;
    const about = {
      roleRef: { apiGroup, kind: "ClusterRole", name: to },
      subjects: [{ kind: "Group", apiGroup, name: group }],
    };
    if (namespace === undefined) {
      const args = { metadata: metadata(context, name), ...about };
      const logicalName = this.child(`${name}-binding`);
      this.make("clusterRoleBinding", k8s.rbac.v1.ClusterRoleBinding, logicalName, args, { dependsOn });
      return;
    }
    const args = { metadata: { ...metadata(context, name), namespace }, ...about };
    const logicalName = this.child(`${name}-binding-${namespace}`);
    this.make("roleBinding", k8s.rbac.v1.RoleBinding, logicalName, args, { dependsOn });
  }
}

function metadata(context: PlatformContext, name: string) {
  return { name, labels: commonLabels(context, { name }), annotations: configPath("cluster.access") };
}
