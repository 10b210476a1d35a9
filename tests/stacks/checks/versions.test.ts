import { expect } from "chai";
import { managedAddonsSettings } from "../../../components/managed-addons/settings";
import { checkVersions, usableVersions } from "../../../stacks/checks/versions";
import type { ResolvedStack } from "../../../stacks/resolve/stack";
import { tiers } from "../../../stacks/tiers";
import { defaultKubernetesVersion, eksAddons, kubernetesVersions } from "../../../stacks/versions";
import { addonVersions } from "../../../stacks/addon-versions";
import { clusterSettings } from "../../../components/cluster/settings";

const extended = { support: "EXTENDED", reason: "vendor image" };

/** A config of which only what the check reads is filled in from the schemas. */
function config(
  today: string,
  cluster: Record<string, unknown> = {},
  managedAddons: Record<string, unknown> = {},
): ResolvedStack {
  const tier = tiers.production;
  return {
    today,
    cluster: clusterSettings(tier.cluster).parse({ name: "acme", ...cluster }),
    managedAddons: managedAddonsSettings(tier.managedAddons).parse(managedAddons),
  } as ResolvedStack;
}

const check = (...args: Parameters<typeof config>) => checkVersions(config(...args));

describe("checkVersions", () => {
  it("VC-10, KP-9: takes the default version without a word", () => {
    expect(check("2026-11-21")).to.deep.equal({ problems: [], warnings: [] });
  });

  it("VC-10, KP-9: refuses 1.28, which EKS no longer offers, and names those that can be used", () => {
    const { problems = [] } = check("2026-11-21", { version: "1.28" });
    expect(problems).to.have.length(1);
    expect(problems[0]).to.deep.include({
      path: "cluster.version",
      given: '"1.28"',
      why: "is not a version that this release of the platform knows",
    });
    expect(problems[0]?.set).to.match(/^"1\.36" or "1\.35" or "1\.34"; with upgradePolicy EXTENDED/);
  });

  it("refuses a version on the first day out of standard support, and not on the day before", () => {
    expect(check("2026-12-01", { version: "1.34" }).problems).to.deep.equal([]);
    const { problems = [] } = check("2026-12-02", { version: "1.34" });
    expect(problems[0]).to.include({
      path: "cluster.version",
      why: "has been out of standard support since 2026-12-02",
    });
    expect(problems[0]?.set).to.match(/^"1\.36" or "1\.35"; with upgradePolicy EXTENDED, .*"1\.34"/);
  });

  it("takes it until the end of extended support where the stack pays for that, and says what it costs", () => {
    const { problems, warnings } = check("2026-12-02", { version: "1.34", upgradePolicy: extended });
    expect(problems).to.deep.equal([]);
    expect(warnings).to.deep.equal([
      "cluster.version: Kubernetes 1.34 is in extended support, at six times the price, until 2027-12-02.",
    ]);
    expect(check("2027-12-02", { version: "1.34", upgradePolicy: extended }).problems).to.have.length(1);
  });

  it("warns from 90 days before the end of standard support on, and not on the day before that", () => {
    expect(check("2026-09-02", { version: "1.34" }).warnings).to.deep.equal([]);
    expect(check("2026-09-03", { version: "1.34" }).warnings).to.deep.equal([
      'cluster.version: Kubernetes 1.34 leaves standard support on 2026-12-02, in 90 days: EKS then upgrades the control plane by itself; upgrade to "1.36" or "1.35", one minor at a time.',
    ]);
  });

  it("warns of the price and not of an upgrade where the stack takes extended support", () => {
    const { warnings = [] } = check("2026-11-21", { version: "1.34", upgradePolicy: extended });
    expect(warnings[0]).to.contain("in 11 days: it then costs six times as much");
  });

  it("asks for versions of the add-ons where the platform pins none for the Kubernetes version", () => {
    const { problems = [] } = check("2026-07-01", { version: "1.33" });
    expect(problems.map(({ path }) => path)).to.deep.equal(
      Object.keys(eksAddons["1.36"]).map((name) => `managedAddons.versions.${name}`),
    );
  });

  it("is content with what the stack pins itself", () => {
    const versions = { ...eksAddons["1.34"] };
    expect(check("2026-07-01", { version: "1.33" }, { versions }).problems).to.deep.equal([]);
  });
});

describe("usableVersions", () => {
  it("gives the newest first, and more of them to those who pay", () => {
    expect(usableVersions("2026-11-21", false)).to.deep.equal(["1.36", "1.35", "1.34"]);
    expect(usableVersions("2026-11-21", true)).to.deep.equal(["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"]);
  });

  it("is empty when the table is too old, and the check then says so", () => {
    expect(usableVersions("2035-01-01", true)).to.deep.equal([]);
    expect(check("2035-01-01").problems?.[0]?.set).to.equal("a newer version; add it to stacks/versions.ts");
  });
});

describe("tables of versions", () => {
  it("the default is in the table and every add-on has a version for it", () => {
    expect(kubernetesVersions).to.have.property(defaultKubernetesVersion);
    expect(Object.keys(addonVersions(defaultKubernetesVersion, {}))).to.have.length(8);
  });

  it("what the stack says wins over what the platform pins", () => {
    const versions = addonVersions("1.36", { coredns: "v9.9.9-eksbuild.9" });
    expect(versions.coredns).to.equal("v9.9.9-eksbuild.9");
    expect(versions["vpc-cni"]).to.equal(eksAddons["1.36"]["vpc-cni"]);
  });

  it("extended support ends a year after standard support", () => {
    for (const { standardSupportEnds, extendedSupportEnds } of Object.values(kubernetesVersions)) {
      expect(Number(extendedSupportEnds.slice(0, 4)) - Number(standardSupportEnds.slice(0, 4))).to.equal(1);
      expect(extendedSupportEnds.slice(4)).to.equal(standardSupportEnds.slice(4));
    }
  });
});
