import { expect } from "chai";
import type { RecordedResource } from "../../preview/recorded";
import { shown } from "../../tools/shown";

/** Everything that must be there while a resource is: what it depends on, its parents and its provider, and theirs. */
function neededBy(resource: RecordedResource, all: Map<string, RecordedResource>): Set<string> {
  const needed = new Set<string>();
  const look = ({ dependencies, parent, provider }: RecordedResource): void => {
    const providerUrn = provider?.split("::").slice(0, 4).join("::");
    for (const urn of [...dependencies, ...[parent, providerUrn].flatMap((one) => one ?? [])]) {
      const next = all.get(urn);
      if (next === undefined || needed.has(urn)) continue;
      needed.add(urn);
      look(next);
    }
  };
  look(resource);
  return needed;
}

for (const stack of ["production", "standby", "staging"]) {
  describe(`a destroy of ${stack}`, () => {
    let resources: RecordedResource[];
    let all: Map<string, RecordedResource>;

    before(async () => {
      ({ resources } = (await shown(stack)).plan);
      all = new Map(resources.map((one) => [one.urn, one]));
    });

    const ofType = (type: string) => resources.filter((one) => one.type === type);
    const name = ({ urn }: RecordedResource) => urn.split("::").slice(2).join("::");

    it("leaves what is protected, and nothing of the cluster for its sake", () => {
      const kept = resources.filter(({ protect, type }) => protect && type !== "eks:index:Cluster");
      expect(kept.length).to.be.greaterThan(15);
      const holding = kept.filter((one) =>
        [...neededBy(one, all)].some((urn) => /::(.*\$)?(eks:index:Cluster|pulumi:providers:kubernetes)::/.test(urn)),
      );
      expect(holding.map(name)).to.deep.equal([]);
    });

    it("leaves the namespaces whose contents nobody can make again, as the removal of their add-on does", () => {
      const retained = ofType("kubernetes:core/v1:Namespace").filter(({ retainOnDelete }) => retainOnDelete);
      expect(retained.map(({ inputs }) => (inputs.metadata as { name: string }).name)).to.have.members([
        "sealed-secrets",
        "vault",
      ]);
    });

    it("deletes namespaces, and the claims in them, while the CSI driver runs", () => {
      const driver = ofType("aws:eks/addon:Addon").find((one) => one.inputs.addonName === "aws-ebs-csi-driver");
      const namespaces = ofType("kubernetes:core/v1:Namespace");
      expect(namespaces.length).to.be.greaterThan(10);
      const early = namespaces.filter((one) => !neededBy(one, all).has(driver?.urn ?? ""));
      expect(early.map(name)).to.deep.equal([]);
    });
  });
}
