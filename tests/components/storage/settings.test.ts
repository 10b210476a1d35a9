import { expect } from "chai";
import { jsonSchemaOf } from "./json-schema";
import { classes, problemsOf } from "./builders";

const bad: [claim: string, given: Record<string, unknown>, path: string, why: string, set: string][] = [
  ["TB-8: gp2, whose successor is gp3", { type: "gp2" }, "type", "gp2 is not offered any more", "gp3"],
  ["io1, whose successor is io2", { type: "io1" }, "type", "io1 is not offered any more", "io2"],
  ["a type that does not exist", { type: "ssd" }, "type", "is not a type of storage", "one of gp3, io2, efs"],
  ["VC-18: io2 without an exact figure", { type: "io2" }, "iops", "is missing", "100 to 256000"],
  ["io2 beyond what EBS gives", { type: "io2", iops: 300000 }, "iops", "outside what EBS gives", "100 to 256000"],
  ["gp3 beyond what EBS gives", { type: "gp3", iops: 90000 }, "iops", "outside what EBS gives", "3000 to 80000"],
  ["throughput below the baseline", { type: "gp3", throughput: 100 }, "throughput", "outside", "125 to 2000"],
  ["throughput beyond the IOPS", { type: "gp3", throughput: 800 }, "throughput", "needs 3200 IOPS", "iops: 3200"],
  ["throughput of io2", { type: "io2", iops: 100, throughput: 200 }, "throughput", "can't be set for io2", "gp3"],
  ["IOPS of efs", { type: "efs", iops: 3000 }, "iops", "can't be set for efs", "fileSystem.throughput"],
  ["a file system of gp3", { type: "gp3", fileSystem: {} }, "fileSystem", "no meaning for gp3", "type: efs"],
  ["snapshots of efs", { type: "efs", backup: "snapshots" }, "backup", "no meaning for efs", "vault, or noBackup"],
  [
    "a key for a file system that exists",
    { type: "efs", fileSystem: { existingId: "fs-0123456789abcdef0" }, kmsKeyArn: "arn:aws:kms:us-east-1:1:key/a" },
    "kmsKeyArn",
    "file system that exists",
    "remove the line",
  ],
];

describe("settings of storage classes", () => {
  it("SS-9: without a word there is gp3, as the default", () => {
    expect(classes(undefined)).to.deep.equal({
      gp3: {
        type: "gp3",
        fsType: "ext4",
        reclaimPolicy: "Delete",
        allowVolumeExpansion: true,
        default: true,
        backup: "vault",
      },
    });
  });

  for (const [claim, given, path, why, set] of bad) {
    it(`refuses ${claim}`, () => {
      const problems = problemsOf({ data: given });
      expect(problems.map((problem) => problem.path)).to.deep.equal([`data.${path}`]);
      expect(problems[0]?.why).to.include(why);
      expect(problems[0]?.set).to.include(set);
    });
  }

  it("refuses a second default class and names the first", () => {
    const given = { a: { type: "gp3", default: true }, b: { type: "gp3", default: true } };
    expect(problemsOf(given)).to.deep.equal([
      { path: "b.default", why: "makes a second default class beside a", set: "default: true on one class only" },
    ]);
  });

  it("refuses the name of the class that EKS makes itself", () => {
    expect(problemsOf({ gp2: { type: "gp3" } })).to.have.length(1);
  });

  it("offers only what is taken in the editor's completion", () => {
    expect(jsonSchemaOf("type")).to.deep.equal(["gp3", "io2", "efs"]);
  });
});
