import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type IdentityMode, WorkloadIdentity, type WorkloadIdentityTransform } from "../identity/workload-identity";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { ClusterRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import type { ManagedAddon } from "./catalog";
import type { ManagedAddonName } from "./settings";

/** Namespace of everything that the add-ons install. */
const namespace = "kube-system";

/** Slots of the add-ons of EKS. */
export interface ManagedAddonsTransform {
  /** Called for each add-on. Default: `managedAddons` of the stack; what the program says wins over changes by hand. */
  addon?: Transform<aws.eks.AddonArgs>;
  /** Role of each add-on that calls AWS. Default: AWS's managed policy for it, for its service account alone. */
  identity?: WorkloadIdentityTransform;
}

export interface ManagedAddonsArgs {
  context: PlatformContext;
  cluster: ClusterRef;
  /** What to install: `networkingAddons()` before the nodes, `workloadAddons()` after them. */
  addons: ManagedAddon[];
  /** Version of each add-on that is installed. */
  versions: Partial<Record<ManagedAddonName, string>>;
  /** How the add-ons get their AWS credentials. */
  identity: IdentityMode;
  transform?: ManagedAddonsTransform;
}

/**
 * Add-ons that EKS installs and keeps in repair, each with an AWS identity of its own, so that the nodes' role needs no
 * permission of theirs.
 *
 * There are two of it in a platform, with the nodes in between; `dependsOn` says what comes first. No cost.
 */
export class ManagedAddons extends PlatformComponent<ManagedAddonsTransform> {
  constructor(name: string, args: ManagedAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("managed-addons", "ManagedAddons", name, opts, args.transform);
    const installed = new Map<ManagedAddonName, aws.eks.Addon>();
    for (const addon of args.addons) {
      const identity = this.createIdentity(addon, args);
      const earlier = addon.after.flatMap((other) => installed.get(other) ?? []);
      installed.set(addon.name, this.createAddon(addon, identity, earlier, args));
    }
    this.registerOutputs({ addons: args.addons.map((addon) => addon.name) });
  }

  private createIdentity(addon: ManagedAddon, args: ManagedAddonsArgs): WorkloadIdentity | undefined {
    if (!addon.identity) return undefined;
    const { serviceAccount, managedPolicyArn, policy } = addon.identity;
    return new WorkloadIdentity(
      this.child(addon.name),
      {
        context: args.context,
        namespace,
        serviceAccount,
        mode: args.identity,
        managedPolicyArns: [managedPolicyArn],
        policy,
        oidcIssuer: args.cluster.oidcIssuer,
        associate: false,
        transform: args.transform?.identity,
      },
      this.opts(),
    );
  }

  private createAddon(
    addon: ManagedAddon,
    identity: WorkloadIdentity | undefined,
    earlier: aws.eks.Addon[],
    args: ManagedAddonsArgs,
  ): aws.eks.Addon {
    const addonVersion = args.versions[addon.name];
    if (addonVersion === undefined) throw new Error(`No version of the EKS add-on ${addon.name} was given.`);
    const addonArgs: aws.eks.AddonArgs = {
      clusterName: args.cluster.name,
      addonName: addon.name,
      addonVersion,
      // What the program says wins over what was changed by hand, and nothing in the cluster is older than the add-ons.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      preserve: addon.preserve,
      ...(Object.keys(addon.configuration).length ? { configurationValues: JSON.stringify(addon.configuration) } : {}),
      ...credentials(addon, identity, args.identity),
    };
    return this.make("addon", aws.eks.Addon, this.child(addon.name), addonArgs, {
      // The role with its permissions first: without them, the add-on's pods crash and EKS waits for 20 minutes.
      dependsOn: [...(identity ? [identity] : []), ...earlier],
    });
  }
}

function credentials(
  addon: ManagedAddon,
  identity: WorkloadIdentity | undefined,
  mode: IdentityMode,
): Partial<aws.eks.AddonArgs> {
  if (!addon.identity || !identity) return {};
  if (mode === "irsa") return { serviceAccountRoleArn: identity.roleArn };
  return {
    podIdentityAssociations: [{ serviceAccount: addon.identity.serviceAccount, roleArn: identity.roleArn }],
  };
}
