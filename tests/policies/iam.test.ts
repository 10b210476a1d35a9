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
        // Broader than what is refused by name.
        ...["secretsmanager:Get*", "ssm:Get*", "s3:Get*", "s3:G?t*", "dynamodb:*Item"].map((Action) =>
          statement({ Action, Resource: "*" }),
        ),
        ...["**", "arn:*", "arn:aws:s3:::*", "arn:aws:s3:::*/*"].map((Resource) =>
          statement({ Action: "s3:DeleteObject", Resource }),
        ),
        ...["s3:**", "s3:?*", "s?:GetObject"].map((Action) => statement({ Action, Resource: "arn:aws:s3:::one/*" })),
        "{",
      ],
      fine: [
        statement({ Action: "s3:PutObject", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/x": "y" } } }),
        statement({ Action: "ec2:Describe*", Resource: "*" }),
        statement({ Action: "ssm:Describe*", Resource: "*" }),
        statement({ Action: "s3:DeleteObject", Resource: "arn:aws:s3:::one/*" }),
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
        ...["**", "arn:*", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:ro*", "arn:aws:iam::1*:*"].map(
          (Resource) => statement({ Action: "iam:PassRole", Resource }),
        ),
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

  it("find a subject that names nobody, a whole account, and everybody but some", async () => {
    const github = "token.actions.githubusercontent.com";
    const ci = (sub: string) =>
      JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${github}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringLike: { [`${github}:sub`]: sub },
            StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
          },
        },
      });
    for (const sub of ["repo:acme/shop:ref:refs/heads/main", "repo:acme/*", "repo:acme/shop:*"]) {
      expect(await trusts(ci(sub)), sub).to.deep.equal([]);
    }
    for (const sub of ["*", "repo:*", "repo:*/*", "repo:?*", "repo:a*/shop", "r*"]) {
      expect(await trusts(ci(sub)), sub).to.have.length(1);
    }
    const of = (principal: unknown, rest = {}) =>
      JSON.stringify({ Statement: { Effect: "Allow", Action: "sts:AssumeRole", ...(principal as object), ...rest } });
    const root = { Principal: { AWS: "arn:aws:iam::999999999999:root" } };
    expect(await trusts(of(root))).to.have.length(1);
    expect(await trusts(of({ Principal: { AWS: "999999999999" } }))).to.have.length(1);
    expect(await trusts(of(root, { Condition: { StringEquals: { "sts:ExternalId": "x" } } }))).to.deep.equal([]);
    expect(await trusts(of({ Principal: { AWS: "arn:aws:iam::999999999999:role/one" } }))).to.deep.equal([]);
    expect(await trusts(of({ NotPrincipal: { AWS: "arn:aws:iam::999999999999:role/one" } }))).to.have.length(1);
    const role = { ...compliant("aws:iam/role:Role"), inputs: { assumeRolePolicy: of(root) } };
    const own = { "iam-trust": { accounts: ["999999999999"] } };
    expect((await runStrictly([role], own)).findings).to.deep.equal([]);
  });

  it("find credentials that never expire", async () => {
    const key = { ...compliant("aws:kms/key:Key"), type: "aws:iam/accessKey:AccessKey", inputs: {} };
    expect((await runStrictly([key])).findings.map(({ policy: rule }) => rule)).to.deep.equal(["iam-no-access-keys"]);
  });
});
