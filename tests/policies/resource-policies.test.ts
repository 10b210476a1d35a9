import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { scopeOf } from "../../policies/support/rule";
import { rules } from "../../policies/rules";
import { resourceDocuments } from "../../policies/iam/resource-documents";
import { type Json, says } from "./support/stack";
import { resource, unknown } from "./support/workloads";

const document = (statement: Json) => JSON.stringify({ Statement: [{ Effect: "Allow", Action: "x:*", ...statement }] });
const token = (kind: string) => {
  const [, module = "", name = ""] = kind.split(".");
  return `aws:${module}/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;
};
const on = (kind: string, property: string, policy: unknown) => resource(token(kind), { [property]: policy }, "one");
const queue = (statement: Json) =>
  says("resource-policies", [on("aws.sqs.QueuePolicy", "policy", document(statement))]);

describe("the policy of a resource", () => {
  it("names who may use it, of every kind", async () => {
    for (const [kind, properties] of Object.entries(resourceDocuments)) {
      for (const property of properties) {
        const of = (statement: Json) => says("resource-policies", [on(kind, property, document(statement))]);
        expect(await of({ Principal: "*" }), kind).to.have.length(1);
        expect(await of({ Principal: { AWS: ["*"] } }), kind).to.have.length(1);
        expect(await of({ Principal: { AWS: "arn:aws:iam::123456789012:role/one" } }), kind).to.deep.equal([]);
      }
    }
  });

  it("may be for everybody under a condition that says whose request it is", async () => {
    const under = (Condition: unknown) => queue({ Principal: "*", Condition });
    const org = { "aws:PrincipalOrgID": "o-example" };
    expect(await under({ StringEquals: org })).to.deep.equal([]);
    expect(await under({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::one" } })).to.deep.equal([]);
    expect(await under({ Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } })).to.deep.equal([]);
    for (const condition of [
      {},
      { Bool: { "aws:SecureTransport": "true" } },
      { StringEqualsIfExists: org },
      { StringNotEquals: org },
      { StringLike: { "aws:PrincipalOrgID": "*" } },
      { ArnLike: { "aws:SourceArn": "arn:*" } },
      { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    ]) {
      expect(await under(condition), JSON.stringify(condition)).to.deep.equal(["violation QueuePolicy one"]);
    }
  });

  it("allows nobody by leaving others out", async () => {
    expect(await queue({ NotPrincipal: { AWS: "123456789012" } })).to.deep.equal(["violation QueuePolicy one"]);
    expect(await queue({ Effect: "Deny", NotPrincipal: { AWS: "123456789012" } })).to.deep.equal([]);
    expect(await queue({ Principal: { AWS: "arn:aws:iam::*:root" } })).to.deep.equal(["violation QueuePolicy one"]);
    expect(await queue({ Principal: { Service: "events.amazonaws.com" } })).to.deep.equal([]);
  });

  it("is said to be unknown", async () => {
    expect(await says("resource-policies", [on("aws.sqs.QueuePolicy", "policy", unknown)])).to.deep.equal([
      "unknown QueuePolicy one",
    ]);
  });

  it("may be a permission of its own", async () => {
    const of = (type: string, inputs: Json) => says("resource-policies", [resource(type, inputs, "one")]);
    const lambda = "aws:lambda/permission:Permission";
    expect(await of(lambda, { principal: "*" })).to.have.length(1);
    expect(await of(lambda, { principal: "*", sourceAccount: "123456789012" })).to.deep.equal([]);
    expect(await of(lambda, { principal: "sns.amazonaws.com" })).to.deep.equal([]);
    expect(await of("aws:cloudwatch/eventPermission:EventPermission", { principal: "*" })).to.have.length(1);
  });
});

/** Properties whose names end like a document's and that are none of IAM's, or grant nothing. */
const noDocument: Record<string, string> = {
  "cfg.OrganizationCustomPolicyRule.policyText": "a rule of AWS Config",
  "cloudformation.Stack.policyBody": "what an update of a stack may replace",
  "cloudwatch.LogAccountPolicy.policyDocument": "a subscription or a mask of log data",
  "cloudwatch.LogDataProtectionPolicy.policyDocument": "a mask of log data",
  "cloudwatch.LogIndexPolicy.policyDocument": "fields of an index",
  "ec2.VpcEndpoint.policy": "narrows what passes the endpoint; it grants nothing",
  "ec2.VpcEndpointPolicy.policy": "narrows what passes the endpoint; it grants nothing",
  "ecr.LifecyclePolicy.policy": "which images are kept",
  "ecr.RepositoryCreationTemplate.lifecyclePolicy": "which images are kept",
  "eks.PodIdentityAssociation.policy": "narrows the role of a session",
  "iot.Policy.policy": "what a device may do with topics",
  "iot.PolicyAttachment.policy": "the name of a policy",
  "networkmanager.CoreNetwork.basePolicyDocument": "routes",
  "networkmanager.CoreNetworkPolicyAttachment.policyDocument": "routes",
  "odb.Network.kmsPolicyDocument": "narrows what passes an endpoint",
  "odb.Network.s3PolicyDocument": "narrows what passes an endpoint",
  "odb.Network.stsPolicyDocument": "narrows what passes an endpoint",
  "opensearch.ServerlessAccessPolicy.policy": "names principals one by one; the service takes no wildcard",
  "opensearch.ServerlessLifecyclePolicy.policy": "how long data is kept",
  "opensearch.ServerlessSecurityPolicy.policy": "encryption and networks",
  "ram.Permission.policyTemplate": "actions of a share; the share names its principals",
  "rolesanywhere.Profile.sessionPolicy": "narrows the role of a session",
  "ses.ReceiptFilter.policy": "whether mail of an address is let in",
  "sns.DataProtectionPolicy.policy": "a mask of messages",
  "transfer.Access.policy": "narrows the role of a session",
  "transfer.User.policy": "narrows the role of a session",
  "verifiedaccess.Endpoint.policyDocument": "Cedar, for people that a trust provider has named",
  "verifiedaccess.Group.policyDocument": "Cedar, for people that a trust provider has named",
};

/** Texts among the arguments of the SDK's classes that are called like a policy document. */
function documentProperties(): string[] {
  const root = join(__dirname, "../../node_modules/@pulumi/aws");
  const modules = readdirSync(root).filter((name) => name !== "types" && statSync(join(root, name)).isDirectory());
  return modules.flatMap((module) =>
    readdirSync(join(root, module))
      .filter((file) => file.endsWith(".d.ts") && !file.startsWith("get"))
      .flatMap((file) => propertiesOf(module, readFileSync(join(root, module, file), "utf8"))),
  );
}

const named =
  /^(policy|.*PolicyDocument|policyDocument|accessPolic(y|ies)|resourcePolicy|assumeRolePolicy|repositoryPolicy|lifecyclePolicy|inlinePolicy|sessionPolicy|policyText|policyBody|policyTemplate|deliveryDestinationPolicy)$/;

function propertiesOf(module: string, source: string): string[] {
  const [, name, body] = /\nexport interface (\w+)Args \{(.*?)\n\}/s.exec(source) ?? [];
  if (name === undefined || body === undefined || !source.includes("static isInstance")) return [];
  const all = [...body.matchAll(/\n {4}(\w+)\??: pulumi\.Input<([^;]*)>;/g)];
  const texts = all.filter(([, property = "", type = ""]) => named.test(property) && /\bstring\b/.test(type));
  return texts.map(([, property]) => `${module}.${name}.${property}`);
}

describe("every policy document of the AWS SDK", () => {
  const all = documentProperties();

  it("is found", () => {
    expect(all).to.include.members(["sqs.QueuePolicy.policy", "iam.Role.assumeRolePolicy", "kms.Key.policy"]);
    expect(all.length).to.be.above(90);
  });

  it("is judged by a rule, or is none of IAM's and says what it is", () => {
    const strange = all.filter((path) => {
      const [module = "", name = ""] = path.split(".");
      const type = token(`aws.${module}.${name}`);
      const judges = rules.filter(
        (rule) => /^(iam-|resource-policies|kms-keys)/.test(rule.name) && scopeOf(rule)(type),
      );
      return judges.length === 0 && !(path in noDocument);
    });
    expect(strange).to.deep.equal([]);
  });

  it("has a place in the table of its rule that exists, and no excuse for one that doesn't", () => {
    const paths = Object.entries(resourceDocuments).flatMap(([kind, properties]) =>
      properties.map((property) => `${kind.slice(4)}.${property}`),
    );
    expect(paths.filter((path) => !all.includes(path))).to.deep.equal([]);
    expect(Object.keys(noDocument).filter((path) => !all.includes(path))).to.deep.equal([]);
  });
});
