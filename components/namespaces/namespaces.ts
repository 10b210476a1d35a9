import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { NamespaceRef } from "../shared/refs";
import { type Transform, transformed } from "../shared/transform";
import { networkPolicies, type PolicySurroundings } from "./network-policies";
import { limitRangeName, limitRangeSpec, metadataOf, namespaceMetadata, quotaSpecs } from "./objects";
import { roleRefOf, ruleObject, subjectsOf, withReason } from "./roles";
import type { NamespaceRole, NamespaceSpec } from "./spec";

export interface NamespacesArgs {
  context: PlatformContext;
  /** Namespaces to make, each with its quota, limits, roles and policies. */
  namespaces: NamespaceSpec[];
  /** What the network policies need to know of the platform around. */
  surroundings: PolicySurroundings;
  /** Each slot is called for every object of its kind; the namespace is in `metadata.namespace`. */
  transform?: {
    namespace?: Transform<k8s.core.v1.NamespaceArgs>;
    quota?: Transform<k8s.core.v1.ResourceQuotaArgs>;
    limitRange?: Transform<k8s.core.v1.LimitRangeArgs>;
    networkPolicy?: Transform<k8s.networking.v1.NetworkPolicyArgs>;
  };
}

/** A namespace that is being made: what it is, metadata for what goes into it, and options that wait for it. */
interface Place {
  spec: NamespaceSpec;
  transform: NonNullable<NamespacesArgs["transform"]>;
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
 * Deleting a namespace deletes everything in it. No cost.
 */
export class Namespaces extends PlatformComponent {
  /** The namespaces by name, in the form that services need. */
  readonly refs: Record<string, NamespaceRef>;

  constructor(name: string, args: NamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("namespaces", "Namespaces", name, opts);
    for (const spec of args.namespaces) this.createNamespace(spec, args);
    this.refs = Object.fromEntries(args.namespaces.map((spec) => [spec.name, refOf(args.context, spec)]));
    this.registerOutputs({});
  }

  private createNamespace(spec: NamespaceSpec, { context, surroundings, transform = {} }: NamespacesArgs): void {
    const made: k8s.core.v1.NamespaceArgs = { metadata: namespaceMetadata(context, spec) };
    const args = transformed(made, transform.namespace);
    const namespace = builtIn.includes(spec.name)
      ? new k8s.core.v1.NamespacePatch(this.child(spec.name), args, this.opts())
      : new k8s.core.v1.Namespace(this.child(spec.name), args, this.opts());
    const place: Place = {
      spec,
      transform,
      metadata: (name) => metadataOf(context, spec, name),
      // Names of namespaces are plain, so that nothing would wait for the namespace without saying so.
      within: this.opts({ dependsOn: [namespace] }),
    };
    this.createBounds(place);
    this.createServiceAccounts(place);
    this.createNetworkPolicies(place, surroundings);
    for (const [name, role] of Object.entries(spec.roles ?? {})) this.createRole(place, name, role);
  }

  private createBounds({ spec, transform, metadata, within }: Place): void {
    for (const [name, quotaSpec] of Object.entries(quotaSpecs(spec))) {
      const quota: k8s.core.v1.ResourceQuotaArgs = { metadata: metadata(name), spec: quotaSpec };
      new k8s.core.v1.ResourceQuota(this.child(`${spec.name}-${name}`), transformed(quota, transform.quota), within);
    }
    if (spec.limitRange) {
      const range: k8s.core.v1.LimitRangeArgs = {
        metadata: metadata(limitRangeName),
        spec: limitRangeSpec(spec.limitRange),
      };
      const name = this.child(`${spec.name}-${limitRangeName}`);
      new k8s.core.v1.LimitRange(name, transformed(range, transform.limitRange), within);
    }
  }

  /**
   * The default account is a patch: Kubernetes makes it together with the namespace, in either order with this program.
   * A patch is a server-side apply, which creates or changes; a plain resource would fail with AlreadyExists since
   * pulumi-kubernetes 4.29 (provider/pkg/await/await.go).
   */
  private createServiceAccounts({ spec, metadata, within }: Place): void {
    new k8s.core.v1.ServiceAccountPatch(
      this.child(`${spec.name}-account-default`),
      { metadata: metadata("default"), automountServiceAccountToken: false },
      within,
    );
    for (const name of spec.serviceAccounts ?? []) {
      new k8s.core.v1.ServiceAccount(
        this.child(`${spec.name}-account-${name}`),
        { metadata: metadata(name), automountServiceAccountToken: false },
        within,
      );
    }
  }

  private createNetworkPolicies({ spec, transform, metadata, within }: Place, surroundings: PolicySurroundings): void {
    for (const [name, policy] of Object.entries(networkPolicies(spec, surroundings))) {
      const made: k8s.networking.v1.NetworkPolicyArgs = { metadata: metadata(name), spec: policy };
      new k8s.networking.v1.NetworkPolicy(
        this.child(`${spec.name}-policy-${name}`),
        transformed(made, transform.networkPolicy),
        within,
      );
    }
  }

  private createRole({ spec, metadata: metadataFor, within }: Place, name: string, role: NamespaceRole): void {
    const metadata = withReason(metadataFor(name), role.reason);
    if (role.rules) {
      new k8s.rbac.v1.Role(
        this.child(`${spec.name}-role-${name}`),
        { metadata, rules: role.rules.map(ruleObject) },
        within,
      );
    }
    const subjects = subjectsOf(spec.name, role);
    if (!subjects.length) return;
    new k8s.rbac.v1.RoleBinding(
      this.child(`${spec.name}-binding-${name}`),
      { metadata, roleRef: roleRefOf(name, role), subjects },
      within,
    );
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
