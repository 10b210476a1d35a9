import { expect } from "chai";
import { SimulatedAws } from "./aws";
import { placeFrom } from "./place";
import { unknown } from "./values";

const aws = () => new SimulatedAws(placeFrom({ AWS_REGION: "eu-west-1" }));
const named = (type: string, name: string) => ({ type, urn: `urn:pulumi:test::platform::${type}::${name}` });
const role = named("aws:iam/role:Role", "reader");

describe("the simulated AWS", () => {
  it("refuses what the SDK doesn't know and what is missing", () => {
    const { failures } = aws().check(role, {}, { colour: "blue" });
    expect(failures.map(({ reason }) => reason)).to.deep.equal([
      "Missing required property 'assumeRolePolicy'",
      "aws:iam/role:Role has no input 'colour'",
      "the resource must have required property 'AssumeRolePolicyDocument'",
    ]);
  });

  it("gives a resource without a name one that stays", () => {
    const first = aws().check(role, {}, { assumeRolePolicy: "{}" }, "seed").inputs;
    expect(first.name).to.match(/^reader-[0-9a-f]{7}$/);
    expect(aws().check(role, first, { assumeRolePolicy: "{}" }, "other").inputs.name).to.equal(first.name);
  });

  it("adds the provider's default tags, and lets the resource's win", () => {
    const account = aws();
    account.configure({ defaultTags: { tags: { team: "platform", stack: "test" } } });
    const { inputs } = account.check(role, {}, { assumeRolePolicy: "{}", tags: { team: "shop" } });
    expect(inputs.tagsAll).to.deep.equal({ team: "shop", stack: "test" });
  });

  it("deletes first when the replacement takes the same name", () => {
    const group = named("aws:ec2/securityGroup:SecurityGroup", "web");
    const change = (name: string) =>
      aws().diff(group, { name, vpcId: "vpc-1", __defaults: [] }, { name, vpcId: "vpc-2", __defaults: [] });
    expect(change("web")).to.deep.equal({ changed: ["vpcId"], replaces: ["vpcId"], deleteBeforeReplace: true });
  });

  it("makes a replacement beside the old one with another id", () => {
    const account = aws();
    const vpc = named("aws:ec2/vpc:Vpc", "net");
    const first = account.create(vpc, { cidrBlock: "10.0.0.0/16" }, false);
    const second = account.create(vpc, { cidrBlock: "10.1.0.0/16" }, false);
    account.delete(vpc, first.id);
    expect(second.id).not.to.equal(first.id);
    expect(account.world.all(vpc.type).map(({ id }) => id)).to.deep.equal([second.id]);
  });

  it("keeps computed outputs over an update", () => {
    const account = aws();
    const made = account.create(role, { name: "reader", assumeRolePolicy: "{}" }, false);
    const updated = account.update(role, made.id, made.outputs, { name: "reader", assumeRolePolicy: "{ }" }, false);
    expect(updated).to.deep.equal({ ...made.outputs, assumeRolePolicy: "{ }" });
  });

  it("reads as inputs what the program gave, and no part that AWS adds to it", () => {
    const account = aws();
    const type = named("aws:eks/cluster:Cluster", "first");
    const inputs = {
      name: "first",
      roleArn: "arn:aws:iam::123456789012:role/first",
      vpcConfig: { subnetIds: ["a", "b"] },
    };
    const { id, outputs } = account.create(type, inputs, false);
    expect(outputs.vpcConfig).to.have.property("clusterSecurityGroupId");
    expect(account.read(type, id, inputs, outputs).inputs).to.deep.equal(inputs);
  });

  it("knows in a preview what the program says and nothing else", () => {
    const { id, outputs } = aws().create(role, { name: "reader", assumeRolePolicy: "{}" }, true);
    expect([id, outputs.name, outputs.arn]).to.deep.equal(["", "reader", unknown]);
  });

  it("works in no account that the provider doesn't allow", () => {
    expect(() => aws().configure({ allowedAccountIds: ["210987654321"] })).to.throw("not allowed: 123456789012");
  });
});
