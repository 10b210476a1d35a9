import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { ManagedAddons } from "../../../components/managed-addons/managed-addons";
import { workloadAddons } from "../../../components/managed-addons/catalog";
import { clusterRef, platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import { addons, addonsSettings, phase, versions } from "./builders";

const addonType = "aws:eks/addon:Addon";
const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/rolePolicy:RolePolicy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const associationType = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

describe("ManagedAddons", () => {
  it("VC-9, KP-8: installs before the nodes what a node needs to become ready", () => {
    expect(phase("networking").map(({ name }) => name)).to.deep.equal([
      "eks-pod-identity-agent",
      "vpc-cni",
      "kube-proxy",
      "eks-node-monitoring-agent",
    ]);
  });

  it("installs after the nodes what has pods that need one", () => {
    expect(phase("workload").map(({ name }) => name)).to.deep.equal(["coredns", "aws-ebs-csi-driver"]);
  });

  it("VC-19: brings the EFS driver only where a class needs it", () => {
    expect(phase("workload", {}, true).map(({ name }) => name)).to.include("aws-efs-csi-driver");
  });

  it("brings the snapshot controller where the stack asks for it", () => {
    expect(phase("workload", { snapshots: true }).map(({ name }) => name)).to.include("snapshot-controller");
  });

  it("pins every add-on, and what the program says wins over what was changed by hand", async () => {
    const recording = await recorded(addons([...phase("networking"), ...phase("workload", { snapshots: true }, true)]));
    const made = recording.ofType(addonType);
    expect(made).to.have.length(8);
    for (const { inputs } of made) {
      expect(inputs).to.include({
        clusterName: "acme",
        addonVersion: versions[inputs.addonName as keyof typeof versions],
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      });
    }
  });

  it("gives aws-node an identity of its own, so that the nodes' role needs no CNI policy", async () => {
    const recording = await recorded(addons(phase("networking")));
    expect(recording.inputs(addonType, "addons-vpc-cni").podIdentityAssociations).to.deep.equal([
      { serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/acme-kube-system-aws-node" },
    ]);
    expect(recording.inputs(attachmentType).policyArn).to.equal("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
  });

  it("leaves the association to EKS: two for one service account are an error", async () => {
    const recording = await recorded(addons([...phase("networking"), ...phase("workload")]));
    expect(recording.ofType(associationType)).to.have.length(0);
  });

  it("VC-59: admits exactly one service account of this cluster to each role", async () => {
    const recording = await recorded(addons([...phase("networking"), ...phase("workload", {}, true)]));
    const accounts = recording.ofType(roleType).map(({ name }) => {
      const { Statement } = JSON.parse(recording.inputs(roleType, name).assumeRolePolicy);
      return Statement.map((statement: Record<string, any>) => statement.Condition.StringEquals);
    });
    const tags = (serviceAccount: string) => ({
      "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:123456789012:cluster/acme",
      "aws:RequestTag/kubernetes-namespace": "kube-system",
      "aws:RequestTag/kubernetes-service-account": serviceAccount,
    });
    expect(accounts).to.have.deep.members([
      [tags("aws-node")],
      [tags("ebs-csi-controller-sa")],
      [tags("efs-csi-controller-sa")],
    ]);
  });

  it("gives the volume drivers the policies that AWS maintains for them", async () => {
    const recording = await recorded(addons(phase("workload", {}, true)));
    const policies = recording.ofType(attachmentType).map(({ inputs }) => inputs.policyArn);
    expect(policies).to.have.members([
      "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
      "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
    ]);
  });

  it("SS-9: lets the EBS driver use the keys of storage classes, and those only", async () => {
    const key = "arn:aws:kms:us-east-1:123456789012:key/0a";
    const list = workloadAddons({
      context: platformContext(),
      settings: addonsSettings(),
      efs: false,
      volumeKmsKeyArns: [key],
    });
    const { Statement } = JSON.parse((await recorded(addons(list))).inputs(policyType).policy);
    expect(Statement.map((statement: Record<string, any>) => statement.Resource)).to.deep.equal([[key], [key]]);
    expect(Statement[0].Condition).to.deep.equal({ Bool: { "kms:GrantIsForAWSResource": "true" } });
  });

  it("uses roles for service accounts instead where the stack says irsa", async () => {
    const recording = await recorded(addons(phase("networking"), { identity: "irsa" }));
    const cni = recording.inputs(addonType, "addons-vpc-cni");
    expect(cni.serviceAccountRoleArn).to.equal("arn:aws:iam::123456789012:role/acme-kube-system-aws-node");
    expect(cni).not.to.have.property("podIdentityAssociations");
  });

  it("waits for the agent and for the role's permissions before it installs the CNI", async () => {
    const recording = await recorded(addons(phase("networking")));
    const { dependencies } = recording.one(addonType, "addons-vpc-cni");
    expect(dependencies).to.include(recording.one(addonType, "addons-eks-pod-identity-agent").urn);
    expect(dependencies).to.include(recording.one(attachmentType).urn);
  });

  it("waits with every add-on for what the component depends on", async () => {
    const recording = await recorded(() => {
      const nodes = new aws.eks.NodeGroup("nodes", {
        clusterName: "acme",
        nodeRoleArn: "r",
        subnetIds: ["s"],
        scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
      });
      new ManagedAddons(
        "addons",
        {
          context: platformContext(),
          cluster: clusterRef(),
          addons: phase("workload"),
          versions,
          identity: "pod-identity",
        },
        { dependsOn: [nodes] },
      );
    });
    const nodes = recording.one("aws:eks/nodeGroup:NodeGroup").urn;
    for (const { dependencies } of recording.ofType(addonType)) expect(dependencies).to.include(nodes);
  });

  it("keeps the network running when an add-on is no longer managed, and takes optional drivers away", async () => {
    const recording = await recorded(addons([...phase("networking"), ...phase("workload", { snapshots: true }, true)]));
    const kept = recording.ofType(addonType).filter(({ inputs }) => inputs.preserve === true);
    expect(kept.map(({ inputs }) => inputs.addonName)).to.have.members([
      "eks-pod-identity-agent",
      "vpc-cni",
      "kube-proxy",
      "coredns",
      "aws-ebs-csi-driver",
    ]);
  });

  it("lays the stack's configuration over the platform's", async () => {
    const list = phase("networking", { configuration: { "vpc-cni": { env: { MINIMUM_IP_TARGET: "4" } } } });
    const values = JSON.parse((await recorded(addons(list))).inputs(addonType, "addons-vpc-cni").configurationValues);
    expect(values.env).to.include({ MINIMUM_IP_TARGET: "4", ENABLE_PREFIX_DELEGATION: "true" });
  });

  it("refuses an add-on without a version", () => {
    return recorded(addons(phase("networking"), { versions: {} })).then(
      () => expect.fail("was accepted"),
      (error: Error) => expect(error.message).to.contain("eks-pod-identity-agent"),
    );
  });

  it("lets the escape hatch have the last word", async () => {
    const transform = { addon: (args: aws.eks.AddonArgs) => ({ ...args, resolveConflictsOnUpdate: "PRESERVE" }) };
    const recording = await recorded(addons(phase("workload"), { transform }));
    expect(recording.inputs(addonType, "addons-coredns").resolveConflictsOnUpdate).to.equal("PRESERVE");
  });
});
