import { expect } from "chai";
import { claimsAbout, type SettingCase } from "./support/cases";
import { compliant, podIdentityTrust } from "./support/compliant";
import { runStrictly, set } from "./support/workloads";

describe("rules on IAM", () => {
  const statement = (one: Record<string, unknown>) => JSON.stringify({ Statement: { Effect: "Allow", ...one } });
  const policy = "aws:iam/rolePolicy:RolePolicy";
  const settings: SettingCase[] = [
    {
      rule: "iam-no-wildcards",
      type: policy,
      at: "policy",
      bad: [
        statement({ Action: "s3:*", Resource: "arn:aws:s3:::one/*" }),
        statement({ Action: ["*"], Resource: "arn:x" }),
        statement({ NotAction: "iam:*", Resource: "arn:x" }),
        statement({ Action: "s3:GetObject", NotResource: "arn:x" }),
        statement({ Action: "s3:PutObject", Resource: "*" }),
        statement({ Action: "secretsmanager:GetSecretValue", Resource: ["*"] }),
        statement({ Action: 3, Resource: "arn:x" }),
        "{",
      ],
      fine: [
        statement({ Action: "s3:PutObject", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/x": "y" } } }),
        statement({ Action: "ec2:Describe*", Resource: "*" }),
        statement({ Effect: "Deny", Action: "*", Resource: "*" }),
      ],
      alsoHit: ["iam-no-escalation"],
      optional: true,
    },
    {
      rule: "iam-no-escalation",
      type: policy,
      at: "policy",
      bad: [
        statement({ Action: "iam:PassRole", Resource: "*", Condition: { Bool: { x: "y" } } }),
        statement({ Action: "iam:Pass*", Resource: "arn:aws:iam::123456789012:role/*" }),
        statement({ Action: ["ec2:RunInstances", "iam:putrolepolicy"], Resource: ["arn:x", "*"] }),
      ],
      fine: [statement({ Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/one-*" })],
      alsoHit: ["iam-no-wildcards"],
      optional: true,
    },
    {
      rule: "iam-no-broad-policies",
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      at: "policyArn",
      bad: ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess"],
      optional: true,
    },
  ];
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  const trusts = async (text: unknown) => {
    const role = compliant("aws:iam/role:Role");
    set(role.inputs, "assumeRolePolicy", text);
    return (await runStrictly([role])).findings.map(({ policy: rule, message }) => `${rule}: ${message}`);
  };
  const irsa = String(compliant("aws:iam/role:Role").inputs["assumeRolePolicy"]);

  it("bind a role to one service account, by IRSA or Pod Identity", async () => {
    expect(await trusts(irsa)).to.deep.equal([]);
    expect(await trusts(podIdentityTrust)).to.deep.equal([]);
  });

  it("find a trust in more than one service account, by what is missing", async () => {
    const found = async (text: string) => (await trusts(text)).join("\n");
    expect(await found(irsa.replace("system:serviceaccount:shop:api", "system:serviceaccount:shop:*"))).to.contain(
      "every pod",
    );
    expect(await found(irsa.replace("StringEquals", "StringLike"))).to.contain(
      "without a condition on the token's subject",
    );
    expect(await found(irsa.replace(":aud", ":azp"))).to.contain("audience");
    expect(await found(podIdentityTrust.replace("kubernetes-namespace", "x"))).to.contain("kubernetes-namespace");
    for (const pattern of ['"*"', '"ap?"', '"ap*"']) {
      expect(await found(podIdentityTrust.replace('"api"', pattern))).to.contain("bound to no service account");
    }
    expect(await found(podIdentityTrust.replace("eks-cluster-arn", "x"))).to.contain("every cluster in the account");
  });

  it("find a role for everybody, for nobody, and one that can't be read", async () => {
    const everybody = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    });
    for (const text of [everybody, everybody.replace('{"AWS":"*"}', '"*"'), undefined, "{", 3, []]) {
      expect(await trusts(text), JSON.stringify(text)).to.have.length.above(0);
    }
  });

  it("find credentials that never expire", async () => {
    const key = { ...compliant("aws:kms/key:Key"), type: "aws:iam/accessKey:AccessKey", inputs: {} };
    expect((await runStrictly([key])).findings.map(({ policy: rule }) => rule)).to.deep.equal(["iam-no-access-keys"]);
  });
});
