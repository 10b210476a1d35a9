/** The plugin `pulumi-resource-eks`: `eks.Cluster` with the children that the true one makes of the program's arguments. */
import { execFileSync } from "node:child_process";
import * as aws from "@pulumi/aws";
import type * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { serveComponent } from "./component";

interface AccessEntry {
  principalArn: pulumi.Input<string>;
  username?: pulumi.Input<string>;
  kubernetesGroups?: pulumi.Input<string[]>;
  type?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, string>>;
  accessPolicies?: Record<string, Pick<aws.eks.AccessPolicyAssociationArgs, "accessScope" | "policyArn">>;
}

/** Arguments that are simulated. */
interface Args {
  name: string;
  version: string;
  upgradePolicy: { supportType: string };
  serviceRole: pulumi.Input<aws.iam.Role>;
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string[]>;
  skipDefaultSecurityGroups: true;
  clusterSecurityGroup?: pulumi.Input<aws.ec2.SecurityGroup>;
  endpointPrivateAccess: boolean;
  endpointPublicAccess: boolean;
  publicAccessCidrs?: string[];
  encryptionConfigKeyArn: pulumi.Input<string>;
  enabledClusterLogTypes: string[];
  authenticationMode: "API";
  accessEntries: Record<string, AccessEntry>;
  deletionProtection: boolean;
  createOidcProvider: false;
  skipDefaultNodeGroup: true;
  bootstrapSelfManagedAddons: boolean;
  useDefaultVpcCni: true;
  kubeProxyAddonOptions: { enabled: false };
  corednsAddonOptions: { enabled: false };
  providerCredentialOpts?: { roleArn: string };
}

/** Names, parents, options: pulumi-eks, nodejs/eks/cluster/cluster.ts and authenticationMode.ts (August 2026, after 4.3.0). */
class Cluster extends pulumi.ComponentResource {
  private readonly cluster: aws.eks.Cluster;
  private readonly kubeconfig: pulumi.Output<object>;

  constructor(
    private readonly label: string,
    private readonly args: Args,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("eks:index:Cluster", label, {}, options);
    execFileSync("aws", ["--version"]); // like the true one, at every preview
    void aws.getPartitionOutput({}, { parent: this });
    this.cluster = this.createCluster();
    this.kubeconfig = this.kubeconfigOf(this.cluster);
    new k8s.Provider(`${label}-eks-k8s`, { kubeconfig: pulumi.jsonStringify(this.kubeconfig) }, { parent: this });
    for (const [name, entry] of Object.entries(args.accessEntries)) this.createAccess(name, entry);
  }

  private createCluster(): aws.eks.Cluster {
    const { args } = this;
    const group = args.clusterSecurityGroup;
    return new aws.eks.Cluster(
      `${this.label}-eksCluster`,
      {
        name: args.name,
        version: args.version,
        roleArn: pulumi.output(args.serviceRole).arn,
        bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons,
        vpcConfig: {
          ...(group === undefined ? {} : { securityGroupIds: [pulumi.output(group).id] }),
          subnetIds: args.subnetIds,
          endpointPrivateAccess: args.endpointPrivateAccess,
          endpointPublicAccess: args.endpointPublicAccess,
          ...(args.publicAccessCidrs ? { publicAccessCidrs: args.publicAccessCidrs } : {}),
        },
        enabledClusterLogTypes: args.enabledClusterLogTypes,
        tags: { Name: `${this.label}-eksCluster` },
        encryptionConfig: { provider: { keyArn: args.encryptionConfigKeyArn }, resources: ["secrets"] },
        accessConfig: {
          authenticationMode: args.authenticationMode,
          bootstrapClusterCreatorAdminPermissions: true,
        },
        upgradePolicy: args.upgradePolicy,
        deletionProtection: args.deletionProtection,
      },
      {
        parent: this,
        ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
      },
    );
  }

  private createAccess(name: string, { accessPolicies, username, ...rest }: AccessEntry): void {
    const clusterName = this.cluster.name;
    const entry = new aws.eks.AccessEntry(
      `${this.label}-${name}`,
      { ...rest, clusterName, ...(username === undefined ? {} : { userName: username }) },
      { parent: this, dependsOn: [this.cluster] },
    );
    for (const [policy, association] of Object.entries(accessPolicies ?? {})) {
      const { accessScope, policyArn } = association;
      new aws.eks.AccessPolicyAssociation(
        `${this.label}-${name}-${policy}`,
        { accessScope, policyArn, principalArn: rest.principalArn, clusterName },
        { parent: entry, dependsOn: [entry] },
      );
    }
  }

  /** How `kubectl` gets at the cluster; the token comes from the AWS CLI. */
  private kubeconfigOf({ name, endpoint, certificateAuthority, arn }: aws.eks.Cluster): pulumi.Output<object> {
    const { roleArn } = this.args.providerCredentialOpts ?? {};
    return pulumi.all([name, endpoint, certificateAuthority, arn]).apply(([name, server, authority, arn]) => {
      const cluster = { server, "certificate-authority-data": authority.data };
      const command = ["--region", arn.split(":")[3], "eks", "get-token", "--cluster-name", name, "--output", "json"];
      const exec = {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: [...command, ...(roleArn === undefined ? [] : ["--role", roleArn])],
      };
      return {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "kubernetes", cluster }],
        contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
        "current-context": "aws",
        users: [{ name: "aws", user: { exec } }],
      };
    });
  }

  /** What `eks.Cluster` of the SDK has as outputs. */
  get outputs() {
    const issuer = this.cluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
    const group = this.args.clusterSecurityGroup;
    const own = this.cluster.vpcConfig.clusterSecurityGroupId;
    return {
      kubeconfig: this.kubeconfig,
      kubeconfigJson: pulumi.jsonStringify(this.kubeconfig),
      clusterSecurityGroup: group,
      clusterSecurityGroupId: group === undefined ? own : pulumi.output(group).id,
      nodeSecurityGroup: undefined,
      nodeSecurityGroupId: own,
      eksClusterIngressRule: undefined,
      clusterIngressRuleId: "",
      instanceRoles: [],
      defaultNodeGroup: undefined,
      defaultNodeGroupAsgName: "",
      eksCluster: this.cluster,
      core: { cluster: this.cluster, vpcId: this.args.vpcId, subnetIds: this.args.subnetIds },
      fargateProfileId: "",
      fargateProfileStatus: "",
      oidcProviderArn: "",
      oidcProviderUrl: issuer,
      oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
      autoModeNodeRoleName: "",
    } satisfies Record<
      Exclude<
        keyof eks.Cluster,
        keyof pulumi.ComponentResource | "awsProvider" | "provider" | "getKubeconfig" | "createNodeGroup"
      >,
      unknown
    >;
  }
}

serveComponent<Args>({
  type: "eks:index:Cluster",
  version: "4.3.0",
  simulated: {
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
  },
  make: (name, args, options) => new Cluster(name, args, options),
});
