import { expect } from "chai";
import { coerce, gte, major, minor } from "semver";
import { defaultKubernetesVersion, eksAddons, kubernetesVersions, nodeImages } from "../../stacks/versions";

const addonNames = [
  "vpc-cni",
  "coredns",
  "kube-proxy",
  "eks-pod-identity-agent",
  "eks-node-monitoring-agent",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "snapshot-controller",
];

describe("version table", () => {
  const versions: [string, { standardSupportEnds: string; extendedSupportEnds: string }][] =
    Object.entries(kubernetesVersions);

  it("ends extended support twelve months after standard support", () => {
    for (const [version, support] of versions) {
      const standard = new Date(support.standardSupportEnds);
      const year = new Date(support.extendedSupportEnds);
      year.setUTCFullYear(year.getUTCFullYear() - 1);
      const days = Math.abs(year.getTime() - standard.getTime()) / 86_400_000;
      expect(days, version).to.be.at.most(1);
    }
  });

  it("has the minors in order, and the default among them", () => {
    const names = versions.map(([version]) => version);
    expect(names).to.deep.equal(["1.31", "1.32", "1.33", "1.34", "1.35", "1.36"]);
    expect(names).to.include(defaultKubernetesVersion);
    const ends = versions.map(([, support]) => support.standardSupportEnds);
    expect(ends).to.deep.equal([...ends].sort());
  });

  it("pins every add-on for every minor it knows, to a build that is named in full", () => {
    for (const [version, addons] of Object.entries(eksAddons)) {
      expect(Object.keys(addons).sort(), version).to.deep.equal([...addonNames].sort());
      for (const [name, build] of Object.entries(addons)) {
        expect(build, `${name} on ${version}`).to.match(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
      }
      expect(addons["kube-proxy"]).to.match(new RegExp(`^v${version.replace(".", "\\.")}\\.`));
    }
    expect(Object.keys(eksAddons)).to.include(defaultKubernetesVersion);
  });

  it("pins a vpc-cni with the fix for CVE-2026-86831", () => {
    for (const [version, addons] of Object.entries(eksAddons)) {
      expect(gte(coerce(addons["vpc-cni"]) ?? "0.0.0", "1.22.4"), version).to.equal(true);
    }
  });

  it("pins node images of the minor they are for", () => {
    for (const [version, images] of Object.entries(nodeImages)) {
      const release = coerce(images.al2023) ?? "0.0.0";
      expect(`${major(release)}.${minor(release)}`).to.equal(version);
      expect(images.al2023).to.match(/^1\.\d+\.\d+-\d{8}$/);
      expect(images.bottlerocket).to.match(/^$|^\d+\.\d+\.\d+-[0-9a-f]{8}$/);
    }
  });
});
