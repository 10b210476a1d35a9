import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chartPins, definitionsPin, pinNames, pinOf } from "../../components/shared/pins";
import { eksAddons } from "../../stacks/versions";
import { snapshots, sources } from "./support/definition-sources";
import { modules, pinned } from "./support/go";
import type { ChartEntry } from "./support/stack";

const bundles: ChartEntry[] = pinNames
  .filter((name) => pinOf(name).definitions)
  .map((name) => ({ name, files: [...definitionsPin(name).manifests] }));
const entries: ChartEntry[] = [...bundles, ...chartPins().map(({ chart }) => ({ name: chart, chart }))];

/** Bundles whose definitions no module has. */
const nowhere = ["aws-load-balancer-controller", "calico", "trivy-operator"];

describe("definitions for the control plane", () => {
  for (const { module, version } of sources) {
    it(`${module} is read at the version that the platform pins`, () => {
      const wanted = entries.map((entry) => version(entry)).filter((one) => one !== undefined);
      expect([...new Set(wanted)]).to.deep.equal([pinned("definitions", module)]);
    });
  }

  it("every bundle of definitions has a source, but for those that are listed as unavailable", () => {
    const without = bundles.filter((entry) => sources.every(({ version }) => version(entry) === undefined));
    expect(without.map(({ name }) => name)).to.deep.equal(nowhere);
  });

  it("kinds of volume snapshots are those of the EKS add-on", () => {
    for (const minor of Object.keys(eksAddons)) {
      expect(snapshots.versions(minor), minor).to.equal(pinned("definitions", snapshots.module));
    }
  });

  it("every module is checked against our go.sum", () => {
    const sums = readFileSync(join(modules, "definitions", "go.sum"), "utf8");
    const unchecked = [...sources, snapshots].filter(
      ({ module }) => !sums.includes(`${module} ${pinned("definitions", module)} h1:`),
    );
    expect(unchecked.map(({ module }) => module)).to.deep.equal([]);
  });
});
