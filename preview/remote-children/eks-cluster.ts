import { z } from "zod";
import { type Child, ChildOutput, Derived, type KnownArgs } from "./child";

interface AccessEntry {
  principalArn: unknown;
  username?: unknown;
  kubernetesGroups?: unknown;
  type?: unknown;
  tags?: unknown;
  accessPolicies?: Record<string, { policyArn: unknown; accessScope: unknown }>;
}

/** Arguments of `eks.Cluster` of which the children are known; values of resources and outputs are passed on as they are. */
export interface ClusterArgs {
  name: string;
  version: string;
  upgradePolicy?: unknown;
  serviceRole: unknown;
  vpcId?: unknown;
  subnetIds: unknown;
  skipDefaultSecurityGroups: true;
  clusterSecurityGroup?: unknown;
  endpointPrivateAccess?: unknown;
  endpointPublicAccess?: unknown;
  publicAccessCidrs?: unknown;
  encryptionConfigKeyArn?: unknown;
  enabledClusterLogTypes?: unknown;
  authenticationMode: "API";
  accessEntries?: Record<string, AccessEntry>;
  deletionProtection?: unknown;
  createOidcProvider: false;
  skipDefaultNodeGroup: true;
  bootstrapSelfManagedAddons?: unknown;
  useDefaultVpcCni: true;
  kubeProxyAddonOptions: { enabled: false };
  corednsAddonOptions: { enabled: false };
  providerCredentialOpts?: unknown;
}

export const knownClusterArgs: KnownArgs & Record<keyof ClusterArgs, true | unknown[]> = {
  name: true,
  version: true,
  upgradePolicy: true,
  serviceRole: true,
  vpcId: true,
  subnetIds: true,
  skipDefaultSecurityGroups: [true],
  clusterSecurityGroup: true,
  endpointPrivateAccess: true,
  endpointPublicAccess: true,
  publicAccessCidrs: true,
  encryptionConfigKeyArn: true,
  enabledClusterLogTypes: true,
  authenticationMode: ["API"],
  accessEntries: true,
  deletionProtection: true,
  createOidcProvider: [false],
  skipDefaultNodeGroup: [true],
  bootstrapSelfManagedAddons: true,
  useDefaultVpcCni: [true],
  kubeProxyAddonOptions: true,
  corednsAddonOptions: true,
  providerCredentialOpts: true,
};

/** The arguments that decide which children there are, as far as they do. */
export const clusterShape = z.looseObject({
  serviceRole: z.unknown().refine((role) => role !== undefined),
  authenticationMode: z.literal("API"),
  accessEntries: z
    .record(z.string(), z.looseObject({ accessPolicies: z.record(z.string(), z.looseObject({})).optional() }))
    .optional(),
});

/** How the ARN of the role and the id of the group come from the resources that the program gives. */
export interface Lookups {
  roleArn: (role: unknown) => unknown;
  groupId: (group: unknown) => unknown;
}

/** The children of `eks.Cluster`: pulumi-eks v4.3.0, nodejs/eks/cluster/cluster.ts and authenticationMode.ts. */
export function clusterChildren(label: string, args: ClusterArgs, { roleArn, groupId }: Lookups): Child[] {
  const group = args.clusterSecurityGroup;
  const cluster: Child = {
    type: "aws:eks/cluster:Cluster",
    name: `${label}-eksCluster`,
    inputs: {
      name: args.name,
      version: args.version,
      roleArn: roleArn(args.serviceRole),
      bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
      vpcConfig: {
        ...(group === undefined ? {} : { securityGroupIds: [groupId(group)] }),
        subnetIds: args.subnetIds,
        endpointPrivateAccess: args.endpointPrivateAccess,
        endpointPublicAccess: args.endpointPublicAccess,
        publicAccessCidrs: args.publicAccessCidrs,
      },
      enabledClusterLogTypes: args.enabledClusterLogTypes,
      tags: { Name: `${label}-eksCluster` },
      ...(args.encryptionConfigKeyArn === undefined
        ? {}
        : { encryptionConfig: { provider: { keyArn: args.encryptionConfigKeyArn }, resources: ["secrets"] } }),
      accessConfig: {
        authenticationMode: args.authenticationMode,
        bootstrapClusterCreatorAdminPermissions: true,
      },
      upgradePolicy: args.upgradePolicy,
      deletionProtection: args.deletionProtection,
    },
    dependsOn: [],
    ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
  };
  const provider: Child = {
    type: "pulumi:providers:kubernetes",
    name: `${label}-eks-k8s`,
    inputs: { kubeconfig: new Derived([cluster]) },
    dependsOn: [],
  };
  const entries = Object.entries(args.accessEntries ?? {});
  return [cluster, provider, ...entries.flatMap(([name, entry]) => access(label, cluster, name, entry))];
}

function access(label: string, cluster: Child, name: string, { accessPolicies, username, ...rest }: AccessEntry) {
  const clusterName = new ChildOutput(cluster, "name");
  const entry: Child = {
    type: "aws:eks/accessEntry:AccessEntry",
    name: `${label}-${name}`,
    inputs: { ...rest, clusterName, ...(username === undefined ? {} : { userName: username }) },
    dependsOn: [cluster],
  };
  const associations = Object.entries(accessPolicies ?? {}).map(([policy, { accessScope, policyArn }]): Child => ({
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    name: `${label}-${name}-${policy}`,
    parent: entry,
    inputs: { accessScope, policyArn, principalArn: rest.principalArn, clusterName },
    dependsOn: [entry],
  }));
  return [entry, ...associations];
}
