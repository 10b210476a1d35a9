import { expect } from "chai";
import * as fc from "fast-check";
import { clusterArn, irsaTrust, policyDocument, serviceTrust } from "../../../components/identity/policy-document";
import { WorkloadIdentity, type WorkloadIdentityArgs } from "../../../components/identity/workload-identity";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";

const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/rolePolicy:RolePolicy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const associationType = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const issuer = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";

function identity(deviation: Partial<WorkloadIdentityArgs> = {}): () => WorkloadIdentity {
  const args: WorkloadIdentityArgs = {
    context: platformContext(),
    namespace: "shop",
    serviceAccount: "api",
    mode: "pod-identity",
    ...deviation,
  };
  return () => new WorkloadIdentity("api", args);
}

const trustOf = async (deviation: Partial<WorkloadIdentityArgs> = {}) =>
  JSON.parse((await recorded(identity(deviation))).inputs(roleType).assumeRolePolicy).Statement;

describe("WorkloadIdentity", () => {
  it("VC-59: by Pod Identity, admits one service account of one cluster and nothing else", async () => {
    expect(await trustOf()).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:123456789012:cluster/acme",
            "aws:RequestTag/kubernetes-namespace": "shop",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      },
    ]);
  });

  it("associates the role with the service account", async () => {
    const association = (await recorded(identity())).inputs(associationType);
    expect(association).to.include({ clusterName: "acme", namespace: "shop", serviceAccount: "api" });
  });

  it("makes no association where an EKS add-on makes its own", async () => {
    expect((await recorded(identity({ associate: false }))).ofType(associationType)).to.deep.equal([]);
  });

  it("VC-59: by IRSA, admits one subject of the cluster's issuer, for STS only", async () => {
    expect(await trustOf({ mode: "irsa", oidcIssuer: issuer })).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: "system:serviceaccount:shop:api",
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ]);
  });

  it("tells the service account its role by IRSA only", async () => {
    const made: Record<string, string>[] = [];
    await recorded(() => made.push(identity({ mode: "irsa", oidcIssuer: issuer })().serviceAccountAnnotations));
    await recorded(() => made.push(identity()().serviceAccountAnnotations));
    expect(made).to.deep.equal([{ "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/acme-shop-api" }, {}]);
  });

  it("makes no association by IRSA", async () => {
    const recording = await recorded(identity({ mode: "irsa", oidcIssuer: issuer }));
    expect(recording.ofType(associationType)).to.deep.equal([]);
  });

  it("refuses IRSA without an issuer, naming the service account", () => {
    expect(() => irsaTrust({ context: platformContext(), namespace: "shop", serviceAccount: "api" })).to.throw(
      "shop/api",
    );
  });

  it("grants what it is told to and nothing more", async () => {
    const policy = policyDocument({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" });
    const recording = await recorded(identity({ policy, managedPolicyArns: ["arn:aws:iam::aws:policy/Some"] }));
    expect(JSON.parse(recording.inputs(policyType).policy)).to.deep.equal(policy);
    expect(recording.inputs(attachmentType).policyArn).to.equal("arn:aws:iam::aws:policy/Some");
  });

  it("grants nothing when it is told nothing", async () => {
    const recording = await recorded(identity());
    expect([...recording.ofType(policyType), ...recording.ofType(attachmentType)]).to.deep.equal([]);
  });

  it("gives roles names that IAM takes and that stay different, however long the parts are", async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}[a-z0-9]$/);
    await fc.assert(
      fc.asyncProperty(name, name, async (first, second) => {
        fc.pre(first !== second);
        const arns: string[] = [];
        await recorded(() => {
          for (const [index, serviceAccount] of [first, second].entries()) {
            const args: WorkloadIdentityArgs = {
              context: platformContext(),
              namespace: "shop",
              serviceAccount,
              mode: "pod-identity",
            };
            arns.push(new WorkloadIdentity(`identity-${index}`, args).roleArn);
          }
        });
        for (const arn of arns) expect(arn.split("/")[1]).to.match(/^[\w+=,.@-]{1,64}$/);
        expect(arns[0]).not.to.equal(arns[1]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("trust of AWS services", () => {
  it("names the service", () => {
    expect(serviceTrust("ec2.amazonaws.com").Statement).to.deep.equal([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
    ]);
  });

  it("knows the cluster's ARN before the cluster", () => {
    expect(clusterArn(platformContext({ region: "cn-north-1", partition: "aws-cn" }))).to.equal(
      "arn:aws-cn:eks:cn-north-1:123456789012:cluster/acme",
    );
  });

  it("transform reaches every child, last", async () => {
    const policy = policyDocument({ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] });
    const program = await recorded(
      identity({
        policy,
        managedPolicyArns: ["arn:aws:iam::aws:policy/A"],
        transform: {
          role: (args) => ({ ...args, maxSessionDuration: 7200 }),
          policy: (args) => ({ ...args, name: "mine" }),
          policyAttachment: (args) => ({ ...args, policyArn: "arn:aws:iam::aws:policy/AB" }),
          association: (args) => ({ ...args, tags: { mine: "yes" } }),
        },
      }),
    );
    expect(program.inputs(roleType).maxSessionDuration).to.equal(7200);
    expect(program.inputs(policyType).name).to.equal("mine");
    expect(program.inputs(attachmentType).policyArn).to.equal("arn:aws:iam::aws:policy/AB");
    expect(program.inputs(associationType).tags).to.deep.equal({ mine: "yes" });
  });
});
