import { expect } from "chai";
import { SimulatedAws } from "../aws";
import { placeFrom } from "../place";

const region = "eu-west-1";
const start = () => new SimulatedAws(placeFrom({ AWS_REGION: region }));
const named = (type: string, name: string) => ({ type, urn: `urn:pulumi:test::platform::${type}::${name}` });
const make = (aws: SimulatedAws, type: string, name: string, inputs: Record<string, any>) => {
  const subject = named(type, name);
  const { id } = aws.create(subject, inputs, false);
  return {
    id,
    update: (news: Record<string, any>) => aws.update(subject, id, inputs, news, false),
    remove: () => aws.delete(subject, id),
  };
};

const group = "aws:eks/nodeGroup:NodeGroup";
const sized = (minSize: number, desiredSize: number, maxSize: number) => ({
  clusterName: "test",
  nodeGroupNamePrefix: "general-",
  scalingConfig: { minSize, desiredSize, maxSize },
});

describe("what AWS says no to", () => {
  it("a node group whose least size is above the one it has", () => {
    const pool = make(start(), group, "general", sized(0, 0, 3));
    expect(() => pool.update(sized(2, 0, 3))).to.throw("Minimum capacity 2 can't be greater than desired size 0");
    expect(() => make(start(), group, "general", sized(1, 4, 3))).to.throw("can't be greater than max size 3");
  });

  it("subnets of a zone that the cluster wasn't made with", () => {
    const aws = start();
    const subnet = (zone: string, index: number) =>
      make(aws, "aws:ec2/subnet:Subnet", zone, {
        vpcId: "vpc-1",
        availabilityZone: `${region}${zone}`,
        cidrBlock: `10.0.${index}.0/24`,
      }).id;
    const [a, b, c] = [subnet("a", 0), subnet("b", 1), subnet("c", 2)];
    const inputs = (...subnetIds: (string | undefined)[]) => ({ name: "test", vpcConfig: { subnetIds } });
    const cluster = make(aws, "aws:eks/cluster:Cluster", "test", inputs(a, b));
    expect(() => cluster.update(inputs(a, b, c))).to.throw("Provided subnets belong to eu-west-1c");
    expect(() => cluster.update(inputs(b, a))).not.to.throw();
  });

  it("a secret whose name is still scheduled for deletion, until its days are over", () => {
    const aws = start();
    const secret = () =>
      make(aws, "aws:secretsmanager/secret:Secret", "token", { name: "test/token", recoveryWindowInDays: 7 });
    secret().remove();
    expect(secret).to.throw("a secret with this name is already scheduled for deletion");
    aws.world.wait(7);
    expect(secret).not.to.throw();
  });

  it("the deletion of a bucket that has objects, unless the provider empties it", () => {
    const aws = start();
    const bucket = make(aws, "aws:s3/bucket:Bucket", "logs", { bucket: "logs" });
    aws.world.leave({ kind: "object", region, name: "logs" });
    expect(bucket.remove).to.throw("BucketNotEmpty");
    expect(make(aws, "aws:s3/bucket:Bucket", "logs", { bucket: "other", forceDestroy: true }).remove).not.to.throw();
  });

  it("the deletion of a vault that has recovery points", () => {
    const aws = start();
    const vault = make(aws, "aws:backup/vault:Vault", "vault", { name: "test" });
    aws.world.leave({ kind: "recovery-point", region, name: "test" });
    expect(vault.remove).to.throw("contains recovery points");
  });

  it("the deletion of a security group that another names", () => {
    const aws = start();
    const first = make(aws, "aws:ec2/securityGroup:SecurityGroup", "a", { name: "a", vpcId: "vpc-1" });
    const rule = make(aws, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "from-a", {
      securityGroupId: "sg-other",
      referencedSecurityGroupId: first.id,
    });
    expect(first.remove).to.throw(`DependencyViolation: resource ${first.id} has a dependent object: ${rule.id}`);
    rule.remove();
    expect(first.remove).not.to.throw();
  });

  it("the sixty-first rule of a security group", () => {
    const aws = start();
    const rule = (port: number) =>
      make(aws, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `port-${port}`, {
        securityGroupId: "sg-1",
        fromPort: port,
        cidrIpv4: "10.0.0.0/8",
      });
    for (let port = 1; port <= 60; port++) rule(port);
    expect(() => rule(61)).to.throw("RulesPerSecurityGroupLimitExceeded");
  });

  it("a second final snapshot of the same name", () => {
    const aws = start();
    const database = () =>
      make(aws, "aws:rds/instance:Instance", "orders", {
        identifier: "orders",
        finalSnapshotIdentifier: "orders-final",
      });
    database().remove();
    expect(database().remove).to.throw("DBSnapshotAlreadyExists");
  });

  it("a replica of a database whose password RDS keeps", () => {
    const aws = start();
    const source = (more: Record<string, any>) =>
      make(aws, "aws:rds/instance:Instance", "orders", {
        identifier: "orders",
        engine: "postgres",
        backupRetentionPeriod: 7,
        ...more,
      });
    const replica = () =>
      make(aws, "aws:rds/instance:Instance", "copy", {
        identifier: "copy",
        replicateSourceDb: `arn:aws:rds:${region}:123456789012:db:orders`,
      });
    const managed = source({ manageMasterUserPassword: true });
    expect(replica).to.throw("Read replicas aren't supported");
    managed.update({ identifier: "orders", engine: "postgres", backupRetentionPeriod: 7 });
    expect(replica).not.to.throw();
  });

  it("a backup window inside the maintenance window", () => {
    const database = (backupWindow: string, maintenanceWindow: string) => () =>
      make(start(), "aws:rds/instance:Instance", "orders", { identifier: "orders", backupWindow, maintenanceWindow });
    expect(database("02:00-03:00", "sun:02:30-sun:04:00")).to.throw("must not overlap");
    expect(database("23:30-00:30", "mon:00:00-mon:01:00")).to.throw("must not overlap");
    expect(database("02:00-03:00", "sun:03:00-sun:05:00")).not.to.throw();
  });

  it("a second access entry of a principal", () => {
    const aws = start();
    const entry = (name: string) => () =>
      make(aws, "aws:eks/accessEntry:AccessEntry", name, {
        clusterName: "test",
        principalArn: "arn:aws:iam::1:role/admin",
      });
    entry("one")();
    expect(entry("two")).to.throw("ResourceInUseException");
  });

  it("a log group that EKS made anew, because the control plane still writes", () => {
    const aws = start();
    const logs = () => make(aws, "aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/aws/eks/test/cluster" });
    make(aws, "aws:eks/cluster:Cluster", "test", { name: "test", enabledClusterLogTypes: ["api"] });
    logs().remove();
    expect(logs).to.throw("ResourceAlreadyExistsException");
  });

  it("two roles of one name in two regions, and two log groups of one name in one", () => {
    const aws = start();
    const role = () => make(aws, "aws:iam/role:Role", "role", { name: "test-node" });
    role();
    aws.place.region = "eu-central-1";
    expect(role).to.throw('EntityAlreadyExists: there is a role "test-node" already');
    const logs = () => make(aws, "aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/test" });
    logs();
    expect(logs).to.throw("ResourceAlreadyExistsException");
  });

  it("lets a replacement of a node group stand beside the old one", () => {
    const aws = start();
    const [one, two] = [1, 2].map(() => make(aws, group, "general", sized(1, 1, 2)).id);
    expect(one)
      .to.match(/^test:general-/)
      .and.not.to.equal(two);
  });
});
