import { bestPractice } from "../support/benchmarks";
import { objectRule } from "../support/rule";
import { isTrue } from "../support/values";

const provisioners = ["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"];

// gp2's `encrypted` defaults to false in the EBS CSI driver, docs/parameters.md.
export const storageClassEncrypted = objectRule({
  name: "storage-class-encrypted",
  displayName: "Encrypted volumes of pods",
  description: "StorageClasses of EBS encrypt their volumes, those of EFS the way to them.",
  severity: "high",
  remediationSteps: 'Set parameters.encrypted to "true"; for EFS, mount with tls.',
  url: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md",
  ...bestPractice("Data encryption and secrets management"),
  tags: ["cluster", "data"],
  applies: ({ group, kind }) => group === "storage.k8s.io" && kind === "StorageClass",
  check(object, report) {
    const provisioner = object.root.at("provisioner");
    if (!report.readableAs(provisioner, "string")) {
      return;
    }
    if (provisioners.includes(provisioner.string ?? "")) {
      const field = object.root.at("parameters", "encrypted");
      report.expect(field, isTrue, {
        why: "every volume of the class is then plain on disk and in its snapshots",
        fix: `Set ${field.path} to "true"`,
      });
    }
    // The EFS CSI driver (2.0 and later) uses TLS unless told otherwise: README, encryptInTransit.
    if (provisioner.value === "efs.csi.aws.com") {
      const off = object.root.at("parameters", "encryptInTransit");
      report.expect(off, (value) => value === undefined || isTrue(value), {
        why: "files then cross the network in the clear",
        fix: `Remove ${off.path}`,
      });
    }
  },
});
