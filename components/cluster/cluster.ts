import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { controlPlaneTrust } from "../identity/policy-document";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import { boundedName, maxIamRoleName } from "../shared/naming";
import type { ClusterRef, NetworkRef } from "../shared/refs";
import type { Transform } from "../shared/transform";
import { accessEntries } from "./access";
import { keyDeletionWindowDays, keyPolicy } from "./encryption";
import { kubeconfig, kubeconfigCommand } from "./kubeconfig";
import type { ClusterSettings } from "./settings";

/** Slots of a cluster. */
export interface ClusterTransform {
  /** The cluster with its access entries. Default: `cluster` of the stack, without nodes and add-ons. */
  cluster?: Transform<eks.ClusterArgs>;
  /** Role of the control plane. Default: EKS may take it, for this cluster only. */
  role?: Transform<aws.iam.RoleArgs>;
  /** Called for each managed policy of that role. Default: AmazonEKSClusterPolicy, and that of pods with security groups. */
  roleAttachment?: Transform<aws.iam.RolePolicyAttachmentArgs>;
  /** Key of the Kubernetes API data, where `cluster.encryption` names none. Default: rotated each year. */
  key?: Transform<aws.kms.KeyArgs>;
  /** Name of that key. Default: `alias/eks/` and the cluster's name. */
  keyAlias?: Transform<aws.kms.AliasArgs>;
  /** Log group of the control plane. Default: kept for `cluster.logs.retentionDays`. */
  logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  /** What roles for service accounts trust. Default: the audience of STS. */
  oidcProvider?: Transform<aws.iam.OpenIdConnectProviderArgs>;
  /** The Kubernetes provider. Default: server-side apply, with a kubeconfig that gets its token from the AWS CLI. */
  provider?: Transform<k8s.ProviderArgs>;
}

export interface ClusterArgs {
  context: PlatformContext;
  settings: ClusterSettings;
  /** The control plane's network interfaces go to the private subnets. */
  network: NetworkRef;
  /** Put on these interfaces beside the group that EKS makes; the resource itself, because `eks.Cluster` takes no id. */
  controlPlaneSecurityGroup?: pulumi.Input<aws.ec2.SecurityGroup>;
  /** Role that the AWS provider takes. It creates the cluster and so is its administrator; Kubernetes is reached by it, too. */
  assumeRoleArn?: string;
  /** Whether pods get security groups of their own: the control plane then manages network interfaces of nodes. */
  podSecurityGroups?: boolean;
  transform?: ClusterTransform;
}

/**
 * The EKS control plane: the cluster, its role, its key, its log group, its OIDC provider, who may use it, and the
 * Kubernetes provider by which everything else reaches it.
 *
 * It has no nodes and no add-ons: `NodePools` and the managed add-ons bring them, in an order of their own
 * (docs/decisions/0010-managed-addons.md). Costs $73 a month in standard support, the key $1, logs by the gigabyte.
 */
export class Cluster extends PlatformComponent<ClusterTransform> implements ClusterRef {
  readonly name: string;
  readonly oidcIssuer: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly certificateAuthority: pulumi.Output<string>;
  /** ARN of the IAM OIDC provider: what `irsa` trusts, and what a role outside this program would trust. */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** The one Kubernetes provider; it is ready when the control plane and all access entries are. */
  readonly provider: k8s.Provider;
  /** Command by which a person gets a kubeconfig. */
  readonly kubeconfigCommand: string;

  /** What is protected in production; said to each, because a component hands it to its children only as a whole. */
  private readonly protection: { protect: boolean };

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cluster", "Cluster", name, opts, args.transform);
    this.name = args.settings.name;
    this.protection = { protect: args.settings.deletionProtection };

    const role = this.createRole(args);
    const logGroup = this.createLogGroup(args);
    const cluster = this.createCluster(args, role, [logGroup]);
    this.oidcProviderArn = this.createOidcProvider(cluster).arn;

    this.endpoint = cluster.eksCluster.apply((it) => it.endpoint);
    this.certificateAuthority = cluster.eksCluster.apply((it) => it.certificateAuthority.data);
    this.oidcIssuer = cluster.oidcIssuer;
    this.provider = this.createProvider(args, cluster);
    this.kubeconfigCommand = kubeconfigCommand(this.name, args.context.region);
    this.registerOutputs({ name: this.name, oidcProviderArn: this.oidcProviderArn });
  }

  /** The control plane's own role: https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
  private createRole({ context, podSecurityGroups }: ClusterArgs) {
    const role = this.make("role", aws.iam.Role, this.child("control-plane"), {
      name: boundedName(`${context.clusterName}-control-plane`, maxIamRoleName),
      description: `Control plane of the EKS cluster ${context.clusterName}`,
      assumeRolePolicy: JSON.stringify(controlPlaneTrust(context)),
    });
    // The second one: https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html
    const policies = ["AmazonEKSClusterPolicy", ...(podSecurityGroups ? ["AmazonEKSVPCResourceController"] : [])];
    const attachments = policies.map((policy) =>
      this.make("roleAttachment", aws.iam.RolePolicyAttachment, this.child(policy), {
        role: role.name,
        policyArn: `arn:${context.partition}:iam::aws:policy/${policy}`,
      }),
    );
    return { role, attachments };
  }

  private createKey({ context }: ClusterArgs): aws.kms.Key {
    const name = this.child("secrets");
    const args = {
      description: `Encrypts the Kubernetes API data of the EKS cluster ${context.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: keyDeletionWindowDays,
      policy: JSON.stringify(keyPolicy(context)),
    };
    const key = this.make("key", aws.kms.Key, name, args, this.protection);
    this.make("keyAlias", aws.kms.Alias, name, { name: `alias/eks/${context.clusterName}`, targetKeyId: key.keyId });
    return key;
  }

  /** EKS writes to a group of this fixed name, and makes one that is kept for ever where there is none. */
  private createLogGroup({ settings }: ClusterArgs): aws.cloudwatch.LogGroup {
    const args = { name: `/aws/eks/${settings.name}/cluster`, retentionInDays: settings.logs.retentionDays };
    return this.make("logGroup", aws.cloudwatch.LogGroup, this.child("logs"), args, this.protection);
  }

  private createCluster(
    args: ClusterArgs,
    { role, attachments }: { role: aws.iam.Role; attachments: aws.iam.RolePolicyAttachment[] },
    first: pulumi.Resource[],
  ): eks.Cluster {
    const { context, settings, network } = args;
    const isPublic = settings.endpoint.publicCidrs.length > 0;
    const clusterArgs: eks.ClusterArgs = {
      name: settings.name,
      version: settings.version,
      upgradePolicy: { supportType: settings.upgradePolicy === "STANDARD" ? "STANDARD" : "EXTENDED" },
      serviceRole: role,
      vpcId: network.vpcId,
      // Not publicSubnetIds and privateSubnetIds: with both, the control plane's interfaces would go to the public ones.
      subnetIds: controlPlaneSubnets(network),
      // Neither the group for the control plane nor that for nodes: the network component has them.
      skipDefaultSecurityGroups: true,
      ...(args.controlPlaneSecurityGroup ? { clusterSecurityGroup: args.controlPlaneSecurityGroup } : {}),
      endpointPrivateAccess: true,
      endpointPublicAccess: isPublic,
      ...(isPublic ? { publicAccessCidrs: [...settings.endpoint.publicCidrs].sort() } : {}),
      encryptionConfigKeyArn: settings.encryption.kmsKeyArn ?? this.createKey(args).arn,
      enabledClusterLogTypes: [...settings.logs.types].sort(),
      authenticationMode: eks.AuthenticationMode.Api,
      accessEntries: accessEntries(context, settings.access),
      deletionProtection: settings.deletionProtection,
      createOidcProvider: false,
      skipDefaultNodeGroup: true,
      ...withoutAddons,
      ...(args.assumeRoleArn === undefined ? {} : { providerCredentialOpts: { roleArn: args.assumeRoleArn } }),
    };
    return this.make("cluster", eks.Cluster, this.componentName, clusterArgs, {
      ...this.protection,
      dependsOn: [...attachments, ...first],
    });
  }

  /** Ours and not the one of `eks.Cluster`, which asks the issuer for its certificate at every preview. */
  private createOidcProvider(cluster: eks.Cluster): aws.iam.OpenIdConnectProvider {
    return this.make("oidcProvider", aws.iam.OpenIdConnectProvider, this.child("oidc"), {
      url: cluster.oidcProviderUrl,
      clientIdLists: ["sts.amazonaws.com"],
    });
  }

  private createProvider(args: ClusterArgs, cluster: eks.Cluster): k8s.Provider {
    const { context, assumeRoleArn } = args;
    const config = pulumi.all([this.endpoint, this.certificateAuthority]).apply(([endpoint, certificateAuthority]) =>
      JSON.stringify(
        kubeconfig({
          clusterName: context.clusterName,
          region: context.region,
          endpoint,
          certificateAuthority,
          ...(assumeRoleArn === undefined ? {} : { roleArn: assumeRoleArn }),
        }),
      ),
    );
    const providerArgs: k8s.ProviderArgs = {
      kubeconfig: config,
      // Another endpoint is another cluster; a new certificate or role is the same one, and replaces nothing in it.
      clusterIdentifier: this.endpoint,
      enableServerSideApply: true,
    };
    // All access entries, the deployer's too, are children of `cluster`.
    return this.make("provider", k8s.Provider, this.child("kubernetes"), providerArgs, { dependsOn: [cluster] });
  }
}

/** `eks.Cluster` installs add-ons with defaults of its own, before there is a node; ours come as `aws.eks.Addon`s. */
const withoutAddons = {
  bootstrapSelfManagedAddons: false,
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false },
  corednsAddonOptions: { enabled: false },
} satisfies eks.ClusterArgs;

/**
 * Private subnets of the first two zones, however many there are: EKS wants two at least, and later takes only subnets of
 * the zones that the cluster was made with, so that a zone appended to `network.zones` would be refused. Nodes may stand
 * in every subnet of the VPC: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
function controlPlaneSubnets({ privateSubnetIds }: NetworkRef): pulumi.Input<string>[] {
  return privateSubnetIds.slice(0, 2);
}
