import { expect } from "chai";
import { fileSystemPolicy } from "../../../components/storage/file-system-policy";
import { Storage } from "../../../components/storage/storage";
import { recorded } from "../../support/record";
import { storageArgs } from "./builders";

const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";

async function built(given?: Record<string, unknown>) {
  return recorded(() => new Storage("storage", storageArgs(given)));
}

/** What a class says, without what Pulumi's SDK adds. */
async function classOf(given: Record<string, unknown>) {
  const { apiVersion, kind, metadata, ...spec } = (await built({ data: given })).inputs(storageClass);
  expect([apiVersion, kind, metadata.name]).to.deep.equal(["storage.k8s.io/v1", "StorageClass", "data"]);
  return spec;
}

describe("Storage, EBS classes", () => {
  it("KP-18: fast-ssd is exactly what the general platform wrote", async () => {
    const spec = await classOf({ type: "gp3", iops: 3000, throughput: 125 });
    expect(spec).to.deep.equal({
      provisioner: "ebs.csi.aws.com",
      parameters: {
        type: "gp3",
        iops: "3000",
        throughput: "125",
        encrypted: "true",
        "csi.storage.k8s.io/fstype": "ext4",
        tagSpecification_1: "backup=vault",
      },
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      reclaimPolicy: "Delete",
    });
  });

  it("VC-17, SS-9: gp3 keeps its volumes, grows, and is the default where a stack says so", async () => {
    const run = await built({
      gp3: { type: "gp3", iops: 3000, throughput: 125, reclaimPolicy: "Retain", default: true },
    });
    const { reclaimPolicy, allowVolumeExpansion, metadata } = run.inputs(storageClass);
    expect([reclaimPolicy, allowVolumeExpansion]).to.deep.equal(["Retain", true]);
    expect(metadata.annotations).to.deep.equal({
      "platform/config-path": "storageClasses.gp3",
      "storageclass.kubernetes.io/is-default-class": "true",
    });
  });

  const beside = { "csi.storage.k8s.io/fstype": "ext4", tagSpecification_1: "backup=vault" };

  it("VC-18: io2 has 10,000 IOPS, and Block Express above 64,000", async () => {
    const parameters = { type: "io2", iops: "10000", encrypted: "true", ...beside };
    expect((await classOf({ type: "io2", iops: 10000 })).parameters).to.deep.equal(parameters);
    const fast = await classOf({ type: "io2", iops: 64001 });
    expect(fast.parameters).to.deep.equal({ ...parameters, iops: "64001", blockExpress: "true" });
  });

  it("MP-9, MP-10: any number of classes, all of which bind a volume in the zone of its first pod", async () => {
    const run = await built({ logs: { type: "gp3" }, database: { type: "io2", iops: 5000 }, media: { type: "efs" } });
    const made = run.ofType(storageClass).map(({ inputs }) => inputs.volumeBindingMode);
    expect(made).to.deep.equal(Array(3).fill("WaitForFirstConsumer"));
  });

  it("VC-84, VC-87: its volumes are in the plan, unless it says by whom else they are copied, or why by nobody", async () => {
    const tagOf = async (given: object) => (await classOf({ type: "gp3", ...given })).parameters.tagSpecification_1;
    expect(await tagOf({})).to.equal("backup=vault");
    expect(await tagOf({ backup: "snapshots" })).to.equal("backup=snapshots-acme");
    expect(await tagOf({ noBackup: { reason: "a cache" } })).to.equal("backup=none");
  });

  it("uses a key of the stack", async () => {
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0a";
    expect((await classOf({ type: "gp3", kmsKeyArn })).parameters.kmsKeyId).to.equal(kmsKeyArn);
  });

  it("makes no file system", async () => {
    expect((await built()).ofType("aws:efs/fileSystem:FileSystem")).to.deep.equal([]);
  });
});

describe("Storage, EFS classes", () => {
  it("VC-19: makes an encrypted General Purpose file system that outlives the stack", async () => {
    const run = await built({ efs: { type: "efs" } });
    const made = run.one("aws:efs/fileSystem:FileSystem");
    expect(made.inputs).to.deep.equal({
      encrypted: true,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
      tags: { Name: "acme-storage-efs", backup: "vault" },
    });
    expect([made.protect, made.retainOnDelete]).to.deep.equal([true, true]);
  });

  it("gives each claim an access point of its own, over TLS", async () => {
    const run = await built({ efs: { type: "efs", fileSystem: { userId: 1000 } } });
    const { parameters, mountOptions, provisioner } = run.inputs(storageClass);
    expect(provisioner).to.equal("efs.csi.aws.com");
    expect(mountOptions).to.deep.equal(["tls"]);
    expect(parameters).to.deep.equal({
      provisioningMode: "efs-ap",
      fileSystemId: "[unknown]",
      directoryPerms: "770",
      basePath: "/efs",
      uid: "1000",
      gid: "1000",
    });
  });

  it("makes a mount target in each zone, before the class, behind a group that admits NFS from nodes only", async () => {
    const run = await built({ efs: { type: "efs" } });
    const targets = run.ofType("aws:efs/mountTarget:MountTarget");
    expect(targets.map(({ name, inputs }) => [name, inputs.subnetId])).to.deep.equal([
      ["storage-efs-us-east-1a", "subnet-a2"],
      ["storage-efs-us-east-1b", "subnet-b2"],
      ["storage-efs-us-east-1c", "subnet-c2"],
    ]);
    expect(run.one(storageClass).dependencies).to.include.members(targets.map(({ urn }) => urn));
    const rule = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };
    expect(run.inputs("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).to.deep.equal({
      ...rule,
      securityGroupId: "[unknown]",
      referencedSecurityGroupId: "sg-0d",
      description: "NFS from nodes",
    });
    expect(run.inputs("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).to.deep.equal({
      ...rule,
      securityGroupId: "sg-0d",
      referencedSecurityGroupId: "[unknown]",
      description: "NFS to storage-efs",
    });
  });

  it("admits clients over TLS through mount targets, none of them as root", async () => {
    expect((await built({ efs: { type: "efs" } })).ofType("aws:efs/fileSystemPolicy:FileSystemPolicy")).to.have.length(
      1,
    );
    expect(fileSystemPolicy("arn:efs").Statement).to.deep.equal([
      {
        Sid: "TlsThroughMountTargets",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: "arn:efs",
        Condition: { Bool: { "aws:SecureTransport": "true", "elasticfilesystem:AccessedViaMountTarget": "true" } },
      },
    ]);
  });

  it("uses a file system that exists, and makes nothing beside the class", async () => {
    const run = await built({ efs: { type: "efs", fileSystem: { existingId: "fs-0123456789abcdef0" } } });
    expect(run.inputs(storageClass).parameters.fileSystemId).to.equal("fs-0123456789abcdef0");
    expect(run.resources.filter(({ type }) => type.startsWith("aws:"))).to.deep.equal([]);
  });

  it("never moves files to the cheaper class where a stack says so", async () => {
    const run = await built({ efs: { type: "efs", fileSystem: { infrequentAccessAfterDays: "never" } } });
    expect(run.inputs("aws:efs/fileSystem:FileSystem").lifecyclePolicies).to.deep.equal([]);
  });
});
