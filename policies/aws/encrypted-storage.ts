import type { Field } from "../support/field";
import { awsRule } from "../support/aws-rule";
import { bestPractice } from "../support/benchmarks";
import { isTrue } from "../support/values";
import { data } from "./aws";

/** Where each kind says whether it is encrypted; AWS leaves it off in all of them. */
const switches: Record<string, (root: Field) => Field[]> = {
  "aws.ebs.Volume": (root) => [root.at("encrypted")],
  "aws.efs.FileSystem": (root) => [root.at("encrypted")],
  "aws.rds.Instance": (root) => [root.at("storageEncrypted")],
  "aws.rds.Cluster": (root) => [root.at("storageEncrypted")],
  "aws.docdb.Cluster": (root) => [root.at("storageEncrypted")],
  "aws.neptune.Cluster": (root) => [root.at("storageEncrypted")],
  "aws.elasticache.ReplicationGroup": (root) => [
    root.at("atRestEncryptionEnabled"),
    root.at("transitEncryptionEnabled"),
  ],
  "aws.redshift.Cluster": (root) => [root.at("encrypted")],
  "aws.ebs.EncryptionByDefault": (root) => [root.at("enabled")],
};

export const encryptedStorage = awsRule({
  name: "encrypted-storage",
  displayName: "Encrypted storage",
  description: "Volumes, file systems and databases are encrypted.",
  severity: "high",
  remediationSteps: "Set encrypted, storageEncrypted or atRestEncryptionEnabled to true when the resource is made.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html",
  ...bestPractice("Data encryption and secrets management"),
  ...data,
  covers: ["checkov CKV_AWS_3", "checkov CKV_AWS_8", "checkov CKV_AWS_16", "checkov CKV_AWS_42", "checkov CKV_AWS_106"],
  kinds: [...Object.keys(switches), "aws.ec2.LaunchTemplate", "aws.ec2.Instance"],
  check(object, report) {
    const say = (field: Field) => ({
      why: "whoever gets hold of a snapshot or a disk reads it, and encryption can't be added afterwards",
      fix: `Set ${field.path} to true`,
    });
    for (const field of switches[object.kind]?.(object.root) ?? []) {
      // `enabled` of EncryptionByDefault is true when absent.
      const byDefault = object.kind === "aws.ebs.EncryptionByDefault";
      report.expect(field, (value) => isTrue(value) || (byDefault && value === undefined), say(field));
    }
    for (const device of object.root.at("blockDeviceMappings").items()) {
      if (!device.at("ebs").absent) {
        report.expect(device.at("ebs", "encrypted"), isTrue, say(device.at("ebs", "encrypted")));
      }
    }
    for (const device of [...object.root.at("ebsBlockDevices").items(), rootDevice(object.root)]) {
      if (!device.absent) {
        report.expect(device.at("encrypted"), isTrue, say(device.at("encrypted")));
      }
    }
  },
});

function rootDevice(root: Field): Field {
  return root.at("rootBlockDevice");
}
