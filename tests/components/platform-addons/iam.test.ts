import { expect } from "chai";
import type { PolicyDocument } from "../../../components/identity/policy-document";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { type AddonName, catalog } from "../../../components/platform-addons/registry";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { platformContext } from "../../support/builders";
import { admits, defects, isAllowed, wildcardGrants } from "../../support/iam";
import { recorded } from "../../support/record";
import { selection, surroundings } from "./builders";
import { expectations } from "./iam/index";
import { type Expectation, cluster } from "./iam/expectation";

/** The add-on alone, everything decided. */
function resolved({ addon, settings }: Pick<Expectation, "addon" | "settings">) {
  const [found] = resolveAddons(selection({ [addon]: settings ?? {} }), surroundings());
  if (!found) throw new Error(`no add-on ${addon}`);
  return found;
}

function documentOf(expectation: Expectation): PolicyDocument {
  const identity = resolved(expectation).identities.find(
    ({ serviceAccount }) => serviceAccount === expectation.serviceAccount,
  );
  if (!identity) throw new Error(`${expectation.addon} has no identity for ${expectation.serviceAccount}`);
  return identity.policy;
}

describe("AWS identities of add-ons", () => {
  it("SS-53, TB-58: no add-on takes a role that the table does not know", () => {
    const tested = new Set(expectations.map(({ addon }) => addon));
    const others = (Object.keys(catalog) as AddonName[]).filter((name) => !tested.has(name));
    expect(others.filter((addon) => catalog[addon].identities !== undefined)).to.deep.equal([]);
    for (const addon of tested) {
      const known = expectations.filter((row) => row.addon === addon).map(({ serviceAccount }) => serviceAccount);
      const rows = expectations.filter((row) => row.addon === addon);
      const taken = rows.flatMap((row) => resolved(row).identities.map(({ serviceAccount }) => serviceAccount));
      expect([...new Set(taken)]).to.have.members([...new Set(known)]);
    }
  });

  for (const expectation of expectations) {
    const { addon, serviceAccount, mayDo, mayNot, justified = {} } = expectation;
    describe(`${addon}, service account ${serviceAccount}`, () => {
      const policy = documentOf(expectation);

      it("SS-53, SS-56: every action exists, takes its resources and carries its conditions", async () => {
        expect(await defects(policy)).to.deep.equal([]);
      });

      it("SS-53, SS-56: stands on * only where AWS knows no resource, or for a reason", async () => {
        expect(await wildcardGrants(policy)).to.deep.equal(Object.keys(justified).sort());
      });

      it("may do what its work needs", async () => {
        for (const call of mayDo) expect(await isAllowed(policy, call), JSON.stringify(call)).to.equal(true);
      });

      it(`may not ${Object.keys(mayNot).join("; ")}`, async () => {
        expect(Object.keys(mayNot)).to.have.length.at.least(3);
        for (const [what, call] of Object.entries(mayNot)) expect(await isAllowed(policy, call), what).to.equal(false);
      });

      it("fits the 10,240 characters of a role's inline policies", () => {
        expect(JSON.stringify(policy)).to.have.length.below(10_240);
      });

      it("SS-54, SS-55, TB-62, VC-59: the role admits this service account of this cluster and no other", async () => {
        const { namespace } = resolved(expectation);
        const program = await recorded(
          () =>
            new PlatformAddons("addons", {
              namespaces: () => [],
              context: platformContext(),
              addons: [resolved(expectation)],
            }),
        );
        const roles = program
          .ofType("aws:iam/role:Role")
          .map(({ name }) => program.inputs("aws:iam/role:Role", name))
          .filter(({ description }) => String(description).includes(`/${serviceAccount} `));
        expect(roles).to.have.length(1);
        const trust = JSON.parse(roles[0]?.assumeRolePolicy as string) as unknown;
        const self = { cluster, namespace, serviceAccount };
        expect(await admits(trust, self)).to.equal(true);
        for (const other of [{ cluster: "other" }, { namespace: "default" }, { serviceAccount: "default" }])
          expect(await admits(trust, { ...self, ...other }), JSON.stringify(other)).to.equal(false);
      });
    });
  }
});
