import { expect } from "chai";
import { unknown } from "../values";
import { schemaProblems } from "./validate";

const group = (more: Record<string, any> = {}) => ({
  clusterName: "test",
  nodeRoleArn: unknown,
  subnetIds: ["subnet-1"],
  scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 2 },
  taints: [{ key: "batch", value: "true", effect: "NO_SCHEDULE" }],
  ...more,
});
const problems = (more: Record<string, any>) => schemaProblems("aws:eks/nodeGroup:NodeGroup", group(more));
const rule = (name: string) => schemaProblems("aws:cloudwatch/eventRule:EventRule", { name, eventPattern: "{}" });

describe("what AWS takes by its schemas", () => {
  it("a node group whose role isn't known yet", () => expect(problems({})).to.deep.equal([]));

  it("no value that an enumeration doesn't have, however deep", () => {
    expect(problems({ taints: [{ key: "batch", effect: "NoSchedule" }] })).to.deep.equal([
      "Taints.0.Effect must be equal to one of the allowed values (NO_EXECUTE, NO_SCHEDULE, PREFER_NO_SCHEDULE): NoSchedule",
    ]);
  });

  it("no input that it doesn't know, however deep", () => {
    expect(problems({ scalingConfig: { minSize: 1, maxSize: 2, size: 1 } })).to.deep.equal([
      'AWS::EKS::Nodegroup has nothing for "scalingConfig.size" (schema/types.ts)',
    ]);
  });

  it("no number out of its range", () => {
    expect(problems({ scalingConfig: { minSize: -1, maxSize: 2 } })).to.deep.equal([
      "ScalingConfig.MinSize must be >= 0",
    ]);
  });

  it("no other type of value", () => {
    expect(problems({ scalingConfig: { minSize: "two", maxSize: 2 } })).to.deep.equal([
      "ScalingConfig.MinSize must be integer: two",
    ]);
  });

  it("a flow log of a VPC that is there: the provider says that it is one", () => {
    const log = {
      vpcId: "vpc-1",
      trafficType: "ALL",
      logDestination: "arn:aws:logs:us-east-1:123456789012:log-group:x",
    };
    expect(schemaProblems("aws:ec2/flowLog:FlowLog", log)).to.deep.equal([]);
  });

  it("nothing without what it requires", () => {
    const replication = { role: "arn:aws:iam::123456789012:role/copy", rules: [{ status: "Enabled" }] };
    expect(schemaProblems("aws:s3/bucketReplicationConfig:BucketReplicationConfig", replication)).to.deep.equal([
      "ReplicationConfiguration.Rules.0 must have required property 'Destination'",
    ]);
  });

  it("no rule of EventBridge with a name of more than 64 characters", () => {
    expect(rule("a".repeat(64))).to.deep.equal([]);
    expect(rule("a".repeat(65))).to.deep.equal([`Name must NOT have more than 64 characters: ${"a".repeat(65)}`]);
  });

  it("no queue with a name of more than 80", () => {
    const name = "a".repeat(81);
    expect(schemaProblems("aws:sqs/queue:Queue", { name })).to.deep.equal([
      `name is "${name}" (81 characters): at most 80 letters, digits, hyphens and underscores`,
    ]);
  });

  it("no database whose identifier has two hyphens in a row", () => {
    const inputs = { identifier: "orders--db", engine: "postgres", instanceClass: "db.t4g.micro" };
    expect(schemaProblems("aws:rds/instance:Instance", inputs)).to.have.length(2);
  });

  it("no type that the table has nothing for", () => {
    expect(schemaProblems("aws:lex/bot:Bot", {})).to.deep.equal([
      "schema/types.ts has no counterpart of aws:lex/bot:Bot",
    ]);
  });
});
