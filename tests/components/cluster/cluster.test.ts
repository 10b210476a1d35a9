import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { recorded } from "../../support/record";
import { cluster } from "./builders";

const clusterType = "eks:index:Cluster";
const keyType = "aws:kms/key:Key";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const roleType = "aws:iam/role:Role";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const oidcType = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const providerType = "pulumi:providers:kubernetes";

const access = {
  admins: { principalArn: "arn:aws:iam::123456789012:role/admin", policy: "cluster-admin" },
  team: { principalArn: "arn:aws:iam::123456789012:role/team", policy: "edit", namespaces: ["shop"] },
  auditors: { principalArn: "arn:aws:iam::123456789012:role/audit", kubernetesGroups: ["auditors"] },
};

describe("Cluster", () => {
  it("VC-9, KP-8, SS-4: makes one EKS control plane of that name and version", async () => {
    const { inputs } = (await recorded(cluster())).one(clusterType);
    expect(inputs).to.include({ name: "acme", version: "1.36" });
    expect(inputs.upgradePolicy).to.deep.equal({ supportType: "STANDARD" });
  });

  it("VC-11: puts the control plane's interfaces into private subnets of two zones, so that a third can come later", async () => {
    const { inputs } = (await recorded(cluster())).one(clusterType);
    expect(inputs.subnetIds).to.deep.equal(["subnet-a2", "subnet-b2"]);
    expect(inputs).not.to.have.any.keys("publicSubnetIds", "privateSubnetIds");
  });

  it("pays for extended support only when told to", async () => {
    const extended = { upgradePolicy: { support: "EXTENDED", reason: "vendor" } };
    const { inputs } = (await recorded(cluster(extended))).one(clusterType);
    expect(inputs.upgradePolicy).to.deep.equal({ supportType: "EXTENDED" });
  });

  it("is reached from inside the VPC only, when no range is named", async () => {
    const { inputs } = (await recorded(cluster())).one(clusterType);
    expect(inputs).to.include({ endpointPrivateAccess: true, endpointPublicAccess: false });
    expect(inputs).not.to.have.property("publicAccessCidrs");
  });

  it("is reached from the named ranges and from inside", async () => {
    const endpoint = { publicCidrs: ["203.0.113.0/24", "198.51.100.0/24"] };
    const { inputs } = (await recorded(cluster({ endpoint }))).one(clusterType);
    expect(inputs).to.include({ endpointPrivateAccess: true, endpointPublicAccess: true });
    expect(inputs.publicAccessCidrs).to.deep.equal(["198.51.100.0/24", "203.0.113.0/24"]);
  });

  it("admits people by access entries and never by the aws-auth ConfigMap", async () => {
    const { inputs } = (await recorded(cluster({ access }))).one(clusterType);
    expect(inputs.authenticationMode).to.equal("API");
    expect(inputs).not.to.have.any.keys("roleMappings", "userMappings", "instanceRoles");
    expect(inputs.accessEntries).to.deep.equal({
      admins: {
        principalArn: access.admins.principalArn,
        accessPolicies: {
          "cluster-admin": {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            accessScope: { type: "cluster" },
          },
        },
      },
      team: {
        principalArn: access.team.principalArn,
        accessPolicies: {
          edit: {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
            accessScope: { type: "namespace", namespaces: ["shop"] },
          },
        },
      },
      auditors: { principalArn: access.auditors.principalArn, kubernetesGroups: ["auditors"] },
    });
  });

  it("SS-49 to SS-52: a role of the platform is the group of its name; administrators have the policy of EKS", async () => {
    const entry = (name: string, role: string) => ({ principalArn: `arn:aws:iam::123456789012:role/${name}`, role });
    const entries = { a: entry("a", "platform-admin"), d: entry("d", "platform-developer") };
    const inputs = (await recorded(cluster({ access: entries }))).inputs(clusterType);
    expect(inputs.accessEntries.d).to.deep.equal({
      principalArn: entries.d.principalArn,
      kubernetesGroups: ["platform-developer"],
    });
    expect(inputs.accessEntries.a.accessPolicies["cluster-admin"]).to.deep.equal({
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
  });

  it("SS-6: encrypts with a key of its own that is rotated", async () => {
    const recording = await recorded(cluster());
    expect(recording.inputs(keyType)).to.deep.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(recording.one(clusterType).dependencies).to.include(recording.one(keyType).urn);
  });

  it("SS-6: takes a key that exists already, and then makes none", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a";
    const recording = await recorded(cluster({ encryption: { kmsKeyArn } }));
    expect(recording.inputs(clusterType).encryptionConfigKeyArn).to.equal(kmsKeyArn);
    expect(recording.ofType(keyType)).to.have.length(0);
  });

  it("VC-72, VC-74: makes the log group under the name EKS writes to, before the cluster", async () => {
    const recording = await recorded(cluster());
    expect(recording.inputs(logGroupType)).to.deep.equal({ name: "/aws/eks/acme/cluster", retentionInDays: 30 });
    expect(recording.inputs(clusterType).enabledClusterLogTypes).to.deep.equal(["api", "audit", "authenticator"]);
    expect(recording.one(clusterType).dependencies).to.include(recording.one(logGroupType).urn);
  });

  it("protects cluster, key and log group in production, and EKS refuses to delete it", async () => {
    const recording = await recorded(cluster());
    const protectedTypes = recording.resources.filter((resource) => resource.protect).map((resource) => resource.type);
    expect(protectedTypes).to.have.members([clusterType, keyType, logGroupType]);
    expect(recording.inputs(clusterType).deletionProtection).to.equal(true);
  });

  it("lets everything go when the stack says so", async () => {
    const recording = await recorded(cluster({ deletionProtection: false }));
    expect(recording.resources.filter((resource) => resource.protect)).to.deep.equal([]);
    expect(recording.inputs(clusterType).deletionProtection).to.equal(false);
  });

  it("leaves nodes, add-ons and security groups to the components that own them", async () => {
    const inputs = (await recorded(cluster())).inputs(clusterType);
    expect(inputs).to.include({
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      createOidcProvider: false,
    });
    expect(inputs.kubeProxyAddonOptions.enabled).to.equal(false);
    expect(inputs.corednsAddonOptions.enabled).to.equal(false);
  });

  it("VC-6: puts the network's control-plane group on the interfaces", async () => {
    const recording = await recorded(() => {
      const group = new aws.ec2.SecurityGroup("control-plane", {});
      cluster({}, { controlPlaneSecurityGroup: group })();
    });
    const group = recording.one("aws:ec2/securityGroup:SecurityGroup");
    expect(recording.inputs(clusterType).clusterSecurityGroup).to.equal(group.urn);
  });

  it("lets only EKS for this cluster take the control plane's role", async () => {
    const recording = await recorded(cluster());
    expect(JSON.parse(recording.inputs(roleType).assumeRolePolicy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:eks:us-east-1:123456789012:cluster/acme" },
        },
      },
    ]);
    expect(recording.one(clusterType).dependencies).to.include(recording.one(attachmentType).urn);
  });

  it("KP-7: may manage interfaces of pods only where pods have security groups", async () => {
    const policies = async (podSecurityGroups: boolean) =>
      (await recorded(cluster({}, { podSecurityGroups }))).ofType(attachmentType).map(({ inputs }) => inputs.policyArn);
    expect(await policies(false)).to.deep.equal(["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"]);
    expect(await policies(true)).to.have.members([
      "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
    ]);
  });

  it("VC-59: has an OIDC provider for STS", async () => {
    const recording = await recorded(cluster());
    expect(recording.inputs(oidcType)).to.deep.equal({ clientIdLists: ["sts.amazonaws.com"], url: "[unknown]" });
  });

  it("reaches Kubernetes only when the access entries are there", async () => {
    const recording = await recorded(cluster({ access }));
    expect(recording.one(providerType).dependencies).to.include(recording.one(clusterType).urn);
    expect(recording.inputs(providerType).enableServerSideApply).to.equal("true");
  });

  it("hands the deployer's role to everything that asks for a token", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/deploy";
    const inputs = (await recorded(cluster({}, { assumeRoleArn: roleArn }))).inputs(clusterType);
    expect(inputs.providerCredentialOpts).to.deep.equal({ roleArn });
  });

  it("registers the same whatever the order of the YAML's keys and lists", async () => {
    const reversed = Object.fromEntries(Object.entries(access).reverse());
    const one = await recorded(cluster({ access, logs: { types: ["api", "audit"] } }));
    const other = await recorded(cluster({ access: reversed, logs: { types: ["audit", "api"] } }));
    expect(other.inputs(clusterType)).to.deep.equal(one.inputs(clusterType));
  });

  it("lets the escape hatch have the last word", async () => {
    const transform = { cluster: (args: object) => ({ ...args, clusterTags: { extra: "yes" } }) };
    expect((await recorded(cluster({}, { transform }))).inputs(clusterType).clusterTags).to.deep.equal({
      extra: "yes",
    });
  });
});
