import { expect } from "chai";
import { networkingAddons, workloadAddons } from "../../../components/managed-addons/catalog";
import { platformContext } from "../../support/builders";
import { admits, defects, isAllowed, wildcardGrants } from "../../support/iam";
import { recorded } from "../../support/record";
import { addons as installed, addonsSettings } from "./builders";

const key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const settings = addonsSettings({ snapshots: true });
const context = platformContext();
const addons = [
  ...networkingAddons({ context, settings }),
  ...workloadAddons({ context, settings, efs: true, volumeKmsKeyArns: [key] }),
];
const identities = addons.flatMap(({ name, identity }) => (identity ? [{ name, ...identity }] : []));

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const managedPolicies: Record<string, string> = {
  "vpc-cni": "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
  "aws-ebs-csi-driver": "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
  "aws-efs-csi-driver": "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
};

describe("AWS identities of EKS add-ons", () => {
  it("SS-53: each that calls AWS has the one policy that AWS maintains for it", () => {
    expect(Object.fromEntries(identities.map((one) => [one.name, one.managedPolicyArn]))).to.deep.equal(
      managedPolicies,
    );
  });

  it("SS-53, SS-56: documents of ours hold no wildcard and nothing that AWS does not know", async () => {
    const documents = identities.flatMap(({ policy }) => policy ?? []);
    expect(documents).to.have.length(1);
    for (const policy of documents) {
      expect(await defects(policy)).to.deep.equal([]);
      expect(await wildcardGrants(policy)).to.deep.equal([]);
    }
  });

  it("the EBS driver may use the key of a storage class for volumes, and nothing beside", async () => {
    const policy = identities.find(({ name }) => name === "aws-ebs-csi-driver")?.policy;
    if (!policy) throw new Error("no policy");
    const forVolumes = { "kms:GrantIsForAWSResource": "true" };
    for (const action of ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo", "kms:DescribeKey"])
      expect(await isAllowed(policy, { action, on: key }), action).to.equal(true);
    expect(await isAllowed(policy, { action: "kms:CreateGrant", on: key, with: forVolumes })).to.equal(true);
    expect(await isAllowed(policy, { action: "kms:CreateGrant", on: key })).to.equal(false);
    expect(await isAllowed(policy, { action: "kms:Decrypt", on: `${key.slice(0, -1)}c` })).to.equal(false);
    expect(await isAllowed(policy, { action: "kms:ScheduleKeyDeletion", on: key })).to.equal(false);
    expect(await isAllowed(policy, { action: "kms:PutKeyPolicy", on: key })).to.equal(false);
  });

  it("SS-54, VC-59: each role admits its own service account in kube-system and no other", async () => {
    const program = await recorded(installed(addons));
    const roles = program.ofType("aws:iam/role:Role").map(({ name }) => program.inputs("aws:iam/role:Role", name));
    expect(roles).to.have.length(identities.length);
    for (const { serviceAccount } of identities) {
      const self = { cluster: "acme", namespace: "kube-system", serviceAccount };
      const admitting = await Promise.all(
        roles.map((role) => admits(JSON.parse(role.assumeRolePolicy as string) as unknown, self)),
      );
      expect(admitting.filter(Boolean), serviceAccount).to.have.length(1);
    }
    for (const role of roles) {
      const trust = JSON.parse(role.assumeRolePolicy as string) as unknown;
      for (const other of [{ cluster: "other" }, { namespace: "default" }, { serviceAccount: "default" }]) {
        const pod = { cluster: "acme", namespace: "kube-system", serviceAccount: "aws-node", ...other };
        expect(await admits(trust, pod)).to.equal(false);
      }
    }
  });
});

describe("the checks of policy documents", () => {
  const document = (statement: object) => ({
    Version: "2012-10-17" as const,
    Statement: [{ Sid: "One", Effect: "Allow" as const, Action: "sqs:ReceiveMessage", Resource: queue, ...statement }],
  });
  const queue = "arn:aws:sqs:us-east-1:123456789012:jobs";

  const wrong: [string, object, string][] = [
    ["a misspelt action", { Action: "sqs:RecieveMessage" }, "One: sqs:RecieveMessage is no action"],
    ["an action with a wildcard", { Action: "sqs:*" }, "One: sqs:* is no action"],
    [
      "an action that takes no resource, on one",
      { Action: "ec2:DescribeSubnets" },
      "One: ec2:DescribeSubnets takes none of its resources",
    ],
    [
      "a resource that nothing takes",
      { Resource: [queue, "arn:aws:s3:::jobs"] },
      "One: no action takes arn:aws:s3:::jobs",
    ],
    [
      "a condition that requests don't carry",
      { Condition: { StringEquals: { "aws:RequestTag/team": "a" } } },
      "One: requests of sqs:ReceiveMessage don't carry aws:RequestTag/team",
    ],
    [
      "a condition key that doesn't exist",
      { Condition: { StringEquals: { "sqs:Colour": "a" } } },
      "One: sqs:Colour is no condition key",
    ],
  ];
  for (const [what, statement, finding] of wrong) {
    it(`find ${what}`, async () => {
      expect(await defects(document(statement))).to.include(finding);
    });
  }

  it("find * where AWS takes a resource", async () => {
    expect(await defects(document({}))).to.deep.equal([]);
    expect(await wildcardGrants(document({ Resource: "*" }))).to.deep.equal(["sqs:ReceiveMessage"]);
  });
});
