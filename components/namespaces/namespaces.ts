import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { NamespaceRef, NamespaceResources } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { networkPolicies, type PolicySurroundings } from "./network-policies";
import { limitRangeName, limitRangeSpec, metadataOf, namespaceMetadata, quotaSpecs } from "./objects";
import { roleRefOf, ruleObject, subjectsOf, withReason } from "./roles";
import type { NamespaceRole, NamespaceSpec } from "./spec";

/** Slots of namespaces; each is called for every object of its kind, whose namespace is in `metadata.namespace`. */
export interface NamespacesTransform {
  /** Default: labels of its owner and of its Pod Security level. */
  namespace?: Transform<k8s.core.v1.NamespaceArgs>;
  /** Default: `namespaces.<name>.quota` of the stack. */
  quota?: Transform<k8s.core.v1.ResourceQuotaArgs>;
  /** Default: `namespaces.<name>.limitRange` of the stack. */
  limitRange?: Transform<k8s.core.v1.LimitRangeArgs>;
  /** The account `default`, and those that the namespace names. Default: without a token. */
  serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  /** Default: nothing comes in or goes out but names, and what `namespaces.<name>.network` says. */
  networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  /** Default: the rules of `namespaces.<name>.roles`. */
  role?: Transform<k8s.rbac.v1.RoleArgs>;
  /** Default: the groups and service accounts of `namespaces.<name>.roles`. */
  roleBinding?: Transform<k8s.rbac.v1.RoleBindingArgs>;
}

export interface NamespacesArgs {
  context: PlatformContext;
  /** Namespaces to make, each with its quota, limits, roles and policies. */
  namespaces: NamespaceSpec[];
  /** What deletes the volumes of claims: a destroy deletes a namespace, and the claims in it, before. */
  volumeDrivers?: pulumi.Resource[];
  /** What the network policies need to know of the platform around. */
  surroundings: PolicySurroundings;
  transform?: NamespacesTransform;
}

/** A namespace that is being made: what it is, metadata for what goes into it, and options that wait for it. */
interface Place {
  spec: NamespaceSpec;
  metadata: (name: string) => ReturnType<typeof metadataOf>;
  within: pulumi.CustomResourceOptions;
}

/** Namespaces that every cluster has: they are labelled, never made or deleted. */
const builtIn = ["default"];

/**
 * Namespaces with everything that guards them: Pod Security level, quota, limit range, network policies, roles, and a
 * default service account without a token. Those of applications come from the stack's `namespaces`
 * (`applicationNamespaces`), those of add-ons as a plain list.
 *
 * Deleting a namespace deletes everything in it; one that keeps something stays when it leaves the stack. No cost.
 */
export class Namespaces extends PlatformComponent<NamespacesTransform> {
  /** The namespaces by name, in the form that services need. */
  readonly refs: Record<string, NamespaceRef>;
  private readonly made: Record<string, pulumi.Resource[]> = {};

  constructor(name: string, args: NamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("namespaces", "Namespaces", name, opts, args.transform);
    for (const spec of args.namespaces) this.made[spec.name] = this.createNamespace(spec, args);
    this.refs = Object.fromEntries(args.namespaces.map((spec) => [spec.name, refOf(args.context, spec)]));
    this.registerOutputs({});
  }

  /** One of them, by name. */
  ref(name: string): NamespaceRef {
    const ref = this.refs[name];
    if (!ref) throw new Error(`There is no namespace "${name}" here; there are ${Object.keys(this.refs).join(", ")}.`);
    return ref;
  }

  /**
   * What there is of some namespaces, for `dependsOn` of what goes into them: it is never there before its quota and its
   * network policies. To depend on the whole component means that too, but the state then lists hundreds of resources for
   * every object, and nothing starts before the last namespace of all.
   */
  readonly of: NamespaceResources = (...names) => [...new Set(names)].flatMap((name) => this.made[name] ?? []);

  private createNamespace(
    spec: NamespaceSpec,
    { context, volumeDrivers = [], surroundings }: NamespacesArgs,
  ): pulumi.Resource[] {
    const isBuiltIn = builtIn.includes(spec.name);
    const Namespace = isBuiltIn ? k8s.core.v1.NamespacePatch : k8s.core.v1.Namespace;
    const metadata = namespaceMetadata(context, spec);
    const life = isBuiltIn ? {} : { dependsOn: volumeDrivers, retainOnDelete: spec.keeps !== undefined };
    const namespace = this.make("namespace", Namespace, this.child(spec.name), { metadata }, life);
    const place: Place = {
      spec,
      metadata: (name) => metadataOf(context, spec, name),
      // Names of namespaces are plain, so that nothing would wait for the namespace without saying so.
      within: { dependsOn: [namespace] },
    };
    return [
      namespace,
      ...this.createQuotas(place),
      ...this.createLimitRange(place),
      ...this.createServiceAccounts(place),
      ...this.createNetworkPolicies(place, surroundings),
      ...Object.entries(spec.roles ?? {}).flatMap(([name, role]) => this.createRole(place, name, role)),
    ];
  }

  private createQuotas({ spec, metadata, within }: Place): pulumi.Resource[] {
    return Object.entries(quotaSpecs(spec)).map(([name, quotaSpec]) => {
      const quota = { metadata: metadata(name), spec: quotaSpec };
      return this.make("quota", k8s.core.v1.ResourceQuota, this.child(`${spec.name}-${name}`), quota, within);
    });
  }

  private createLimitRange({ spec, metadata, within }: Place): pulumi.Resource[] {
    if (!spec.limitRange) return [];
    const range = { metadata: metadata(limitRangeName), spec: limitRangeSpec(spec.limitRange) };
    const name = this.child(`${spec.name}-${limitRangeName}`);
    return [this.make("limitRange", k8s.core.v1.LimitRange, name, range, within)];
  }

  /**
   * The default account is a patch: Kubernetes makes it together with the namespace, in either order with this program.
   * A patch is a server-side apply, which creates or changes; a plain resource would fail with AlreadyExists since
   * pulumi-kubernetes 4.29 (provider/pkg/await/await.go).
   */
  private createServiceAccounts({ spec, metadata, within }: Place): pulumi.Resource[] {
    const account = (name: string) => ({ metadata: metadata(name), automountServiceAccountToken: false });
    const create = (Type: typeof k8s.core.v1.ServiceAccount | typeof k8s.core.v1.ServiceAccountPatch, name: string) =>
      this.make("serviceAccount", Type, this.child(`${spec.name}-account-${name}`), account(name), within);
    return [
      create(k8s.core.v1.ServiceAccountPatch, "default"),
      ...(spec.serviceAccounts ?? []).map((name) => create(k8s.core.v1.ServiceAccount, name)),
    ];
  }

  private createNetworkPolicies(
    { spec, metadata, within }: Place,
    surroundings: PolicySurroundings,
  ): pulumi.Resource[] {
    return Object.entries(networkPolicies(spec, surroundings)).map(([name, policy]) => {
      const made = { metadata: metadata(name), spec: policy };
      const logicalName = this.child(`${spec.name}-policy-${name}`);
      return this.make("networkPolicy", k8s.networking.v1.NetworkPolicy, logicalName, made, within);
    });
  }

  private createRole(
    { spec, metadata: metadataFor, within }: Place,
    name: string,
    role: NamespaceRole,
  ): pulumi.Resource[] {
    const metadata = withReason(metadataFor(name), role.reason);
    const made: pulumi.Resource[] = [];
    if (role.rules) {
      const args = { metadata, rules: role.rules.map(ruleObject) };
      made.push(this.make("role", k8s.rbac.v1.Role, this.child(`${spec.name}-role-${name}`), args, within));
    }
    const subjects = subjectsOf(spec.name, role);
    if (subjects.length) {
      const binding = { metadata, roleRef: roleRefOf(name, role), subjects };
      const logicalName = this.child(`${spec.name}-binding-${name}`);
      made.push(this.make("roleBinding", k8s.rbac.v1.RoleBinding, logicalName, binding, within));
    }
    return made;
  }
}

function refOf(context: PlatformContext, spec: NamespaceSpec): NamespaceRef {
  return {
    name: spec.name,
    podSecurity: spec.podSecurity,
    quota: spec.quota ?? {},
    sameNamespace: spec.network?.sameNamespace ?? "allow",
    tiers: spec.tiers ?? [],
    team: spec.team ?? context.team,
    costCenter: spec.costCenter ?? context.costCenter,
    mesh: spec.mesh ?? "none",
  };
}
